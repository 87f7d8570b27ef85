"""What the treasury says of an order, taken in: by its notice, by asking, or before its answer.

One effect for one order, whoever hears of it first and however often it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from tongban.cases.models import Payment
from tongban.cases.operations import fee
from tongban.cases.operations.door import Call, Done
from tongban.cases.operations.errors import NotFound
from tongban.ports.treasury import PaymentMethod, PaymentOrder
from tongban.procedure.actors import SYSTEM

_WAYS = {
    PaymentMethod.PAYER: Payment.Way.CODE,
    PaymentMethod.ON_BEHALF: Payment.Way.ON_BEHALF,
    None: None,
}


@dataclass(frozen=True, slots=True)
class Meant:
    """The fee that an order is for."""

    id: UUID
    case_id: UUID


def paid_there(order: PaymentOrder, *, at: datetime, meant: Meant | None = None) -> Done:
    """Record that the treasury has the money of an order.

    ``meant`` is the fee, where the caller has it at hand; else it is found by the order.
    Raises ``NotFound`` where no fee of the city is meant, and what ``fee.confirm_paid`` raises.
    """
    meant = meant or _meant(order)
    if meant is None:
        raise NotFound("来文中的缴款单号在本市没有对应的件。")
    # Payment and order, not the message, name the effect: two notices of one payment are one.
    call = Call(SYSTEM, at, uuid5(meant.id, f"paid:{order.order_no}"))
    return fee.confirm_paid(
        meant.case_id,
        call,
        order_no=order.order_no,
        amount_fen=order.amount_fen,
        paid_at=order.paid_at or at,
        told=fee.Told(
            way=_WAYS[order.method],
            payer=order.paid_by,
            payment_id=meant.id,
            repeats=order.repeats,
        ),
    )


def refunded_there(order: PaymentOrder, call: Call) -> Done:
    """Record that the treasury gave the money of an order back; ``NotFound`` where it is not ours."""
    case_id = Payment.objects.filter(order_no=order.order_no).values_list("case_id", flat=True)
    found = case_id.first()
    if found is None:
        raise NotFound("来文中的缴款单号在本市没有对应的件。")
    return fee.record_refunded(found, call, order_no=order.order_no, refunded_at=order.refunded_at)


def note_asked(payment_id: UUID, *, at: datetime) -> None:
    """Note that the treasury was asked about an order: the others come first next time."""
    Payment.objects.filter(id=payment_id).update(asked_at=at)


def _meant(order: PaymentOrder) -> Meant | None:
    """The fee that an order is for; by our reference where the order is not stored here yet."""
    known = Q(order_no=order.order_no) | Q(former_orders__contains=[order.order_no])
    if order.repeats:
        known |= Q(order_no=order.repeats) | Q(former_orders__contains=[order.repeats])
    found = Payment.objects.filter(known).order_by("is_extra", "-n").first()
    if found is None and not order.repeats:
        found = _by_reference(order.reference)
    return None if found is None else Meant(found.id, found.case_id)


def _by_reference(reference: str) -> Payment | None:
    try:
        own = UUID(reference[:36])
    except ValueError:
        return None
    return Payment.objects.filter(id=own, order_no="").first()
