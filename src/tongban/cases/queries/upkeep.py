"""What the background work has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.accounts.models import Unit
from tongban.cases.models import Outgoing, Payment
from tongban.policy.units import UnitKind
from tongban.procedure.stages import PaymentStage


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A treasury order that is not known to be paid."""

    payment_id: UUID
    case_id: UUID
    order_no: str


def open_orders(*, shown_before: datetime, limit: int) -> list[OpenOrder]:
    """Return unpaid orders made before a moment, the oldest first."""
    rows = (
        Payment.objects.filter(
            state__in=(PaymentStage.DUE, PaymentStage.CASH_HELD), created_at__lt=shown_before
        )
        .exclude(order_no="")
        .order_by("created_at", "id")
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
