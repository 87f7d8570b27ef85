"""The fee at the window: code, cash paid on behalf, asking whether it is paid (第七条).

Every amount comes from the payment row; the treasury's answer is compared with it.
"""

from __future__ import annotations

from uuid import UUID

from tongban.cases.operations import fee as operations
from tongban.cases.operations.door import Call
from tongban.cases.queries.composed import Fee
from tongban.cases.queries.upstream_messages import paid_request_of
from tongban.ports.registry import get_ports
from tongban.ports.treasury import PaymentOrder, PaymentState
from tongban.procedure.actors import SYSTEM, Actor

PAID = frozenset({PaymentState.PAID, PaymentState.REFUNDING, PaymentState.REFUNDED})


def order_of(fee: Fee, *, call: Call) -> PaymentOrder:
    """Return the treasury's order for a payment, made now if it was not; ``UpstreamError``."""
    return get_ports().treasury.order(
        str(fee.id),
        case_number=fee.case_number,
        amount_fen=fee.amount_fen,
        payer_name=fee.payer_name,
        item=fee.item,
        at=call.at,
    )


def ask_code(case_id: UUID, fee: Fee, *, call: Call, renew: bool = False) -> None:
    """Get the payment code and keep it, or a fresh one; one that is paid already is confirmed."""
    treasury = get_ports().treasury
    if renew and fee.order_no:
        order = treasury.query(fee.order_no, at=call.at)
        if order.state is PaymentState.UNPAID:
            order = treasury.renew_code(fee.order_no, at=call.at)
    else:
        order = order_of(fee, call=call)
    if order.state in PAID:
        confirm(case_id, fee, order, call=call)
        return
    shown = operations.CodeShown(
        order.order_no, order.payment_code, order.qr_text, order.code_expires_at
    )
    operations.show_code(case_id, call, shown=shown)


def is_paid_now(case_id: UUID, fee: Fee, *, call: Call) -> bool:
    """Ask the treasury, and keep it when the fee has arrived."""
    if not fee.order_no:
        return False
    order = get_ports().treasury.query(fee.order_no, at=call.at)
    if order.state not in PAID:
        return False
    confirm(case_id, fee, order, call=call)
    return True


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
        order = treasury.pay_on_behalf(
            order_no, unit=actor.unit, officer_name=actor.name, at=call.at
        )
    confirm(case_id, fee, order, call=call)


def confirm(case_id: UUID, fee: Fee, order: PaymentOrder, *, call: Call) -> None:
    """Record that the treasury has the money: the same effect as its own notice, once."""
    operations.confirm_paid(
        case_id,
        Call(SYSTEM, call.at, paid_request_of(fee.id)),
        order_no=order.order_no,
        amount_fen=order.amount_fen,
        paid_at=order.paid_at or call.at,
    )
