"""The ledger of a simulator: its own memory of every effect, in one SQLite file.

A ledger implements the port's Protocol itself. The web application calls it with what came
over the wire; the demo builder and unit tests call it directly. Business time comes in as
`at`; a ledger never reads a clock.
"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from tongban.ports.calls import Call, NoticeBook
from tongban.ports.errors import Rejected
from tongban.simulators.base.faults import Automatic, Faults
from tongban.standards.zones import CN

S = TypeVar("S")

FAULTS = TypeAdapter(Faults)
AUTOMATIC = TypeAdapter(Automatic)

BASE_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS answered (
    message_id TEXT PRIMARY KEY, digest BLOB NOT NULL, status INTEGER NOT NULL,
    body BLOB NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, body BLOB NOT NULL, due_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, delivered_at TEXT,
    recipient TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (due_at) WHERE delivered_at IS NULL;
"""


class MessageReused(Exception):
    """A message id came a second time with another content."""


@dataclass(frozen=True)
class Kept:
    """The answer once given to a message id."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Waiting:
    """A notice that its recipient has not acknowledged yet."""

    id: int
    message_id: UUID
    body: bytes
    tries: int


@dataclass(frozen=True)
class Act:
    """Something a tester may do on the page as the other side; `fields` name its inputs."""

    label: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of the page; the first cell of a row is its key for the acts."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    acts: Mapping[str, Act]


class Ledger:
    """Base of the ledgers. Subclasses set `system`, `title`, `schema`, `calls`, `notices`."""

    system: ClassVar[str]
    title: ClassVar[str]
    schema: ClassVar[str]
    calls: ClassVar[Sequence[Call[Any, Any]]]
    notices: ClassVar[NoticeBook] = NoticeBook(())
    passes: ClassVar[NoticeBook] = NoticeBook(())
    """What goes to other systems instead of the product."""

    def __init__(self, path: Path | None = None, *, seed: int = 1) -> None:
        """Open or make the ledger at `path`; None keeps it in memory."""
        self.seed = seed
        self.lock = threading.RLock()
        self._depth = 0
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.db = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False, isolation_level=None
        )
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("PRAGMA busy_timeout=5000")
        self.db.executescript(BASE_SCHEMA + self.schema)
        self._widen()

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One writer at a time; nested use joins the outer transaction."""
        with self.lock:
            if self._depth:
                yield self.db
                return
            self.db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        with self.lock:
            found: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
            return found

    def number(self, sql: str, *values: object) -> int:
        found = self.row(sql, *values)
        return int(found[0] or 0) if found is not None else 0

    def reject(self, code: str, message: str) -> Rejected:
        """The refusal to raise; the Chinese message is what an officer will read."""
        return Rejected(self.system, code, message)

    # The page and the automatic other side; subclasses override what they need.

    def tables(self, *, at: datetime) -> list[Table]:
        """What the page shows."""
        return []

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        """Carry out one act of a tester; answers with a Chinese sentence."""
        raise self.reject("UNKNOWN_ACT", f"没有这个操作：{name}")

    def tick(self, *, at: datetime) -> int:
        """What the other side does by itself up to `at`; returns how many things it did."""
        return 0

    # Exactly-once answers and outgoing notices.

    def kept(self, message_id: UUID, *, digest: bytes) -> Kept | None:
        """The answer already given to this message id, if any."""
        found = self.row("SELECT * FROM answered WHERE message_id = ?", str(message_id))
        if found is None:
            return None
        if found["digest"] != digest:
            raise MessageReused
        return Kept(status=found["status"], body=found["body"])

    def keep(self, message_id: UUID, *, digest: bytes, kept: Kept, at: datetime) -> None:
        self.db.execute(
            "INSERT INTO answered VALUES (?, ?, ?, ?, ?)",
            (str(message_id), digest, kept.status, kept.body, iso(at)),
        )

    def notify(self, notice: object, *, at: datetime, to: str = "") -> None:
        """Put a notice into the outbox, in the present transaction, to be sent from `at` on.

        `to` names another system; without it the notice goes to the product.
        """
        book = self.passes if to else self.notices
        self.db.execute(
            "INSERT INTO outbox (message_id, body, due_at, recipient) VALUES (?, ?, ?, ?)",
            (str(uuid4()), book.encode(notice), iso(at), to),
        )

    def waiting(self, *, at: datetime, to: str = "", limit: int = 20) -> list[Waiting]:
        """Notices due and not acknowledged, oldest first."""
        found = self.rows(
            "SELECT id, message_id, body, tries FROM outbox WHERE delivered_at IS NULL"
            " AND due_at <= ? AND recipient = ? ORDER BY id LIMIT ?",
            *(iso(at), to, limit),
        )
        return [Waiting(r["id"], UUID(r["message_id"]), r["body"], r["tries"]) for r in found]

    def acknowledged(self, notice_id: int, *, at: datetime) -> None:
        with self.transaction() as db:
            db.execute("UPDATE outbox SET delivered_at = ? WHERE id = ?", (iso(at), notice_id))

    def put_off(self, notice_id: int, *, at: datetime, tries: int) -> None:
        """Try again later: 1, 2, 4 … at most 60 seconds."""
        later = at + timedelta(seconds=min(60, 2**tries))
        with self.transaction() as db:
            db.execute(
                "UPDATE outbox SET tries = ?, due_at = ? WHERE id = ?",
                (tries + 1, iso(later), notice_id),
            )

    def send_again(self, count: int, *, at: datetime) -> None:
        """Repeat the last `count` notices, as real systems do."""
        with self.transaction() as db:
            bodies = db.execute(
                "SELECT body FROM outbox WHERE recipient = '' ORDER BY id DESC LIMIT ?", (count,)
            )
            db.executemany(
                "INSERT INTO outbox (message_id, body, due_at) VALUES (?, ?, ?)",
                [(str(uuid4()), r["body"], iso(at)) for r in reversed(bodies.fetchall())],
            )

    def take_notices(self, *, to: str = "") -> list[object]:
        """All notices not acknowledged, decoded, and marked as delivered (in-process use)."""
        with self.transaction() as db:
            found = db.execute(
                "UPDATE outbox SET delivered_at = due_at WHERE delivered_at IS NULL"
                " AND recipient = ? RETURNING id, body",
                (to,),
            ).fetchall()
        book = self.passes if to else self.notices
        return [book.decode(r["body"]) for r in sorted(found, key=lambda r: int(r["id"]))]

    # Switches.

    @property
    def faults(self) -> Faults:
        return self._setting("faults", FAULTS, Faults())

    @faults.setter
    def faults(self, value: Faults) -> None:
        self._set("faults", FAULTS, value)

    @property
    def automatic(self) -> Automatic:
        return self._setting("automatic", AUTOMATIC, Automatic(seed=self.seed))

    @automatic.setter
    def automatic(self, value: Automatic) -> None:
        self._set("automatic", AUTOMATIC, value)

    def chance(self, *about: object) -> random.Random:
        """Randomness that depends on the automatic seed and on `about` only, not on order."""
        return random.Random(f"{self.automatic.seed}:{':'.join(map(str, about))}")  # noqa: S311

    def is_due(
        self, since: str, *about: object, at: datetime, seconds: tuple[float, float]
    ) -> bool:
        """Whether the automatic other side, after a believable delay, acts by now."""
        delay = self.chance(*about).uniform(*seconds) / self.automatic.speed
        return parse_iso(since) + timedelta(seconds=delay) <= at

    def _widen(self) -> None:
        """Give the outbox of an older file the column that came later."""
        columns = {row["name"] for row in self.db.execute("PRAGMA table_info(outbox)")}
        if "recipient" not in columns:
            self.db.execute("ALTER TABLE outbox ADD COLUMN recipient TEXT NOT NULL DEFAULT ''")

    def _setting(self, name: str, kind: TypeAdapter[S], default: S) -> S:
        found = self.row("SELECT value FROM settings WHERE name = ?", name)
        return default if found is None else kind.validate_json(found["value"])

    def _set(self, name: str, kind: TypeAdapter[S], value: S) -> None:
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)",
                (name, kind.dump_json(value).decode()),
            )


def iso(at: datetime) -> str:
    """Aware time as sortable UTC text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def parse_iso(text: str) -> datetime:
    return datetime.fromisoformat(text)


def when(text: str | None) -> str:
    """A stored time as people here write it; nothing for None."""
    return "" if text is None else parse_iso(text).astimezone(CN).strftime("%Y-%m-%d %H:%M:%S")
