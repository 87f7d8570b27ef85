"""What goes to the upstream systems, put together from the rows at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tongban.accounts.models import Officer, Unit
from tongban.blobs import store
from tongban.cases import facts
from tongban.cases.answer_words import WHY_UNCHANGED
from tongban.cases.models import (
    Card,
    Case,
    ComposedVersion,
    Event,
    Obligation,
    Outgoing,
    Payment,
    TemporaryDocument,
)
from tongban.cases.queries.composed import fee_item
from tongban.cases.queries.parcel_messages import recipient
from tongban.policy.vocabulary import Delivery, EvidenceKind, EvidencePath, Priority, Reason
from tongban.ports import card_centre, population
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage


@dataclass(frozen=True, slots=True)
class Pending:
    """A message waiting to be sent."""

    id: UUID
    case_id: UUID | None
    system: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    is_waiting: bool
    created_at: datetime


def pending(outgoing_id: UUID) -> Pending | None:
    """Return the message, None when it does not exist."""
    row = Outgoing.objects.filter(id=outgoing_id).first()
    return None if row is None else _pending(row)


def waiting_of_case(case_id: UUID) -> list[Pending]:
    """Return what a case's acts still have to tell, in the order it was written."""
    rows = Outgoing.objects.filter(case_id=case_id, state=Outgoing.State.WAITING)
    return [_pending(row) for row in rows.order_by("created_at", "id")]


def tries_of_older(message: Pending) -> int | None:
    """Return how often the message before this one was tried; None when none waits before it.

    A system takes the messages of one case in their order: a decision is about a version that has
    arrived, a version follows a decision.
    """
    if message.case_id is None:
        return None
    older = Outgoing.objects.filter(
        Q(created_at__lt=message.created_at) | Q(created_at=message.created_at, id__lt=message.id),
        case_id=message.case_id,
        system=message.system,
        state=Outgoing.State.WAITING,
    )
    return older.order_by("created_at", "id").values_list("attempts", flat=True).first()


def _pending(row: Outgoing) -> Pending:
    return Pending(
        id=row.id,
        case_id=row.case_id,
        system=row.system,
        kind=row.kind,
        payload=row.payload,
        attempts=row.attempts,
        is_waiting=row.state == Outgoing.State.WAITING,
        created_at=row.created_at,
    )


def composed_record(case_id: UUID, *, version: int) -> population.ComposedRecord:
    """Return a composed version as the provincial population system takes it."""
    case = Case.objects.get(id=case_id)
    row = ComposedVersion.objects.get(case=case, n=version)
    text = row.text
    fingers = [f for f in row.fingers if f["template"]]
    missing = [f["missing_reason"] for f in row.fingers if not f["template"]]
    details = facts.details(text)
    return population.ComposedRecord(
        case_number=case.number,
        version=version,
        record_id=text["record_id"],
        name=details.name,
        sex=details.sex,
        ethnicity=details.ethnicity,
        birth_date=details.birth_date,
        id_number=details.id_number,
        address=details.address,
        address_division=details.address_division,
        reason=Reason(case.reason),
        delivery=Delivery(case.delivery),
        priority=Priority(case.priority),
        evidence=_evidence(row),
        accepting_unit=case.accepting_unit,
        home_unit=case.home_unit,
        officer_name=officer_name(row.composed_by),
        composed_at=row.composed_at,
        photo=content(row.photo),
        fingers=tuple(
            population.Finger(f["code"], content(f["template"]), f["quality"] or 0) for f in fingers
        ),
        no_fingers_reason="；".join(missing),
        home_office=case.elsewhere_name,
        answer=text.get(WHY_UNCHANGED, ""),
    )


def _evidence(row: ComposedVersion) -> EvidenceKind | None:
    """The document shown; none with tolerant acceptance, whatever that does not serve was shown."""
    is_tolerant = row.verdict.get("evidence_path") == EvidencePath.TOLERANT
    return None if is_tolerant or not row.evidence else EvidenceKind(row.evidence[0]["kind"])


def decision(case_id: UUID, *, version: int) -> population.Decision:
    """Return what the home bureau decided on a version, from the event that records it."""
    case = Case.objects.get(id=case_id)
    event = (
        Event.objects.filter(subject=case_id, name__in=("Issued", "ReturnedForCorrection"))
        .filter(data__version=version)
        .order_by("-seq")
        .first()
    )
    if event is None:
        raise LookupError("this version has no decision")
    is_issued = event.name == "Issued"
    returned = case.returned or {}
    return population.Decision(
        case_number=case.number,
        version=version,
        outcome=population.DecisionOutcome.ISSUED
        if is_issued
        else population.DecisionOutcome.RETURNED,
        deciding_unit=event.unit,
        officer_name=officer_name(event.officer),
        category="" if is_issued else returned.get("category", ""),
        words="" if is_issued else returned.get("words", ""),
        valid_from=case.valid_from if is_issued else None,
        valid_until=case.valid_until if is_issued else None,
        fields=() if is_issued else tuple(returned.get("fields", ())),
        deciding_office=unit_name(case.home_county),
    )


def unit_name(code: str) -> str:
    """Return the full name of a unit of ours."""
    return Unit.objects.values_list("name", flat=True).get(code=code)


def card_order(card_id: UUID) -> card_centre.CardOrder:
    """Return the production order of a card."""
    card = Card.objects.select_related("case").get(id=card_id)
    case = card.case
    row = ComposedVersion.objects.get(case=case, n=case.current)
    if case.valid_from is None:
        raise LookupError("an order needs an issued case")
    return card_centre.CardOrder(
        order_no=card.order_no,
        case_number=case.number,
        version=row.n,
        printed=card_centre.PrintedText(
            name=row.text["name"],
            sex=row.text["sex"],
            ethnicity=row.text["ethnicity"],
            birth_date=facts.details(row.text).birth_date,
            address=row.text["address"],
            id_number=row.text["id_number"],
        ),
        photo_jpeg=content(row.photo),
        fingerprints=tuple(
            card_centre.FingerprintTemplate(finger=f["code"], template=content(f["template"]))
            for f in row.fingers
            if f["template"]
        ),
        issuer=case.issuer_name or unit_name(case.home_county),
        issuer_code=case.issuer_code or case.home_county,
        valid_from=case.valid_from,
        valid_until=case.valid_until or card_centre.LONG_TERM,
        destination=card_centre.Destination(
            county=case.accepting_county, station=case.accepting_unit
        ),
        delivery=Delivery(case.delivery),
        recipient=recipient(case),
        remake_of=f"{case.number}-{card.n - 1}" if card.n > 1 else None,
    )


@dataclass(frozen=True, slots=True)
class TemporaryCard:
    """A temporary card as the population system is told of it."""

    case_number: str
    number: str
    valid_from: date
    valid_until: date


def temporary_card(document_id: UUID) -> TemporaryCard:
    """Return what the population system is told of a temporary card (第十二条)."""
    row = TemporaryDocument.objects.select_related("case").get(id=document_id)
    return TemporaryCard(row.case.number, row.number, row.valid_from, row.valid_until)


@dataclass(frozen=True, slots=True)
class CollectNotice:
    """What the collection SMS needs: whom to call, where the card lies."""

    case_id: UUID
    phone: str
    station_name: str
    is_waiting: bool


def collect_notice(card_id: UUID) -> CollectNotice:
    """Return what the SMS of a card that lies at the station needs."""
    card = Card.objects.select_related("case").get(id=card_id)
    name = Unit.objects.values_list("short_name", flat=True).get(code=card.case.accepting_unit)
    return CollectNotice(
        case_id=card.case_id,
        phone=card.case.phone,
        station_name=name,
        is_waiting=card.case.stage == Stage.AT_STATION and not card.case.held,
    )


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder needs: whom, of what, since when; ``is_open`` while it is still owed.

    ``due_at``: when the next reminder is due, after the last one from when the case may be closed.
    """

    phone: str
    station_name: str
    kind: ObligationKind
    opened_at: datetime
    due_at: datetime | None
    amount_fen: int
    is_open: bool


def reminder(duty_id: UUID) -> Reminder:
    """Return what the SMS of a reminder needs."""
    duty = Obligation.objects.select_related("case").get(id=duty_id)
    case = duty.case
    if case is None:
        raise LookupError("a reminder is about a case")
    unit = Unit.objects.values_list("short_name", flat=True).get(code=case.accepting_unit)
    fee = (
        Payment.objects.filter(case=case, is_extra=False)
        .order_by("-n")
        .values_list("amount_fen", flat=True)
    )
    return Reminder(
        phone=case.phone,
        station_name=unit,
        kind=ObligationKind(duty.kind),
        opened_at=duty.opened_at,
        due_at=duty.due_at,
        amount_fen=fee.first() or 0,
        is_open=duty.closed_at is None,
    )


@dataclass(frozen=True, slots=True)
class TreasuryCase:
    """What the treasury is told about a fee."""

    case_id: UUID
    case_number: str
    payment_id: UUID
    order_no: str
    amount_fen: int
    payer_name: str
    item: str
    refund_reason: str


def treasury_case(payment_id: UUID) -> TreasuryCase:
    """Return a payment with what the treasury asks for."""
    row = Payment.objects.select_related("case").get(id=payment_id)
    return TreasuryCase(
        case_id=row.case_id,
        case_number=row.case.number,
        payment_id=row.id,
        order_no=row.order_no,
        amount_fen=row.amount_fen,
        payer_name=row.case.name,
        item=fee_item(row.case),
        refund_reason=row.refund_reason,
    )


def case_of_card(order_no: str) -> UUID | None:
    """Return the case a production order belongs to."""
    return Card.objects.filter(order_no=order_no).values_list("case_id", flat=True).first()


def officer_name(officer_id: UUID | None) -> str:
    """Return an officer's name, empty for the system."""
    if officer_id is None:
        return ""
    return Officer.objects.filter(id=officer_id).values_list("name", flat=True).first() or ""


def content(ref: str) -> bytes:
    """Return what a blob reference holds."""
    return store.get(ref).content


def collected_by(message_id: UUID) -> UUID | None:
    """Return the case whose applicant a sent SMS told to collect; None for every other SMS."""
    told = Outgoing.objects.filter(id=message_id, system="sms", kind="collect")
    return told.values_list("case_id", flat=True).first()
