"""What stations of this city hand in, for the tests of the systems that take it."""

from __future__ import annotations

from tests.adapters.rig import AT

from tongban.policy.vocabulary import Delivery, EvidenceKind, Priority, Reason
from tongban.ports.population import ComposedRecord, Finger
from tongban.simulators.people.person import Person

STATION = "370811510000"
NUMBER = f"{STATION}202603040001"


def composed(person: Person, *, number: str = NUMBER, version: int = 1) -> ComposedRecord:
    """A version as a station of this city composes it."""
    record = person.record
    return ComposedRecord(
        case_number=number,
        version=version,
        record_id=record.record_id,
        name=record.name,
        sex=record.sex,
        ethnicity=record.ethnicity,
        birth_date=record.birth_date,
        id_number=record.id_number,
        address=record.address,
        address_division=record.address_division,
        reason=Reason.EXPIRED,
        delivery=Delivery.STATION,
        priority=Priority.ORDINARY,
        evidence=EvidenceKind.ID_CARD,
        accepting_unit=STATION,
        home_unit=record.home_unit or "",
        officer_name="李建国",
        composed_at=AT,
        photo=b"\xff\xd8new photo",
        fingers=(Finger(code=11, template=b"t" * 512, quality=80),),
    )
