"""The people of a register's simulator, read by a simulator that lives beside it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path


class PeopleBeside:
    """A connection to the register's people, opened as soon as they exist; it never writes."""

    def __init__(
        self,
        ledger_path: Path | None,
        *,
        given: sqlite3.Connection | None = None,
        register: str = "population",
    ) -> None:
        """`given`: the register's own connection, when it lives in this process."""
        self.lock = threading.RLock()
        self._given = given
        self._opened: sqlite3.Connection | None = None
        self._path = None if ledger_path is None else ledger_path.parent / f"{register}.db"

    def open(self) -> sqlite3.Connection | None:
        """The people; None while there are none."""
        if self._given is not None:
            return self._given
        with self.lock:
            if self._opened is None and self._path is not None and self._path.exists():
                self._opened = sqlite3.connect(
                    f"file:{self._path}?mode=ro",
                    uri=True,
                    check_same_thread=False,
                    isolation_level=None,
                )
            return self._opened

    def close(self) -> None:
        """Close what was opened here."""
        if self._opened is not None:
            self._opened.close()
