"""What the background work has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tongban.accounts.models import Unit
from tongban.cases.models import Outgoing, Payment
from tongban.policy.units import UnitKind
from tongban.procedure.stages import PaymentStage

_IN_TURN = F("asked_at").asc(nulls_first=True)
"""What is never answered otherwise (a fee nobody pays) must not keep the others from being asked about."""


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A treasury order that is not known to be paid."""

    payment_id: UUID
    case_id: UUID
    order_no: str
    sent: int = 0


def open_refunds(limit: int, *, sent_before: datetime) -> list[OpenOrder]:
    """Return refunds that the treasury was asked for before a moment; ``sent`` is how often.

    One that is still to be sent is not meant: the treasury knows nothing of it.
    """
    asked = Outgoing.objects.filter(
        case_id=OuterRef("case_id"), system="treasury", kind="refund"
    ).annotate(about=KeyTextTransform("payment_id", "payload"))
    mine = asked.filter(about=Cast(OuterRef("id"), TextField()))
    unsent = mine.exclude(state=Outgoing.State.SENT, sent_at__lt=sent_before)
    count = mine.order_by().values("about").annotate(n=Count("id")).values("n")
    rows = (
        Payment.objects.filter(Exists(mine), ~Exists(unsent), state=PaymentStage.REFUNDING)
        .annotate(sent=Subquery(count))
        .order_by(_IN_TURN, "refund_approved_at", "id")
        .values_list("id", "case_id", "order_no", "sent")[:limit]
    )
    return [OpenOrder(*row) for row in rows]


def without_receipt(*, paid_before: datetime, limit: int) -> list[OpenOrder]:
    """Return fees whose receipt has not come, those not asked about for longest first."""
    rows = (
        Payment.objects.filter(state=PaymentStage.PAID, is_extra=False, paid_at__lt=paid_before)
        .order_by(_IN_TURN, "paid_at", "id")
        .values_list("id", "case_id", "order_no")[:limit]
    )
    return [OpenOrder(*row) for row in rows]


def open_orders(*, shown_before: datetime, limit: int) -> list[OpenOrder]:
    """Return unpaid orders made before a moment, those not asked about for longest first."""
    rows = (
        Payment.objects.filter(
            state__in=(PaymentStage.DUE, PaymentStage.CASH_HELD), created_at__lt=shown_before
        )
        .exclude(order_no="")
        .order_by(_IN_TURN, "created_at", "id")
        .values_list("id", "case_id", "order_no")[:limit]
    )
    return [OpenOrder(*row) for row in rows]


def stuck_messages(*, before: datetime) -> list[UUID]:
    """Return messages that have been waiting since before a moment."""
    return list(
        Outgoing.objects.filter(state=Outgoing.State.WAITING, created_at__lt=before)
        .order_by("created_at")
        .values_list("id", flat=True)[:200]
    )


def first_county() -> str:
    """Return the code of a county bureau, to ask an upstream list for."""
    return (
        Unit.objects.filter(kind=UnitKind.COUNTY)
        .order_by("code")
        .values_list("code", flat=True)
        .first()
        or ""
    )
