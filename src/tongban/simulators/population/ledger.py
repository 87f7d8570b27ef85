"""The population system's own register: people, submissions, decisions, temporary cards."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, datetime

from tongban.policy.category import SHANDONG
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
from tongban.simulators.base.filing import FILING_SCHEMA, RECORD, Filing, acknowledgement
from tongban.simulators.base.ledger import Table, iso, parse_iso, when
from tongban.simulators.base.passing import PASSED_ON, Passed, PassedCancel, PassedSubmission
from tongban.simulators.people import store
from tongban.simulators.people.person import Person
from tongban.simulators.people.register import FINGERS, REGISTER_SCHEMA, Register
from tongban.standards.zones import local_date

PEER = "province_remote"
"""Through which the province's other cities decide on what their households hand in here."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS temporary_cards (
    card_no TEXT PRIMARY KEY, case_number TEXT NOT NULL, valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL, reported_at TEXT NOT NULL) STRICT;
"""


class PopulationLedger(Register):
    """`PopulationPort` in process."""

    system = "population"
    title = "山东省实有人口信息管理系统"
    schema = REGISTER_SCHEMA + FILING_SCHEMA + SCHEMA
    calls = population.CALLS
    passes = PASSED_ON

    @property
    def filing(self) -> Filing:
        """The cases on file."""
        return Filing(self, prefix="SR")

    def holds(self, person: Person) -> bool:
        """The province knows the households of the province; of others, the nation does."""
        return person.record.address_division.startswith(SHANDONG)

    def take_passed_on(self) -> list[Passed]:
        """What still has to go to the module for remote cases (in-process use)."""
        return [
            one
            for one in self.take_notices(to=PEER)
            if isinstance(one, PassedSubmission | PassedCancel)
        ]

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        with self.transaction():
            if self._person(record.record_id) is None:
                raise self.reject("UNKNOWN_PERSON", "人口系统中没有此人。")
            is_ours = bool(record.home_unit)
            answer = self.filing.submit(record, at=at, is_decided_here=is_ours)
            if not (is_ours or answer.is_repeat):
                self.notify(PassedSubmission(record, at), at=at, to=PEER)
            return answer

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        with self.transaction():
            answer = self.filing.decide(decision, at=at)
            if decision.outcome is DecisionOutcome.ISSUED and not answer.is_repeat:
                found = self.filing.require(decision.case_number, decision.version)
                self._register(RECORD.validate_json(found["record"]), decision)
            return answer

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        with self.transaction():
            answer = self.filing.cancel(case_number, words=words)
            last = self.filing.last(case_number)
            if not (last["home_unit"] or answer.is_repeat):
                cancel = PassedCancel(case_number, last["version"], words, at)
                self.notify(cancel, at=at, to=PEER)
            return answer

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
            case = self.filing.last(case_number)
            known = self.row("SELECT * FROM temporary_cards WHERE card_no = ?", card_no)
            if known is not None:
                if known["case_number"] != case_number:
                    raise self.reject("CARD_NO_REUSED", "该临时居民身份证编号已用于其他受理件。")
                return acknowledgement(case, is_repeat=True)
            db.execute(
                "INSERT INTO temporary_cards VALUES (?, ?, ?, ?, ?)",
                (card_no, case_number, valid_from.isoformat(), valid_until.isoformat(), iso(at)),
            )
            return acknowledgement(case, is_repeat=False)

    def tables(self, *, at: datetime) -> list[Table]:
        return [
            Table(
                title="受理件",
                columns=("受理编号", "版本", "状态", "说明", "收到时间", "审核时间"),
                rows=[
                    [
                        row["case_number"],
                        row["version"],
                        _state(row),
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


def _state(row: sqlite3.Row) -> str:
    state = FiledState(row["state"])
    if state is FiledState.IN_REVIEW and not row["home_unit"]:
        return "已转外市审核"
    return state.label
