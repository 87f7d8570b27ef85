"""The population system's own register: people, submissions, decisions, temporary cards."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, datetime

from pydantic import TypeAdapter

from tongban.ports import population
from tongban.ports.population import (
    Acknowledgement,
    ComposedRecord,
    Decision,
    DecisionOutcome,
    FiledCase,
    FiledState,
    LastCard,
)
from tongban.ports.wire import sm3
from tongban.simulators.base.ledger import Table, iso, parse_iso, when
from tongban.simulators.people import store
from tongban.simulators.people.register import FINGERS, REGISTER_SCHEMA, Register
from tongban.standards.zones import local_date

SCHEMA = """
CREATE TABLE IF NOT EXISTS submissions (
    case_number TEXT NOT NULL, version INTEGER NOT NULL, receipt_no TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL, record TEXT NOT NULL, state TEXT NOT NULL,
    decision_digest BLOB, words TEXT NOT NULL DEFAULT '', accepting_unit TEXT NOT NULL,
    home_unit TEXT NOT NULL, received_at TEXT NOT NULL, decided_at TEXT,
    PRIMARY KEY (case_number, version)) STRICT;
CREATE INDEX IF NOT EXISTS submissions_open ON submissions (state, received_at);
CREATE TABLE IF NOT EXISTS temporary_cards (
    card_no TEXT PRIMARY KEY, case_number TEXT NOT NULL, valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL, reported_at TEXT NOT NULL) STRICT;
"""

_RECORD = TypeAdapter(ComposedRecord)
_DECISION = TypeAdapter(Decision)


class PopulationLedger(Register):
    """`PopulationPort` in process."""

    system = "population"
    title = "山东省实有人口信息管理系统"
    schema = REGISTER_SCHEMA + SCHEMA
    calls = population.CALLS

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        body = _RECORD.dump_json(record)
        with self.transaction() as db:
            same = self._version(record.case_number, record.version)
            if same is not None:
                if same["digest"] != sm3(body):
                    raise self.reject("VERSION_REUSED", "同一受理编号和版本对应了不同内容。")
                return _acknowledgement(same, is_repeat=True)
            self._demand_next(record)
            if self._person(record.record_id) is None:
                raise self.reject("UNKNOWN_PERSON", "人口系统中没有此人。")
            count = self.number("SELECT count(*) FROM submissions") + 1
            db.execute(
                "INSERT INTO submissions (case_number, version, receipt_no, digest, record, state,"
                " accepting_unit, home_unit, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    record.case_number,
                    record.version,
                    f"SR{local_date(at):%Y%m%d}{count:07d}",
                    sm3(body),
                    body.decode(),
                    FiledState.IN_REVIEW.value,
                    record.accepting_unit,
                    record.home_unit,
                    iso(at),
                ),
            )
            return _acknowledgement(
                self._require(record.case_number, record.version), is_repeat=False
            )

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        digest = sm3(_DECISION.dump_json(decision))
        with self.transaction() as db:
            found = self._require(decision.case_number, decision.version)
            if found["decision_digest"] is not None:
                if found["decision_digest"] != digest:
                    raise self.reject("DECISION_REUSED", "该版本已有不同的审核结果。")
                return _acknowledgement(found, is_repeat=True)
            if found["state"] != FiledState.IN_REVIEW:
                raise self.reject("NOT_IN_REVIEW", "该件不在待审核签发状态。")
            is_issued = decision.outcome is DecisionOutcome.ISSUED
            if is_issued and decision.valid_from is None:
                raise self.reject("NO_VALIDITY", "签发应当注明证件有效期。")
            db.execute(
                "UPDATE submissions SET state = ?, decision_digest = ?, words = ?, decided_at = ?"
                " WHERE case_number = ? AND version = ?",
                (
                    decision.outcome.value,
                    digest,
                    decision.words,
                    iso(at),
                    decision.case_number,
                    decision.version,
                ),
            )
            if is_issued:
                self._register(_RECORD.validate_json(found["record"]), decision)
            return _acknowledgement(found, is_repeat=False)

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        with self.transaction() as db:
            found = self._last(case_number)
            if found["state"] == FiledState.CANCELLED:
                return _acknowledgement(found, is_repeat=True)
            if found["state"] == FiledState.ISSUED:
                raise self.reject("ALREADY_ISSUED", "该件已签发，不能撤销。")
            db.execute(
                "UPDATE submissions SET state = ?, words = ? WHERE case_number = ? AND version = ?",
                (FiledState.CANCELLED.value, words, case_number, found["version"]),
            )
            return _acknowledgement(found, is_repeat=False)

    def worklist(self, unit: str, *, at: datetime) -> tuple[FiledCase, ...]:
        # Codes nest (GA/T 380): four digits for the city, six for a bureau, all for a station.
        length = 4 if unit.endswith("0" * 8) else 6 if unit.endswith("0" * 6) else 12
        column = "accepting_unit" if length == 12 else "home_unit"
        found = self.rows(
            "SELECT * FROM submissions AS s WHERE state IN ('IN_REVIEW', 'RETURNED')"  # noqa: S608
            f" AND substr({column}, 1, ?) = ? AND version = (SELECT max(version) FROM submissions"
            " WHERE case_number = s.case_number) ORDER BY received_at",
            length,
            unit[:length],
        )
        return tuple(
            FiledCase(
                case_number=row["case_number"],
                version=row["version"],
                state=FiledState(row["state"]),
                accepting_unit=row["accepting_unit"],
                home_unit=row["home_unit"],
                received_at=parse_iso(row["received_at"]),
                words=row["words"],
            )
            for row in found
        )

    def report_temporary_card(
        self,
        case_number: str,
        *,
        card_no: str,
        valid_from: date,
        valid_until: date,
        at: datetime,
    ) -> Acknowledgement:
        with self.transaction() as db:
            case = self._last(case_number)
            known = self.row("SELECT * FROM temporary_cards WHERE card_no = ?", card_no)
            if known is not None:
                if known["case_number"] != case_number:
                    raise self.reject("CARD_NO_REUSED", "该临时居民身份证编号已用于其他受理件。")
                return _acknowledgement(case, is_repeat=True)
            db.execute(
                "INSERT INTO temporary_cards VALUES (?, ?, ?, ?, ?)",
                (card_no, case_number, valid_from.isoformat(), valid_until.isoformat(), iso(at)),
            )
            return _acknowledgement(case, is_repeat=False)

    def tables(self, *, at: datetime) -> list[Table]:
        return [
            Table(
                title="受理件",
                columns=("受理编号", "版本", "状态", "说明", "收到时间", "审核时间"),
                rows=[
                    [
                        row["case_number"],
                        row["version"],
                        FiledState(row["state"]).label,
                        row["words"],
                        when(row["received_at"]),
                        when(row["decided_at"]),
                    ]
                    for row in self.rows(
                        "SELECT * FROM submissions ORDER BY received_at DESC LIMIT 30"
                    )
                ],
                acts={},
            ),
            *super().tables(at=at),
        ]

    def _register(self, record: ComposedRecord, decision: Decision) -> None:
        """An issued card becomes the last one, with its photo and fingerprints."""
        person = self._person(record.record_id)
        if person is None or decision.valid_from is None:
            return
        photo_ref = f"{record.record_id}-N{record.case_number}"
        self.db.execute(
            "INSERT INTO issued VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                photo_ref,
                record.record_id,
                record.case_number,
                local_date(record.composed_at).isoformat(),
                record.photo,
                FINGERS.dump_json(record.fingers).decode(),
                record.reason.value,
                record.accepting_unit,
            ),
        )
        card = LastCard(
            issued_on=decision.valid_from,
            valid_until=decision.valid_until,
            issuer=person.record.card.issuer if person.record.card else person.record.home_office,
            fingerprint_registered=bool(record.fingers),
        )
        changed = replace(person.record, card=card, photo_ref=photo_ref)
        store.insert_people(self.db, [replace(person, record=changed)])

    def _demand_next(self, record: ComposedRecord) -> None:
        """Versions come one after the other, the next only after a return."""
        last = self.row(
            "SELECT * FROM submissions WHERE case_number = ? ORDER BY version DESC LIMIT 1",
            record.case_number,
        )
        if last is not None and (
            record.version != last["version"] + 1 or last["state"] != FiledState.RETURNED
        ):
            raise self.reject("OUT_OF_TURN", "上一版本未退回，不能提交新版本。")

    def _version(self, case_number: str, version: int) -> sqlite3.Row | None:
        return self.row(
            "SELECT * FROM submissions WHERE case_number = ? AND version = ?", case_number, version
        )

    def _require(self, case_number: str, version: int) -> sqlite3.Row:
        found = self._version(case_number, version)
        if found is None:
            raise self.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return found

    def _last(self, case_number: str) -> sqlite3.Row:
        found = self.row(
            "SELECT * FROM submissions WHERE case_number = ? ORDER BY version DESC LIMIT 1",
            case_number,
        )
        if found is None:
            raise self.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return found


def _acknowledgement(row: sqlite3.Row, *, is_repeat: bool) -> Acknowledgement:
    return Acknowledgement(row["receipt_no"], parse_iso(row["received_at"]), is_repeat)
