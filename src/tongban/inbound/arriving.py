"""Getting the contents of a case that arrived, and putting them into the form of a case here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.from_register import stored_record
from tongban.cases.operations.arrival import Arrival
from tongban.cases.operations.intake_capture import Finger
from tongban.cases.operations.office import office
from tongban.policy.category import SHANDONG
from tongban.policy.late_fetch import Outage
from tongban.policy.vocabulary import Category
from tongban.ports.population import ComposedRecord
from tongban.ports.registry import PORT_OF, Ports, Register
from tongban.ports.remote import CaseArrived, CaseFile, ProvinceRemotePort, ShownEvidence
from tongban.procedure.reasons import LateCause

JPEG = "image/jpeg"
NO_FINGER = 0
"""Stands for the finger where the other side says only why there is none."""
_SYSTEMS = {port: system for system, port in PORT_OF.items()}


def arrival_of(
    change: CaseArrived,
    *,
    system: str,
    ports: Ports,
    at: datetime,
    failing_since: datetime | None,
    received_at: datetime,
) -> Arrival:
    """Fetch what arrived and keep its pictures; raises ``UpstreamError`` and can be asked again.

    The register here says what the reviewer compares with, so its answer is waited for too.
    """
    port: ProvinceRemotePort = getattr(ports, system)
    file = port.case_file(change.case_number, version=change.version, at=at)
    record = _registered(file.record, ports=ports, at=at)
    composed = file.record
    return Arrival(
        case_number=change.case_number,
        version=change.version,
        system=_SYSTEMS[system],
        category=_category(file),
        accepting_unit=composed.accepting_unit,
        accepting_name=file.accepting_office,
        home_unit=record.get("home_unit") or composed.home_unit,
        text={**_text(composed), "record_id": record.get("record_id", composed.record_id)},
        record=record,
        **_wishes(composed),
        **_checked(file, at=at),
        **_captured(composed, at=at),
        composed_at=composed.composed_at,
        arrived_at=change.at,
        fetched_at=at,
        late_cause=_late_cause(change, at=at, failing_since=failing_since, received_at=received_at),
        outage=Outage(failing_since, received_at) if failing_since else None,
        answer=file.answer,
    )


def _wishes(composed: ComposedRecord) -> dict[str, Any]:
    return {
        "reason": composed.reason.value,
        "priority": composed.priority.value,
        "delivery": composed.delivery.value,
    }


def _checked(file: CaseFile, *, at: datetime) -> dict[str, Any]:
    """How the other station settled who it is, with the copies of what was shown."""
    return {
        "evidence": [_evidence(one, at=at) for one in file.evidence],
        "face": file.face.value,
        "fingerprint": file.fingerprint.value,
    }


def _captured(composed: ComposedRecord, *, at: datetime) -> dict[str, Any]:
    photo = store.put(composed.photo, kind=BlobKind.STANDARD_PHOTO, media_type=JPEG, at=at)
    return {"photo": photo, "fingers": list(_fingers(composed, at=at))}


def _category(file: CaseFile) -> Category:
    in_province = file.accepting_division.startswith(SHANDONG)
    return Category.CROSS_CITY if in_province else Category.CROSS_PROVINCE


def _registered(record: ComposedRecord, *, ports: Ports, at: datetime) -> dict[str, Any]:
    """Return the person as registered here; empty when the register knows nobody of the number."""
    found = ports.population.look_up(record.id_number, at=at)
    if found is None:
        return {}
    if record.record_id in {one.record_id for one in found.candidates}:
        # One number, several people (重错号): the other side says which of them.
        found = ports.population.record(record.record_id, at=at) or found
    return stored_record(found, register=Register.PROVINCE)


def _text(record: ComposedRecord) -> Mapping[str, Any]:
    return {
        "name": record.name,
        "sex": record.sex.value,
        "ethnicity": record.ethnicity,
        "birth_date": record.birth_date.isoformat(),
        "id_number": record.id_number,
        "address": record.address,
        "address_division": record.address_division,
        "home_unit": record.home_unit,
        "home_office": record.home_office,
        "officer_name": record.officer_name,
        "phone": "",
        "delivery_address": "",
    }


def _evidence(shown: ShownEvidence, *, at: datetime) -> dict[str, Any]:
    return {
        "kind": shown.kind.value,
        "description": shown.description,
        "valid_until": shown.valid_until.isoformat() if shown.valid_until else None,
        "read_fields": {},
        "pages": [
            store.put(page, kind=BlobKind.EVIDENCE, media_type=JPEG, at=at) for page in shown.pages
        ],
    }


def _fingers(record: ComposedRecord, *, at: datetime) -> Iterator[dict[str, Any]]:
    for finger in record.fingers:
        template = store.put(
            finger.template,
            kind=BlobKind.FINGERPRINT_TEMPLATE,
            media_type="application/octet-stream",
            at=at,
        )
        yield Finger(finger.code, template=template, quality=finger.quality).to_json()
    if record.no_fingers_reason:
        yield Finger(NO_FINGER, missing_reason=record.no_fingers_reason).to_json()


def _late_cause(
    change: CaseArrived, *, at: datetime, failing_since: datetime | None, received_at: datetime
) -> LateCause | None:
    """Why a case that arrived there long ago is here only now; None when it is in good time."""
    in_time = office().terms(at).look_in_fresh_minutes * 60
    if (at - change.at).total_seconds() <= in_time:
        return None
    waited_for_contents = (at - received_at).total_seconds() > in_time
    if failing_since is not None or waited_for_contents:
        return LateCause.UPSTREAM_DOWN
    return LateCause.NOT_FETCHED
