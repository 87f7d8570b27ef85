"""What a county bureau watches over: the duties of its stations, and refunds to approve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Obligation, Outgoing, Payment
from tongban.cases.queries.lateness import is_late
from tongban.policy.vocabulary import Category
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.stages import PaymentStage

STATION_DUTIES = (
    K.FIX_RETURN,
    K.TELL,
    K.COLLECT,
    K.WATCH_BATCH,
    K.GUIDE_RESIDENCE,
    K.SETTLE_INTAKE,
    K.ANSWER_INQUIRY,
    K.PAY_ON_BEHALF,
    K.GIVE_BACK_CASH,
    K.PAY,
    K.WATCH_PRODUCTION,
    K.ARCHIVE,
)
"""Duties of stations in the order in which they press: the regulation's first, reminders last."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Open duties of one kind at one unit, and how many of them are overdue."""

    open: int = 0
    late: int = 0


def tallies(county: str, *, at: datetime) -> Mapping[tuple[str, K], Tally]:
    """Return the open duties about cases in a bureau's area by unit and kind; one query."""
    rows = (
        Obligation.objects.filter(owner_county=county, closed_at=None)
        .exclude(kind=K.LOOK_IN)
        .values_list("owner_unit", "kind")
        .annotate(open=Count("id"), late=Count("id", filter=is_late(at)))
        .order_by()
    )
    return {(unit, K(kind)): Tally(count, late) for unit, kind, count, late in rows}


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """One open duty of a unit, with the case or the intake it is about."""

    id: UUID
    kind: K
    case_id: UUID | None
    intake_id: UUID | None
    name: str
    number: str
    category: str
    opened_at: datetime
    due_at: datetime | None
    due_note: str


def open_duties(
    county: str, *, unit: str, kind: K, after: UUID | None = None, limit: int = 50
) -> list[OpenDuty]:
    """Return a unit's open duties of one kind, the most urgent first; at most two queries."""
    rows = Obligation.objects.filter(
        owner_county=county, owner_unit=unit, kind=kind, closed_at=None
    )
    mark = (
        Obligation.objects.filter(id=after).values_list("due_at", flat=True).first()
        if after
        else None
    )
    if after is not None:
        behind = Q(due_at=None, id__gt=after) | Q(due_at__isnull=False)
        later = Q(due_at__gt=mark) | Q(due_at=mark, id__gt=after)
        rows = rows.filter(behind if mark is None else later)
    rows = rows.select_related("case", "intake")
    found = rows.order_by(F("due_at").asc(nulls_first=True), "id")[:limit]
    return [_duty(row) for row in found]


def _duty(row: Obligation) -> OpenDuty:
    case, intake = row.case, row.intake
    category = case.category if case else intake.category if intake else ""
    return OpenDuty(
        id=row.id,
        kind=K(row.kind),
        case_id=row.case_id,
        intake_id=row.intake_id,
        name=case.name if case else intake.record["name"] if intake else "",
        number=case.number if case else "",
        category=Category(category).label if category else "",
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_note=row.due_note,
    )


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """A refund that waits for a second officer's approval."""

    payment_id: UUID
    case_id: UUID
    number: str
    name: str
    station: str
    amount_fen: int
    is_cash: bool
    reason: str
    asked_by: UUID | None
    asked_name: str
    asked_at: datetime | None
    opened_at: datetime | None
    due_at: datetime | None


def refund_requests(county: str, *, limit: int = 50) -> list[RefundRequest]:
    """Return the refunds a bureau has to approve, the most urgent first; one query."""
    duty = Q(case__obligations__kind=K.REFUND, case__obligations__closed_at=None)
    asker = Officer.objects.filter(id=OuterRef("refund_asked_by")).values("name")
    rows = (
        Payment.objects.filter(state=PaymentStage.REFUND_ASKED, case__accepting_county=county)
        .select_related("case")
        .annotate(duty=FilteredRelation("case__obligations", condition=duty), asker=Subquery(asker))
        .annotate(opened_at=F("duty__opened_at"), due_at=F("duty__due_at"))
        .order_by(F("duty__due_at").asc(nulls_first=True), "id")
    )
    return [
        RefundRequest(
            payment_id=row.id,
            case_id=row.case_id,
            number=row.case.number,
            name=row.case.name,
            station=row.case.accepting_unit,
            amount_fen=row.amount_fen,
            is_cash=row.way == Payment.Way.ON_BEHALF,
            reason=row.refund_reason,
            asked_by=row.refund_asked_by,
            asked_name=row.asker or "",
            asked_at=row.refund_asked_at,
            opened_at=row.opened_at,
            due_at=row.due_at,
        )
        for row in rows[:limit]
    ]


def is_message_of(county: str, message_id: UUID) -> bool:
    """Return whether a failed message is about a case accepted in the bureau's area."""
    return Outgoing.objects.filter(
        id=message_id, state=Outgoing.State.FAILED, case__accepting_county=county
    ).exists()
