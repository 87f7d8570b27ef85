"""Composing (合成受理信息): the intake ends and a case is born."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model
from uuid_utils.compat import uuid7

from tongban.cases.models import (
    Case,
    ComposedVersion,
    Evidence,
    Intake,
    Obligation,
    Payment,
    PersonSlot,
)
from tongban.cases.operations.courier_faults import courier_faults
from tongban.cases.operations.courier_way import Contact, contact_text
from tongban.cases.operations.decision import Change, Decision, Opening
from tongban.cases.operations.door import Call, Done, act_on_intake, subject_of
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.guardian import guardian_missing
from tongban.cases.operations.intake_capture import phone_fault
from tongban.cases.operations.judging import require_acceptance
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import office, opening
from tongban.cases.operations.record import first_event
from tongban.cases.shown import documents
from tongban.policy.verdict import Verdict
from tongban.policy.vocabulary import Delivery, EvidencePath
from tongban.procedure.acts import Act
from tongban.procedure.obligations import OF_AN_INTAKE, ObligationKind
from tongban.procedure.stages import IntakeStage, PaymentStage, Stage
from tongban.standards.divisions import name_of

HOME = "户籍地公安机关"
OFFICE_LENGTH = 60
"""Characters kept of an office's name (the column's length)."""


def compose(intake_id: UUID, call: Call, *, case_id: UUID) -> Done:
    """Compose version 1 of a new case ``case_id`` from a complete intake (第六条).

    The policy in force now is the case's for good. Raises ``Barred`` (a ground, or what is
    missing) and ``BadInput`` (photo, fingerprints, phone, guardian, courier's address).
    """

    def decide(intake: Intake) -> Decision:
        verdict = require_acceptance(intake, at=call.at)
        faults = _unfinished(intake, call=call)
        if faults:
            raise BadInput(*faults)
        number = draw(intake.station_id, series=intake.station_id, at=call.at)
        case = _new_case(intake, verdict=verdict, call=call, case_id=case_id, number=number.text)
        slot = {"intake_id": None, "case_id": case.id}
        return Decision(
            event="IntakeComposed",
            changes={
                "stage": IntakeStage.COMPOSED,
                "case_id": case.id,
                "ended_at": call.at,
                "ended_by": call.officer,
                "touched_at": call.at,
            },
            data={"case": case.id, "number": case.number},
            closes=OF_AN_INTAKE,
            rows=[*number.rows, *_born(case, intake, verdict=verdict, call=call)],
            updates=[Change(PersonSlot, {"intake_id": intake.id}, slot), *number.updates],
        )

    done = with_number(lambda: act_on_intake(intake_id, Act.COMPOSE, call, decide=decide))
    if done.repeated:
        born = subject_of(_birth_request(call))
        return Done(born or case_id, repeated=True)
    return Done(case_id)


def _born(case: Case, intake: Intake, *, verdict: Verdict, call: Call) -> list[Model]:
    """Return the case with all that is born with it: event, version, fee and who is to pay."""
    event = first_event(
        case,
        act=Act.COMPOSE,
        event="Composed",
        data={"intake": intake.id, "version": 1, "policy": verdict.policy_version},
        actor=call.actor,
        at=call.at,
        request_id=_birth_request(call),
    )
    version = version_of(intake, case=case, verdict=verdict, call=call)
    to_pay = opening(ObligationKind.PAY, at=call.at, unit=case.accepting_unit)
    return [case, event, version, _fee(case, verdict=verdict, call=call), owed(to_pay, case)]


def _birth_request(call: Call) -> UUID:
    """Return the request id of the case's first event; the intake's event has the call's own."""
    return uuid5(call.request_id, "case")


def _unfinished(intake: Intake, *, call: Call) -> list[FieldFault]:
    faults = []
    if not intake.photo:
        faults.append(FieldFault("photo", "还没有标准照片，请先采集并裁好。", "第六条"))
    if not intake.fingers:
        faults.append(FieldFault("fingers", "还没有指纹，请左右手各采一枚或写明原因。", "第六条"))
    phone = phone_fault(intake.phone)
    if phone:
        faults.append(phone)
    guardian = guardian_missing(intake, at=call.at)
    faults += [guardian] if guardian else []
    delivery = Delivery(intake.delivery)
    return faults + courier_faults(delivery, recipient=intake.recipient, address=intake.address)


def _new_case(intake: Intake, *, verdict: Verdict, call: Call, case_id: UUID, number: str) -> Case:
    review, fee = verdict.review, verdict.fee_fen
    if verdict.stream is None or verdict.category is None or review is None or fee is None:
        raise ValueError("only an accepting verdict gives a case")
    record = intake.record
    return Case(
        id=case_id,
        number=number,
        stream=verdict.stream,
        category=verdict.category,
        stage=Stage.COMPOSED,
        accepting_unit=intake.station_id,
        accepting_county=office().city.county_of(intake.station_id).code,
        home_unit=record["home_unit"] or "",
        home_county=review.unit or "",
        elsewhere_name=_home_office(record) if review.unit is None else "",
        system=review.through,
        name=record["name"],
        id_number=record["id_number"],
        person_key=intake.person_key,
        phone=intake.phone,
        address=intake.address,
        recipient=intake.recipient,
        reason=intake.reason,
        priority=intake.priority,
        delivery=intake.delivery,
        green=intake.green,
        is_visited=intake.visit is not None,
        policy_version=verdict.policy_version,
        residence=intake.residence,
        acceptors=acceptors_of(intake, call=call),
        composed_at=call.at,
    )


def _home_office(record: Mapping[str, Any]) -> str:
    """Return the household's office as the register names it, or else the place it lies in."""
    named = record["home_office"] or name_of(record["address_division"]) or HOME
    return named[:OFFICE_LENGTH]


def acceptors_of(intake: Intake, *, call: Call) -> list[UUID]:
    """Return who took part in accepting: whoever stated identity, and whoever composes now."""
    return sorted({o for o in (intake.identity_by, call.actor.officer_id) if o})


def version_of(intake: Intake, *, case: Case, verdict: Verdict, call: Call) -> ComposedVersion:
    """Return version 1: everything as it stands in the intake, locked from here on."""
    text = {k: v for k, v in intake.record.items() if k not in ("card", "photo")}
    return ComposedVersion(
        id=uuid7(),
        case=case,
        n=1,
        composed_at=call.at,
        composed_by=call.officer,
        text={**text, **contact_text(_contact(intake))},
        record=intake.record,
        verdict=verdict_json(verdict),
        comparison=_comparison(intake, verdict=verdict),
        evidence=_evidence_json(documents(intake)),
        guardian=intake.guardian,
        photo=intake.photo,
        photo_report=intake.photo_report,
        fingers=intake.fingers,
        live_photo=intake.live_photo,
    )


def _comparison(intake: Intake, *, verdict: Verdict) -> dict[str, Any]:
    """What identity rests on; with tolerant acceptance the commitment too (第三条(二))."""
    is_tolerant = verdict.evidence_path is EvidencePath.TOLERANT
    return {
        "history_viewed": intake.history_viewed_at is not None,
        "history_viewed_at": _moment(intake.history_viewed_at),
        "face": intake.face,
        "fingerprint": intake.fingerprint,
        "compared_at": _moment(intake.compared_at),
        "compared_by": str(intake.compared_by) if intake.compared_by else None,
        "identity_by": str(intake.identity_by) if intake.identity_by else None,
        "identity_at": _moment(intake.identity_at),
        "commitment": intake.commitment if is_tolerant else None,
        "declared": intake.declared,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _contact(intake: Intake) -> Contact:
    return Contact(Delivery(intake.delivery), intake.phone, intake.address, intake.recipient)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as it is kept with a version."""
    return {
        "outcome": verdict.outcome.value,
        "evidence_path": verdict.evidence_path.value if verdict.evidence_path else None,
        "findings": [
            {"clause": f.clause, "code": f.code, "fields": list(f.fields), "message": f.message}
            for f in verdict.findings
        ],
        "fee_fen": verdict.fee_fen,
        "residence_followup": verdict.residence_followup,
        "temporary": verdict.temporary.value,
        "policy_version": verdict.policy_version,
    }


def _evidence_json(rows: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "kind": e.kind,
            "description": e.description,
            "valid_until": e.valid_until.isoformat() if e.valid_until else None,
            "read_fields": e.read_fields,
            "pages": e.pages,
        }
        for e in rows
    ]


def _fee(case: Case, *, verdict: Verdict, call: Call) -> Payment:
    return Payment(
        id=uuid7(),
        case=case,
        amount_fen=verdict.fee_fen or 0,
        state=PaymentStage.DUE,
        created_at=call.at,
    )


def owed(opened: Opening, case: Case) -> Obligation:
    """Return a duty as a row, for a case that is born in the same act."""
    return Obligation(
        id=uuid7(),
        kind=opened.kind,
        owner_unit=opened.owner_unit,
        owner_county=opened.owner_county,
        owner_officer=opened.owner_officer,
        case=case,
        opened_at=opened.since,
        due_at=opened.due_at,
        due_note=opened.due_note,
    )
