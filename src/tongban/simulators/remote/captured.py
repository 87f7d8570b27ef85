"""What a station elsewhere captured, as the few values from which a whole case is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from tongban.policy.vocabulary import EvidenceKind, FaceResult, FingerprintResult, Reason
from tongban.ports.population import ComposedRecord, Finger
from tongban.ports.remote import CaseFile, ShownEvidence
from tongban.simulators.people.fingers import template
from tongban.simulators.people.person import Person, Story
from tongban.simulators.remote.offices import Office
from tongban.simulators.remote.pictures import evidence_page, standard_photo
from tongban.standards.ages import full_years
from tongban.standards.labels import Labelled
from tongban.standards.zones import local_date

_HANDS = (11, 16)
_ADULT = 18
_DOCUMENTS = (
    (EvidenceKind.HOUSEHOLD_REGISTER, 50),
    (EvidenceKind.RESIDENCE_PERMIT, 25),
    (EvidenceKind.DRIVING_LICENCE, 20),
    (EvidenceKind.PASSPORT, 5),
)


class Flaw(Labelled):
    """What a reviewer will find wrong with a version."""

    NONE = "NONE", "合格"
    TEXT = "TEXT", "住址不全"
    PHOTO = "PHOTO", "照片背景不均匀"
    FINGERPRINT = "FINGERPRINT", "指纹质量低"


@dataclass(frozen=True)
class Captured:
    """One version; `take` counts the attempts at photo and prints."""

    seed: str
    """For face and fingers."""
    age: int
    take: int
    flaw: Flaw
    office: str
    division: str
    address: str = field(repr=False)
    """As registered, whatever stands in the record."""
    kind: EvidenceKind
    valid_until: date | None
    face: FaceResult
    fingerprint: FingerprintResult
    hands: tuple[int, ...] = _HANDS
    answer: str = field(default="", repr=False)


def capture(
    person: Person, *, office: Office, reason: Reason, flaw: Flaw, at: datetime, chance: Random
) -> Captured:
    """What the station captures of somebody who stands there."""
    on, record, card = local_date(at), person.record, person.record.card
    age = full_years(record.birth_date, on=on)
    kind, valid_until = _document(person, reason=reason, on=on, age=age, chance=chance)
    is_registered = card is not None and card.fingerprint_registered
    return Captured(
        seed=person.seed,
        age=age,
        take=1,
        flaw=flaw,
        office=office.name,
        division=office.division,
        address=record.address,
        kind=kind,
        valid_until=valid_until,
        face=FaceResult.UNCLEAR if person.story is Story.CHANGED_LOOKS else FaceResult.SAME,
        fingerprint=FingerprintResult.SAME if is_registered else FingerprintResult.NO_TEMPLATE,
    )


def corrected(before: Captured, *, answer: str) -> Captured:
    """The next version: photo and prints taken anew, nothing wrong any more."""
    return replace(before, take=before.take + 1, flaw=Flaw.NONE, answer=answer)


def address_in(captured: Captured) -> str:
    """The address as the station wrote it: without its number where that is the flaw."""
    if captured.flaw is not Flaw.TEXT:
        return captured.address
    return re.sub(r"\d+号.*$", "", captured.address)


def case_file(record: ComposedRecord, captured: Captured, *, arrived_at: datetime) -> CaseFile:
    """The whole case: record with photo and prints, evidence, comparisons."""
    photo = standard_photo(
        captured.seed,
        age=captured.age,
        sex=record.sex,
        take=captured.take,
        is_poor=captured.flaw is Flaw.PHOTO,
    )
    return CaseFile(
        record=replace(record, photo=photo, fingers=_fingers(captured)),
        accepting_office=captured.office,
        accepting_division=captured.division,
        arrived_at=arrived_at,
        evidence=(_evidence(record, captured),),
        face=captured.face,
        fingerprint=captured.fingerprint,
        answer=captured.answer,
    )


def _document(
    person: Person, *, reason: Reason, on: date, age: int, chance: Random
) -> tuple[EvidenceKind, date | None]:
    """The old card for a renewal, mostly; something else when it is lost (第三条(一))."""
    card = person.record.card
    if reason is not Reason.LOST and card is not None and chance.random() < 0.75:
        return EvidenceKind.ID_CARD, card.valid_until
    kinds = _DOCUMENTS if age >= _ADULT else _DOCUMENTS[:1]
    kind = chance.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
    if kind is EvidenceKind.HOUSEHOLD_REGISTER:
        return kind, None
    return kind, on + timedelta(days=chance.randint(90, 2200))


def _fingers(captured: Captured) -> tuple[Finger, ...]:
    least, most = (18, 34) if captured.flaw is Flaw.FINGERPRINT else (62, 94)
    return tuple(
        Finger(
            code=code,
            template=template(captured.seed, finger=code, impression=captured.take),
            quality=Random(f"{captured.seed}:{code}:{captured.take}").randint(least, most),  # noqa: S311
        )
        for code in captured.hands
    )


def _evidence(record: ComposedRecord, captured: Captured) -> ShownEvidence:
    lines = [f"姓名 {record.name}", f"公民身份号码 {record.id_number}"]
    if captured.kind in (EvidenceKind.HOUSEHOLD_REGISTER, EvidenceKind.ID_CARD):
        lines.append(f"住址 {captured.address}")
    if captured.valid_until is not None:
        lines.append(f"有效期至 {captured.valid_until:%Y年%m月%d日}")
    page = evidence_page(
        captured.kind,
        lines=tuple(lines),
        seed=captured.seed,
        age=max(0, captured.age - 4),
        sex=record.sex,
    )
    return ShownEvidence(
        kind=captured.kind,
        description=captured.kind.label,
        valid_until=captured.valid_until,
        pages=(page,),
    )
