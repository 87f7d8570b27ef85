"""The product with both sides of every wire: our database and the other side's own ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Event
from time import monotonic
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
from psycopg.rows import dict_row
from tests.running import Product

T = TypeVar("T")
Row = dict[str, Any]

_PAUSE = 0.1
_LONGEST = 30.0


def until(what: str, found: Callable[[], T | None], *, seconds: float = _LONGEST) -> T:
    """Wait for a condition: the first answer that is neither None nor false."""
    deadline = monotonic() + seconds
    while True:
        answer = found()
        if answer:
            return answer
        assert monotonic() < deadline, f"never came: {what}"
        Event().wait(_PAUSE)


@dataclass(frozen=True)
class House:
    """A running demonstration, seen from both sides."""

    product: Product

    @property
    def url(self) -> str:
        """Where pages are served."""
        return self.product.url

    @cached_property
    def simulators(self) -> dict[str, str]:
        """Base address of every simulator, as the supervisor started them."""
        found: dict[str, str] = {}
        for process in self.product.family():
            words = process.cmdline()
            if "simulator" in words and "--port" in words:
                name = words[words.index("simulator") + 1]
                found[name] = f"http://127.0.0.1:{words[words.index('--port') + 1]}"
        return found

    def ours(self, sql: str, *values: object) -> list[Row]:
        """Rows of our database."""
        url = (self.product.data / "run" / "database-url").read_text("utf-8")
        with psycopg.connect(url, row_factory=dict_row) as connection:
            return connection.execute(sql.encode(), values).fetchall()

    def one(self, sql: str, *values: object) -> Row:
        """The only row of our database that answers."""
        (row,) = self.ours(sql, *values)
        return row

    def theirs(self, system: str, sql: str, *values: object) -> list[Row]:
        """Rows of a simulator's own ledger."""
        path = self.product.data / "simulators" / f"{system}.db"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as ledger:
            ledger.row_factory = sqlite3.Row
            return [dict(row) for row in ledger.execute(sql, values)]

    def act(self, system: str, name: str, *, key: str, **values: str) -> str:
        """Act as the other side, as a tester does on the simulator's page; what it said."""
        status, said = self._post(system, f"/act/{name}", {"key": key, **values})
        assert status == 200, said
        return str(said["message"])

    @contextmanager
    def trouble(self, system: str, **switches: bool | float) -> Iterator[None]:
        """Let a system misbehave while the block runs."""
        self._post(system, "/_sim/faults", switches)
        try:
            yield
        finally:
            self._post(system, "/_sim/faults", {})

    def by_hand(self) -> None:
        """Nobody on the other side acts by himself: what happens there, a test does."""
        for system in self.simulators:
            self._post(system, "/_sim/automatic", {"on": False})

    def _post(self, system: str, path: str, values: dict[str, Any]) -> tuple[int, Row]:
        request = Request(  # noqa: S310 - our own simulator
            self.simulators[system] + path,
            json.dumps(values).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                return error.code, json.load(error)
