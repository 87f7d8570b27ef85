"""Asking the treasury about orders that are still open: what ``query`` says is the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid5

from tongban.cases.operations import fee
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import OperationError
from tongban.cases.queries import upkeep
from tongban.ports.errors import UpstreamError
from tongban.ports.registry import Ports
from tongban.ports.treasury import PaymentState
from tongban.procedure.actors import SYSTEM

AT_ONCE = 200


def query_open_orders(ports: Ports, *, at: datetime) -> int:
    """Ask about open orders, the oldest first; returns how many turned out paid."""
    paid = 0
    for order in upkeep.open_orders(shown_before=at - timedelta(minutes=5), limit=AT_ONCE):
        try:
            answer = ports.treasury.query(order.order_no, at=at)
        except UpstreamError:
            return paid
        if answer.state is PaymentState.PAID and answer.paid_at is not None:
            call = Call(SYSTEM, at, uuid5(order.payment_id, "paid"))
            try:
                fee.confirm_paid(
                    order.case_id,
                    call,
                    order_no=answer.order_no,
                    amount_fen=answer.amount_fen,
                    paid_at=answer.paid_at,
                )
            except OperationError:
                continue
            paid += 1
    return paid
