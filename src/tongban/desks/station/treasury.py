"""The fee at the window: code, cash paid on behalf, asking whether it is paid (第七条).

Every amount comes from the payment row; the treasury's answer is compared with it.
"""

from __future__ import annotations

from uuid import UUID

from tongban.cases.operations import fee as operations
from tongban.cases.operations import fee_told
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred, WrongStage
from tongban.cases.queries.composed import Fee, fee_of
from tongban.ports.errors import Rejected
from tongban.ports.registry import get_ports
from tongban.ports.treasury import PaymentOrder, PaymentState
from tongban.procedure.actors import SYSTEM, Actor

MOST_ORDERS = 9
"""How often a fee is ordered anew after the treasury has voided its order."""
PAID = frozenset({PaymentState.PAID, PaymentState.REFUNDING, PaymentState.REFUNDED})


def order_of(fee: Fee, *, call: Call) -> PaymentOrder:
    """Return the treasury's order for a payment, made now if it was not; ``UpstreamError``.

    One that the treasury has voided cannot be paid any more: the next one takes its place.
    """
    order = _order(fee, str(fee.id), call=call)
    for n in range(2, MOST_ORDERS + 1):
        if order.state is not PaymentState.VOIDED:
            break
        order = _order(fee, f"{fee.id}/{n}", call=call)
    return order


def _order(fee: Fee, reference: str, *, call: Call) -> PaymentOrder:
    return get_ports().treasury.order(
        reference,
        case_number=fee.case_number,
        amount_fen=fee.amount_fen,
        payer_name=fee.payer_name,
        item=fee.item,
        at=call.at,
    )


def ask_code(case_id: UUID, fee: Fee, *, call: Call, renew: bool = False) -> None:
    """Get the payment code and keep it, or a fresh one; one that is paid already is confirmed."""
    order = _renewed(fee, call=call) if renew and fee.order_no else order_of(fee, call=call)
    if order.state in PAID:
        confirm(case_id, fee, order, call=call)
        return
    shown = operations.CodeShown(
        order.order_no, order.payment_code, order.qr_text, order.code_expires_at
    )
    try:
        operations.show_code(case_id, call, shown=shown)
    except (Barred, WrongStage):
        # Its notice was faster than its answer: there is nothing left to pay.
        now = fee_of(case_id)
        if now is None or now.paid_at is None:
            raise


def _renewed(fee: Fee, *, call: Call) -> PaymentOrder:
    """A fresh code; the order as it stands where it was paid at the very moment of renewing."""
    treasury = get_ports().treasury
    order = treasury.query(fee.order_no, at=call.at)
    if order.state is PaymentState.VOIDED:
        return order_of(fee, call=call)
    if order.state in PAID:
        return order
    try:
        return treasury.renew_code(fee.order_no, at=call.at)
    except Rejected as refused:
        if refused.code != "ALREADY_PAID":
            raise
        return treasury.query(fee.order_no, at=call.at)


def is_paid_now(case_id: UUID, fee: Fee, *, call: Call) -> bool:
    """Ask the treasury, and keep it when the fee has arrived."""
    if not fee.order_no:
        return False
    order = get_ports().treasury.query(fee.order_no, at=call.at)
    if order.state not in PAID:
        return False
    confirm(case_id, fee, order, call=call)
    return True


def refund_now(case_id: UUID, fee: Fee, *, call: Call) -> str:
    """Ask how a refund stands, and keep it: ``refunded`` or ``refunding``."""
    order = get_ports().treasury.query(fee.order_no, at=call.at)
    by_system = Call(SYSTEM, call.at, call.request_id)
    if order.state is PaymentState.REFUNDED:
        fee_told.refunded_there(order, by_system)
        return "refunded"
    return "refunding"


def pay_on_behalf(case_id: UUID, fee: Fee, *, actor: Actor, call: Call) -> None:
    """Pay the cash that was taken into the treasury; the order is made first where it is not."""
    if not fee.order_no:
        ask_code(case_id, fee, call=call.part(fee.id))
        order_no = order_of(fee, call=call).order_no
    else:
        order_no = fee.order_no
    treasury = get_ports().treasury
    order = treasury.query(order_no, at=call.at)
    if order.state not in PAID:
        try:
            order = treasury.pay_on_behalf(
                order_no, unit=actor.unit, officer_name=actor.name, at=call.at
            )
        except Rejected as refused:
            if refused.code != "ALREADY_PAID":
                raise
            order = treasury.query(order_no, at=call.at)
    confirm(case_id, fee, order, call=call)


def confirm(case_id: UUID, fee: Fee, order: PaymentOrder, *, call: Call) -> None:
    """Record that the treasury has the money: the same effect as its own notice, once."""
    fee_told.paid_there(order, at=call.at, meant=fee_told.Meant(fee.id, case_id))
