"""The exchange's memory: records in force, changes not pushed yet, and every push ever issued."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from tongban.ports.credit import (
    CALLS,
    NOTICES,
    SYSTEM,
    CreditPush,
    CreditRecord,
    PushKind,
    ResendReceipt,
    Withdrawal,
)
from tongban.simulators.base.ledger import Ledger, Table, iso, parse_iso
from tongban.simulators.credit import page
from tongban.standards import id_number
from tongban.standards.zones import local_date

SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    record_id TEXT PRIMARY KEY, id_number TEXT NOT NULL, name TEXT NOT NULL,
    reason TEXT NOT NULL, since TEXT NOT NULL, withdrawn_at TEXT,
    added_in INTEGER, withdrawn_in INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS pushes (
    push_no INTEGER PRIMARY KEY, kind TEXT NOT NULL, issued_at TEXT NOT NULL,
    body TEXT NOT NULL, is_skipped INTEGER NOT NULL) STRICT;
"""

PERIOD = timedelta(days=1)
"""A push is issued this often at speed 1, with or without changes."""

_PUSH = TypeAdapter(CreditPush)


class CreditLedger(Ledger):
    """Implements `CreditPort`; the other methods are the exchange's own work."""

    system = SYSTEM
    title = "国家信用信息共享交换平台"
    schema = SCHEMA
    calls = CALLS
    notices = NOTICES

    def resend(self, from_no: int, *, at: datetime) -> ResendReceipt:
        with self.transaction():
            last = self.last_no
            if not 1 <= from_no <= last + 1:
                raise self.reject("UNKNOWN_PUSH", f"没有第 {from_no} 号推送，最近为第 {last} 号。")
            for row in self.rows(
                "SELECT body FROM pushes WHERE push_no >= ? ORDER BY push_no", from_no
            ):
                self.notify(_PUSH.validate_json(row["body"]), at=at)
        return ResendReceipt(from_no=from_no, last_no=last)

    @property
    def last_no(self) -> int:
        """The number of the newest push; 0 before the first."""
        return self.number("SELECT max(push_no) FROM pushes")

    def add(
        self, *, id_number: str, name: str, reason: str, since: date, at: datetime
    ) -> CreditRecord:
        """Enter a person on the list; the next push tells it."""
        self._check(id_number, name=name, reason=reason, since=since, at=at)
        with self.transaction() as db:
            count = self.number("SELECT count(*) FROM records")
            record = CreditRecord(
                record_id=f"XY{count + 1:010d}",
                id_number=id_number.upper(),
                name=name,
                reason=reason,
                since=since,
            )
            db.execute(
                "INSERT INTO records (record_id, id_number, name, reason, since)"
                " VALUES (?, ?, ?, ?, ?)",
                (record.record_id, record.id_number, name, reason, since.isoformat()),
            )
        return record

    def withdraw(self, record_id: str, *, at: datetime) -> None:
        """Take a record off the list; the next push tells it."""
        with self.transaction() as db:
            found = self.row("SELECT * FROM records WHERE record_id = ?", record_id)
            if found is None:
                raise self.reject("UNKNOWN_RECORD", "没有这条记录。")
            if found["withdrawn_at"] is not None:
                raise self.reject("ALREADY_WITHDRAWN", "这条记录已经撤销。")
            db.execute(
                "UPDATE records SET withdrawn_at = ? WHERE record_id = ?", (iso(at), record_id)
            )

    def push(
        self, *, at: datetime, kind: PushKind = PushKind.DELTA, is_skipped: bool = False
    ) -> CreditPush:
        """Issue the next push. A skipped one gets its number but never leaves by itself."""
        with self.transaction() as db:
            push = self._full(at) if kind is PushKind.FULL else self._delta(at)
            db.execute("UPDATE records SET added_in = ? WHERE added_in IS NULL", (push.push_no,))
            db.execute(
                "UPDATE records SET withdrawn_in = ?"
                " WHERE withdrawn_at IS NOT NULL AND withdrawn_in IS NULL",
                (push.push_no,),
            )
            db.execute(
                "INSERT INTO pushes VALUES (?, ?, ?, ?, ?)",
                (push.push_no, kind, iso(at), _PUSH.dump_json(push).decode(), is_skipped),
            )
            if not is_skipped:
                self.notify(push, at=at)
        return push

    def tables(self, *, at: datetime) -> list[Table]:
        return page.tables(self)

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        return page.act(self, name, key=key, values=values, at=at)

    def tick(self, *, at: datetime) -> int:
        """The first push is full; then one delta a period, empty on quiet days."""
        last = self.row("SELECT max(issued_at) AS at FROM pushes")
        if last is None or last["at"] is None:
            self.push(at=at, kind=PushKind.FULL)
            return 1
        if at - parse_iso(last["at"]) < PERIOD / self.automatic.speed:
            return 0
        self.push(at=at)
        return 1

    def _check(self, number: str, *, name: str, reason: str, since: date, at: datetime) -> None:
        if not id_number.is_valid(number):
            raise self.reject("BAD_ID_NUMBER", "公民身份号码不符合 GB 11643。")
        if not (name.strip() and reason.strip()):
            raise self.reject("BAD_RECORD", "姓名和事由不能为空。")
        if since > local_date(at):
            raise self.reject("BAD_RECORD", "起始日期不能晚于今天。")

    def _full(self, at: datetime) -> CreditPush:
        found = self.rows("SELECT * FROM records WHERE withdrawn_at IS NULL ORDER BY record_id")
        return CreditPush(
            push_no=self.last_no + 1,
            issued_at=at,
            kind=PushKind.FULL,
            additions=tuple(_record(row) for row in found),
        )

    def _delta(self, at: datetime) -> CreditPush:
        added = self.rows("SELECT * FROM records WHERE added_in IS NULL ORDER BY record_id")
        withdrawn = self.rows(
            "SELECT * FROM records WHERE withdrawn_at IS NOT NULL AND withdrawn_in IS NULL"
            " ORDER BY record_id"
        )
        return CreditPush(
            push_no=self.last_no + 1,
            issued_at=at,
            kind=PushKind.DELTA,
            additions=tuple(_record(row) for row in added),
            withdrawals=tuple(
                Withdrawal(record_id=row["record_id"], withdrawn_at=parse_iso(row["withdrawn_at"]))
                for row in withdrawn
            ),
        )


def _record(row: sqlite3.Row) -> CreditRecord:
    return CreditRecord(
        record_id=row["record_id"],
        id_number=row["id_number"],
        name=row["name"],
        reason=row["reason"],
        since=date.fromisoformat(row["since"]),
    )
