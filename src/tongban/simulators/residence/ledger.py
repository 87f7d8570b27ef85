"""The platform's memory: who is registered where, and registrations begun."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tongban.policy.vocabulary import Residence
from tongban.ports.residence import (
    CALLS,
    SYSTEM,
    ResidenceAnswer,
    StartedRegistration,
)
from tongban.simulators.base.ledger import Ledger, Table, iso, parse_iso
from tongban.simulators.residence import page
from tongban.standards import id_number as id_numbers
from tongban.standards import unit_codes
from tongban.standards.zones import local_date

SCHEMA = """
CREATE TABLE IF NOT EXISTS residents (
    id INTEGER PRIMARY KEY, id_number TEXT NOT NULL, division TEXT NOT NULL,
    status TEXT NOT NULL, since TEXT, UNIQUE (id_number, division)) STRICT;
CREATE TABLE IF NOT EXISTS registrations (
    reference TEXT PRIMARY KEY, id_number TEXT NOT NULL, division TEXT NOT NULL,
    station TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_open_registration
    ON registrations (id_number, division) WHERE finished_at IS NULL;
"""

LINK = "https://jzdj.example/r/"
"""The applicant's page; `.example` names no real host (RFC 2606)."""

SHARES = {
    Residence.REGISTERED: 0.45,
    Residence.DUE: 0.35,
    Residence.NOT_DUE: 0.15,
    Residence.UNKNOWN: 0.05,
}
"""Of persons nobody has set, by seed, ID number and division."""

FINISHING = (2 * 3600.0, 72 * 3600.0)
"""Seconds at speed 1 until an applicant has finished a registration begun."""


class ResidenceLedger(Ledger):
    """Implements `ResidencePort`; `put` and `finish` change what the platform knows."""

    system = SYSTEM
    title = "山东公安居住登记平台"
    schema = SCHEMA
    calls = CALLS

    def status(self, id_number: str, *, division: str, at: datetime) -> ResidenceAnswer:
        self._check(id_number, division)
        with self.transaction():
            known = self._known(id_number, division)
            if known is None:
                # Kept from the first look-up on, so that the date does not move with the asking.
                status, since = self._by_seed(id_number, division, at)
                self.put(id_number, division=division, status=status, since=since)
            else:
                status = Residence(known["status"])
                since = None if known["since"] is None else date.fromisoformat(known["since"])
        return ResidenceAnswer(status=status, since=since, answered_at=at)

    def start_registration(
        self, id_number: str, *, division: str, station: str, at: datetime
    ) -> StartedRegistration:
        if not unit_codes.is_valid(station):
            raise self.reject("BAD_UNIT", "派出所代码应为 12 位。")
        with self.transaction() as db:
            answer = self.status(id_number, division=division, at=at)
            if answer.status is Residence.REGISTERED:
                raise self.reject("ALREADY_REGISTERED", "此人在本地已有居住登记。")
            begun = self.row(
                "SELECT * FROM registrations"
                " WHERE id_number = ? AND division = ? AND finished_at IS NULL",
                id_number,
                division,
            )
            if begun is not None:
                return _started(begun["reference"], parse_iso(begun["started_at"]))
            reference = self._reference(id_number, division)
            db.execute(
                "INSERT INTO registrations VALUES (?, ?, ?, ?, ?, NULL)",
                (reference, id_number, division, station, iso(at)),
            )
        return _started(reference, at)

    def put(
        self, id_number: str, *, division: str, status: Residence, since: date | None = None
    ) -> None:
        """Fix what the platform answers about one person in one division."""
        self._check(id_number, division)
        has_since = status in (Residence.REGISTERED, Residence.DUE)
        if has_since != (since is not None):
            raise self.reject("BAD_DATE", "已登记、应办未办须有日期，其他状态不填日期。")
        with self.transaction() as db:
            db.execute(
                "INSERT INTO residents (id_number, division, status, since) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id_number, division)"
                " DO UPDATE SET status = excluded.status, since = excluded.since",
                (id_number, division, status, since and since.isoformat()),
            )

    def forget(self, resident: int) -> None:
        """Let the seed decide again about one row of the page."""
        with self.transaction() as db:
            if db.execute("DELETE FROM residents WHERE id = ?", (resident,)).rowcount == 0:
                raise self.reject("UNKNOWN_RESIDENT", "没有这一行。")

    def finish(self, reference: str, *, at: datetime) -> None:
        """The applicant finished a registration: from now on registered in that division."""
        with self.transaction() as db:
            found = self._open(reference)
            db.execute(
                "UPDATE registrations SET finished_at = ? WHERE reference = ?",
                (iso(at), reference),
            )
            self.put(
                found["id_number"],
                division=found["division"],
                status=Residence.REGISTERED,
                since=local_date(at),
            )

    def tables(self, *, at: datetime) -> list[Table]:
        return page.tables(self)

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        return page.act(self, name, key=key, values=values, at=at)

    def tick(self, *, at: datetime) -> int:
        """Applicants finish what they began, each at their own pace."""
        begun = self.rows("SELECT * FROM registrations WHERE finished_at IS NULL")
        due = [
            row["reference"]
            for row in begun
            if self.is_due(row["started_at"], row["reference"], at=at, seconds=FINISHING)
        ]
        for reference in due:
            self.finish(reference, at=at)
        return len(due)

    def _by_seed(
        self, id_number: str, division: str, at: datetime
    ) -> tuple[Residence, date | None]:
        luck = self.chance("residence", id_number, division)
        (status,) = luck.choices(list(SHARES), list(SHARES.values()))
        longest = {Residence.REGISTERED: 700, Residence.DUE: 120}.get(status)
        if longest is None:
            return status, None
        return status, local_date(at) - timedelta(days=luck.randrange(longest))

    def _known(self, id_number: str, division: str) -> sqlite3.Row | None:
        return self.row(
            "SELECT * FROM residents WHERE id_number = ? AND division = ?", id_number, division
        )

    def _reference(self, id_number: str, division: str) -> str:
        count = self.number("SELECT count(*) FROM registrations") + 1
        luck = self.chance("reference", id_number, division, count)
        return f"JZ{division}{count:06d}{luck.randrange(10**6):06d}"

    def _open(self, reference: str) -> sqlite3.Row:
        found = self.row("SELECT * FROM registrations WHERE reference = ?", reference)
        if found is None:
            raise self.reject("UNKNOWN_REFERENCE", "没有这个登记编号。")
        if found["finished_at"] is not None:
            raise self.reject("ALREADY_FINISHED", "这项登记已经办结。")
        return found

    def _check(self, id_number: str, division: str) -> None:
        if not id_numbers.is_valid(id_number) or id_number != id_number.upper():
            raise self.reject("BAD_ID_NUMBER", "公民身份号码不符合 GB 11643。")
        if re.fullmatch(r"\d{6}", division) is None:
            raise self.reject("BAD_DIVISION", "行政区划代码应为 6 位数字。")


def _started(reference: str, at: datetime) -> StartedRegistration:
    return StartedRegistration(reference=reference, link=LINK + reference, started_at=at)
