"""Versions of cases as a system has them on file: handed in, decided, taken back (第六、九条)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from tongban.ports.population import (
    Acknowledgement,
    ComposedRecord,
    Decision,
    DecisionOutcome,
    FiledState,
)
from tongban.ports.wire import sm3
from tongban.simulators.base.ledger import Ledger, iso, parse_iso
from tongban.standards.zones import local_date

FILING_SCHEMA = """
CREATE TABLE IF NOT EXISTS submissions (
    case_number TEXT NOT NULL, version INTEGER NOT NULL, receipt_no TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL, record TEXT NOT NULL, state TEXT NOT NULL,
    decision_digest BLOB, words TEXT NOT NULL DEFAULT '', accepting_unit TEXT NOT NULL,
    home_unit TEXT NOT NULL, received_at TEXT NOT NULL, decided_at TEXT,
    PRIMARY KEY (case_number, version)) STRICT;
CREATE INDEX IF NOT EXISTS submissions_open ON submissions (state, received_at);
"""

RECORD = TypeAdapter(ComposedRecord)
_DECISION = TypeAdapter(Decision)


@dataclass(frozen=True)
class Filing:
    """The cases on file in one ledger; `prefix` begins its receipt numbers."""

    ledger: Ledger
    prefix: str

    def submit(
        self, record: ComposedRecord, *, at: datetime, is_decided_here: bool = True
    ) -> Acknowledgement:
        """File one version once; the next one only after a return, or to put right what was issued.

        What is not decided here may have been returned elsewhere: then only a case that was taken
        back gets no further version.
        """
        with self.ledger.transaction():
            known = self.known(record)
            if known is not None:
                return known
            self._demand_turn(record, is_decided_here=is_decided_here)
            self._insert(record, at=at)
            filed = self.require(record.case_number, record.version)
            return acknowledgement(filed, is_repeat=False)

    def known(self, record: ComposedRecord) -> Acknowledgement | None:
        """The acknowledgement of a version filed before; `Rejected` when its contents differ."""
        same = self.version(record.case_number, record.version)
        if same is None:
            return None
        if same["digest"] != sm3(RECORD.dump_json(record)):
            raise self.ledger.reject("VERSION_REUSED", "同一受理编号和版本对应了不同内容。")
        return acknowledgement(same, is_repeat=True)

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        """Put a decision on file once, for the version it names."""
        with self.ledger.transaction():
            found = self.require(decision.case_number, decision.version)
            if found["decision_digest"] is not None:
                if found["decision_digest"] != digest_of(decision):
                    raise self.ledger.reject("DECISION_REUSED", "该版本已有不同的审核结果。")
                return acknowledgement(found, is_repeat=True)
            if found["state"] != FiledState.IN_REVIEW:
                raise self.ledger.reject("NOT_IN_REVIEW", "该件不在待审核签发状态。")
            if decision.outcome is DecisionOutcome.ISSUED and decision.valid_from is None:
                raise self.ledger.reject("NO_VALIDITY", "签发应当注明证件有效期。")
            self.note(decision, at=at)
            return acknowledgement(found, is_repeat=False)

    def note(self, decision: Decision, *, at: datetime) -> None:
        """Write a decision over whatever stood there."""
        self.ledger.db.execute(
            "UPDATE submissions SET state = ?, decision_digest = ?, words = ?, decided_at = ?"
            " WHERE case_number = ? AND version = ?",
            (
                decision.outcome.value,
                digest_of(decision),
                decision.words,
                iso(at),
                decision.case_number,
                decision.version,
            ),
        )

    def cancel(self, case_number: str, *, words: str) -> Acknowledgement:
        """Take the last version back, unless it has been issued."""
        with self.ledger.transaction() as db:
            found = self.last(case_number)
            if found["state"] == FiledState.CANCELLED:
                return acknowledgement(found, is_repeat=True)
            if found["state"] == FiledState.ISSUED:
                raise self.ledger.reject("ALREADY_ISSUED", "该件已签发，不能撤销。")
            db.execute(
                "UPDATE submissions SET state = ?, words = ? WHERE case_number = ? AND version = ?",
                (FiledState.CANCELLED.value, words, case_number, found["version"]),
            )
            return acknowledgement(found, is_repeat=False)

    def version(self, case_number: str, version: int) -> sqlite3.Row | None:
        """One version as filed."""
        return self.ledger.row(
            "SELECT * FROM submissions WHERE case_number = ? AND version = ?", case_number, version
        )

    def require(self, case_number: str, version: int) -> sqlite3.Row:
        """One version as filed; `Rejected` when there is none."""
        return self._demand(self.version(case_number, version))

    def newest(self, case_number: str) -> sqlite3.Row | None:
        """The version filed last."""
        return self.ledger.row(
            "SELECT * FROM submissions WHERE case_number = ? ORDER BY version DESC LIMIT 1",
            case_number,
        )

    def before_last(self, case_number: str) -> int | None:
        """The number of the version before the last; None when there is but one."""
        found = self.ledger.rows(
            "SELECT version FROM submissions WHERE case_number = ? ORDER BY version DESC LIMIT 2",
            case_number,
        )
        return int(found[1]["version"]) if len(found) == 2 else None

    def last(self, case_number: str) -> sqlite3.Row:
        """The version filed last; `Rejected` when there is none."""
        return self._demand(self.newest(case_number))

    def _demand(self, found: sqlite3.Row | None) -> sqlite3.Row:
        if found is None:
            raise self.ledger.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return found

    def _demand_turn(self, record: ComposedRecord, *, is_decided_here: bool) -> None:
        # A version composed and voided before it was signed leaves a gap in the numbers.
        last = self.newest(record.case_number)
        if last is None:
            return
        state = FiledState(last["state"])
        is_settled = state in (FiledState.RETURNED, FiledState.ISSUED)
        may_follow = is_settled or (not is_decided_here and state is not FiledState.CANCELLED)
        if record.version <= last["version"] or not may_follow:
            raise self.ledger.reject(
                "OUT_OF_TURN", "上一版本还在审核或者已经撤销，不能提交新版本。"
            )

    def _insert(self, record: ComposedRecord, *, at: datetime) -> None:
        body = RECORD.dump_json(record)
        count = self.ledger.number("SELECT count(*) FROM submissions") + 1
        self.ledger.db.execute(
            "INSERT INTO submissions (case_number, version, receipt_no, digest, record, state,"
            " accepting_unit, home_unit, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record.case_number,
                record.version,
                f"{self.prefix}{local_date(at):%Y%m%d}{count:07d}",
                sm3(body),
                body.decode(),
                FiledState.IN_REVIEW.value,
                record.accepting_unit,
                record.home_unit,
                iso(at),
            ),
        )


def digest_of(decision: Decision) -> bytes:
    """By which a repeated decision is told from another one."""
    return sm3(_DECISION.dump_json(decision))


def acknowledgement(row: sqlite3.Row, *, is_repeat: bool) -> Acknowledgement:
    """The receipt of a version on file."""
    return Acknowledgement(row["receipt_no"], parse_iso(row["received_at"]), is_repeat)
