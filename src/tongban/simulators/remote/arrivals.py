"""Cases of our households that stations elsewhere accept, send again and withdraw (第九条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from sqlite3 import Row
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from tongban.policy.vocabulary import Delivery, Priority, Reason
from tongban.ports.population import ComposedRecord, Decision, FiledState
from tongban.ports.remote import CaseArrived, CaseFile, CaseWithdrawn
from tongban.simulators.base.filing import RECORD
from tongban.simulators.base.ledger import parse_iso
from tongban.simulators.people.names import draw_name
from tongban.simulators.people.person import Person, Story
from tongban.simulators.remote.captured import (
    Captured,
    Flaw,
    address_in,
    capture,
    case_file,
    corrected,
)
from tongban.simulators.remote.offices import Office
from tongban.standards.zones import local

if TYPE_CHECKING:
    from tongban.simulators.remote.ledger import RemoteLedger

_CAPTURED = TypeAdapter(Captured)
_DECISION = TypeAdapter(Decision)
_REASONS = {
    Story.EXPIRED: Reason.EXPIRED,
    Story.EXPIRING: Reason.EXPIRED,
    Story.LOST: Reason.LOST,
}
_ANY_REASON = (Reason.LOST, Reason.LOST, Reason.DAMAGED)
ANSWERS = {
    "TEXT": "已与申请人核对居民户口簿，住址补全到门牌号，请审核。",
    "PHOTO": "已请申请人到所重新采集标准照片，请审核。",
    "FINGERPRINT": "已重新采集双手指纹，请审核。",
}
HURRIED_RATE = 0.1
WITHDRAWN = "申请人回户籍地办理，申请撤回。"


@dataclass(frozen=True)
class Arrivals:
    """The stations elsewhere, as far as our households are concerned."""

    ledger: RemoteLedger
    offices: Sequence[Office]

    def accept(
        self,
        person: Person,
        *,
        at: datetime,
        reason: Reason | None = None,
        office: Office | None = None,
        flaw: Flaw = Flaw.NONE,
    ) -> str:
        """A case that the system has had since `at`, the past included; returns its number.

        What is left out is drawn by chance. `Rejected` for somebody whose household is not ours.
        """
        ledger = self.ledger
        if person.record.home_unit is None:
            raise ledger.reject("NOT_OURS", "此人户籍不在济宁市，不会转到本市审核。")
        chance = ledger.chance("accept", person.record.record_id, at.isoformat())
        office = office or chance.choice(self.offices)
        reason = reason or _REASONS.get(person.story) or chance.choice(_ANY_REASON)
        captured = capture(person, office=office, reason=reason, flaw=flaw, at=at, chance=chance)
        with ledger.transaction():
            number = self._number(office, person=person, at=at)
            record = _composed(person, captured, number=number, reason=reason, at=at, chance=chance)
            self._add(record, captured, at=at)
            return number

    def resubmit(
        self, case_number: str, *, at: datetime, answer: str = "", is_early: bool = False
    ) -> int:
        """The corrected next version; returns its number.

        Only after a return, unless `is_early`: then the version before is superseded unanswered.
        """
        ledger = self.ledger
        with ledger.transaction():
            last = self._last(case_number)
            state = FiledState(last["state"])
            if state is not FiledState.RETURNED and not (
                is_early and state is FiledState.IN_REVIEW
            ):
                raise ledger.reject("NOT_RETURNED", "该件没有退回，受理地不需重新报送。")
            before = self.captured(case_number, version=last["version"])
            answer = answer or self._answer(case_number, version=last["version"])
            captured = corrected(before, answer=answer)
            record: ComposedRecord = RECORD.validate_json(last["record"])
            record = replace(
                record,
                version=record.version + 1,
                address=address_in(captured),
                composed_at=at - timedelta(minutes=10),
            )
            self._add(record, captured, at=at)
            return record.version

    def withdraw(
        self, case_number: str, *, at: datetime, words: str = "", is_forced: bool = False
    ) -> None:
        """The applicant withdraws there; `is_forced` says so even of an issued case."""
        ledger, words = self.ledger, words or WITHDRAWN
        with ledger.transaction():
            last = self._last(case_number)
            if FiledState(last["state"]) is FiledState.CANCELLED:
                raise ledger.reject("ALREADY_WITHDRAWN", "该件已经撤回。")
            if not is_forced or FiledState(last["state"]) is not FiledState.ISSUED:
                ledger.filing.cancel(case_number, words=words)
            ledger.change_list.add(
                lambda seq: CaseWithdrawn(seq, at, case_number, last["version"], words)
            )

    def repeat(self, case_number: str) -> None:
        """Say of the last version once more that it arrived, as a new entry of the list."""
        with self.ledger.transaction():
            last = self._last(case_number)
            self._say_arrived(case_number, last["version"], at=parse_iso(last["received_at"]))

    def file(self, case_number: str, *, version: int) -> CaseFile:
        """A version with everything in it; `Rejected` when it never arrived."""
        found = self.ledger.filing.require(case_number, version)
        captured = self.captured(case_number, version=version)
        record: ComposedRecord = RECORD.validate_json(found["record"])
        return case_file(record, captured, arrived_at=parse_iso(found["received_at"]))

    def has(self, case_number: str) -> bool:
        """Whether this is a case of one of our households, accepted elsewhere."""
        found = self.ledger.row("SELECT 1 FROM arrivals WHERE case_number = ?", case_number)
        return found is not None

    def captured(self, case_number: str, *, version: int) -> Captured:
        """What was captured for a version; `Rejected` when it never arrived."""
        found = self.ledger.row(
            "SELECT captured FROM arrivals WHERE case_number = ? AND version = ?",
            *(case_number, version),
        )
        if found is None:
            raise self.ledger.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return _CAPTURED.validate_json(found["captured"])

    def decided(self, decision: Decision) -> None:
        """Keep this city's decision whole: the station there answers to what it says."""
        self.ledger.db.execute(
            "UPDATE arrivals SET decision = ? WHERE case_number = ? AND version = ?",
            (_DECISION.dump_json(decision).decode(), decision.case_number, decision.version),
        )

    def decision(self, case_number: str, *, version: int) -> Decision | None:
        """This city's decision on a version, if it has been told."""
        found = self.ledger.row(
            "SELECT decision FROM arrivals WHERE case_number = ? AND version = ?",
            *(case_number, version),
        )
        if found is None or found["decision"] is None:
            return None
        return _DECISION.validate_json(found["decision"])

    def _last(self, case_number: str) -> Row:
        if not self.has(case_number):
            raise self.ledger.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return self.ledger.filing.last(case_number)

    def _answer(self, case_number: str, *, version: int) -> str:
        decision = self.decision(case_number, version=version)
        return ANSWERS.get(decision.category, "已按退回意见处理，请审核。") if decision else ""

    def _add(self, record: ComposedRecord, captured: Captured, *, at: datetime) -> None:
        # Its place in turn was judged above, where an early one is let through.
        self.ledger.filing.submit(record, at=at, is_decided_here=False)
        self.ledger.db.execute(
            "INSERT INTO arrivals (case_number, version, record_id, captured) VALUES (?, ?, ?, ?)",
            (
                record.case_number,
                record.version,
                record.record_id,
                _CAPTURED.dump_json(captured).decode(),
            ),
        )
        self._say_arrived(record.case_number, record.version, at=at)

    def _say_arrived(self, case_number: str, version: int, *, at: datetime) -> None:
        self.ledger.change_list.add(lambda seq: CaseArrived(seq, at, case_number, version))

    def _number(self, office: Office, *, person: Person, at: datetime) -> str:
        """Unit, day and a sequence of the office's own, the same in whatever order cases come."""
        head = f"{office.code}{local(at):%Y%m%d}"
        place = self.ledger.chance("number", head, person.record.record_id).randint(1, 180)
        while self.ledger.filing.newest(f"{head}{place:04d}") is not None:
            place += 1
        return f"{head}{place:04d}"


def _composed(
    person: Person,
    captured: Captured,
    *,
    number: str,
    reason: Reason,
    at: datetime,
    chance: Random,
) -> ComposedRecord:
    """The text of a first version; photo and prints are drawn when they are asked for."""
    known = person.record
    return ComposedRecord(
        case_number=number,
        version=1,
        record_id=known.record_id,
        name=known.name,
        sex=known.sex,
        ethnicity=known.ethnicity,
        birth_date=known.birth_date,
        id_number=known.id_number,
        address=address_in(captured),
        address_division=known.address_division,
        reason=reason,
        delivery=Delivery.STATION,
        priority=Priority.EXPEDITED if chance.random() < HURRIED_RATE else Priority.ORDINARY,
        evidence=captured.kind,
        accepting_unit=number[:12],
        home_unit=known.home_unit or "",
        officer_name=draw_name(chance, is_male=True, birth_year=1988, ethnicity="01"),
        composed_at=at - timedelta(minutes=chance.randint(3, 40)),
        photo=b"",
    )
