"""Asking the treasury about orders that are still open: what ``query`` says is the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import uuid5

from tongban.cases.operations import differences, fee, fee_told, reconcile
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import LostRace, OperationError
from tongban.cases.queries import differences as statement_days
from tongban.cases.queries import upkeep
from tongban.jobs.upstream import NotYet, record_receipt
from tongban.ports.errors import Rejected, UpstreamError
from tongban.ports.registry import Ports
from tongban.ports.treasury import PaymentOrder, PaymentState
from tongban.procedure.actors import SYSTEM
from tongban.standards.zones import local_date

AT_ONCE = 200
LOOK_BACK = 7
"""Days whose statement is still asked for."""
AFTER = timedelta(minutes=5)
"""How long a notice is given before it is asked for."""
RECEIPT_AFTER = timedelta(hours=2)
"""By then the tries of the message that fetches the receipt are over (``tasks.PAUSES``)."""


def query_open_orders(ports: Ports, *, at: datetime) -> int:
    """Ask about open orders, each in its turn; returns how many turned out paid.

    Money that does not fit its fee is left to a person, as a difference.
    """
    paid = 0
    orders = upkeep.open_orders(shown_before=at - AFTER, limit=AT_ONCE)
    for order, answer in _asked(ports, orders, at=at):
        if answer.state is PaymentState.UNPAID or answer.paid_at is None:
            continue
        try:
            fee_told.paid_there(answer, at=at)
        except LostRace:
            continue
        except OperationError:
            differences.keep_paid_there(order.payment_id, answer, at=at)
            continue
        paid += 1
    return paid


def query_refunds(ports: Ports, *, at: datetime) -> int:
    """Ask about refunds under way; returns how many were done, or could not be done, there."""
    ended = 0
    for order, answer in _asked(ports, upkeep.open_refunds(AT_ONCE, sent_before=at - AFTER), at=at):
        moment = (answer.refunded_at or at).isoformat()
        call = Call(SYSTEM, at, uuid5(order.payment_id, f"{answer.state}:{order.sent}:{moment}"))
        try:
            if answer.state is PaymentState.REFUNDED:
                fee_told.refunded_there(answer, call)
            elif answer.state is PaymentState.PAID:
                fee.refund_failed(order.case_id, call, payment_id=order.payment_id)
            else:
                continue
        except OperationError:
            continue
        ended += 1
    return ended


def query_receipts(ports: Ports, *, at: datetime) -> int:
    """Ask again for receipts that are long overdue; returns how many were there."""
    found = 0
    orders = upkeep.without_receipt(paid_before=at - RECEIPT_AFTER, limit=AT_ONCE)
    for order, answer in _asked(ports, orders, at=at):
        call = Call(SYSTEM, at, uuid5(order.payment_id, f"receipt:{answer.order_no}"))
        try:
            record_receipt(answer, case_id=order.case_id, call=call, at=at)
        except (NotYet, OperationError):
            continue
        found += 1
    return found


def read_statements(ports: Ports, *, at: datetime) -> int:
    """Read the treasury's statements of the last days that are not read yet, the oldest first.

    Returns how many were read; a day that cannot be had is tried again with the next run.
    """
    today = local_date(at)
    days = [today - timedelta(days=n) for n in range(LOOK_BACK, 0, -1)]
    read = 0
    for day in statement_days.unread_days(days):
        try:
            statement = ports.treasury.daily_statement(day, at=at)
        except UpstreamError:
            return read
        reconcile.reconcile(statement, at=at)
        read += 1
    return read


def _asked(
    ports: Ports, orders: Iterable[upkeep.OpenOrder], *, at: datetime
) -> Iterator[tuple[upkeep.OpenOrder, PaymentOrder]]:
    """The orders with the treasury's word on each, for as long as it answers."""
    for order in orders:
        try:
            answer = ports.treasury.query(order.order_no, at=at)
        except Rejected:
            # It does not know this one; the day's statement shows it as a difference.
            fee_told.note_asked(order.payment_id, at=at)
            continue
        except UpstreamError:
            return
        fee_told.note_asked(order.payment_id, at=at)
        yield order, answer
