"""What follows when the treasury has money for a fee: in time, too late, or a second time (第七条).

Nothing that arrives is lost: what the case does not need goes back by a refund of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from uuid_utils.compat import uuid7

from tongban.accounts.models import Officer
from tongban.cases.models import Case, CashMove, Payment
from tongban.cases.operations.cash_moves import cash_moved
from tongban.cases.operations.decision import Change, Decision, Message, Opening
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.money_rows import opens_refund
from tongban.cases.operations.office import opening
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage, Stage

UNPAID = (PaymentStage.DUE, PaymentStage.CASH_HELD)
K = ObligationKind


@dataclass(frozen=True, slots=True)
class Told:
    """What else the treasury says of money that arrived.

    ``way`` is None where it does not say by whom the code was paid; ``payer`` is the name it gives.
    ``payment_id`` is our reference, by which an order is known before its answer is stored.
    ``repeats`` is the order of which this one is a second payment.
    """

    way: Payment.Way | None = None
    payer: str = ""
    payment_id: UUID | None = None
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money that the treasury has: for which order, how much, since when."""

    order_no: str
    amount_fen: int
    paid_at: datetime
    told: Told


def payment_of(case: Case, arrival: Arrival) -> Payment | None:
    """Return the fee that the money is for: by its order, a former order, or our reference."""
    order, told = arrival.order_no, arrival.told
    for row in Payment.objects.filter(case=case).order_by("is_extra", "-n"):
        by_order = row.order_no and row.order_no in (order, told.repeats)
        by_reference = not row.order_no and row.id == told.payment_id
        if by_order or by_reference or order in row.former_orders:
            return row
    return None


def arrived(case: Case, arrival: Arrival, *, call: Call) -> Decision:
    """Decide on money that arrived; ``Barred`` where it is not this case's, or known already."""
    payment = payment_of(case, arrival)
    if payment is None or payment.amount_fen != arrival.amount_fen:
        raise Barred("缴款单号或金额与本件不符，请核对后处理。", clause="第七条")
    if arrival.told.repeats:
        return _again(case, payment, arrival, call=call)
    if payment.state == PaymentStage.CANCELLED:
        return _too_late(case, payment, arrival, call=call)
    if payment.state in UNPAID:
        return _in_time(case, payment, arrival, call=call)
    if arrival.order_no == payment.order_no:
        label = PaymentStage(payment.state).label
        raise Barred(f"现在是“{label}”，不能再次确认到账。", clause="第七条")
    return _again(case, payment, arrival, call=call)


def way_of(case: Case, payment: Payment, told: Told) -> Payment.Way:
    """Return whether the payer paid himself or an officer on his behalf.

    With cash in hand a code is paid on behalf, from the station's account or by the phone of the
    officer or of a colleague at the station, unless the treasury names somebody else: then the
    applicant, or somebody for him, paid as well, and the cash is his again.
    """
    if payment.cash_by is None:
        return Payment.Way.CODE
    if told.way != Payment.Way.CODE or not told.payer:
        return Payment.Way.ON_BEHALF
    is_officer = told.payer != case.name and _is_officer(told.payer, case, payment)
    return Payment.Way.ON_BEHALF if is_officer else Payment.Way.CODE


def _is_officer(name: str, case: Case, payment: Payment) -> bool:
    here = Q(id=payment.cash_by) | Q(grants__unit=case.accepting_unit)
    return Officer.objects.filter(here, name=name).exists()


def _in_time(case: Case, payment: Payment, arrival: Arrival, *, call: Call) -> Decision:
    way = way_of(case, payment, arrival.told)
    card = [Message("self", "order")] if case.stage == Stage.ISSUED and not case.held else []
    return Decision(
        event="Paid",
        changes={"is_paid": True},
        data={
            "payment": payment.id,
            "order": arrival.order_no,
            "fen": arrival.amount_fen,
            "way": way.value,
        },
        closes=frozenset({K.PAY, K.PAY_ON_BEHALF}),
        opens=_cash_back(case, payment, way, call=call),
        sends=[
            Message("treasury", "fetch_receipt", {"payment_id": payment.id}),
            *_void_newer(payment, arrival),
            *card,
        ],
        rows=_paid_on(case, payment, way, call=call),
        updates=[_paid(payment, arrival, state=PaymentStage.PAID, way=way)],
    )


def _too_late(case: Case, payment: Payment, arrival: Arrival, *, call: Call) -> Decision:
    """The money crossed the end of the case: it goes back, with a second officer's approval."""
    way = way_of(case, payment, arrival.told)
    return Decision(
        event="PaidTooLate",
        data={"payment": payment.id, "order": arrival.order_no, "fen": arrival.amount_fen},
        opens=opens_refund(case, call=call),
        rows=_paid_on(case, payment, way, call=call),
        updates=[
            _paid(
                payment,
                arrival,
                state=PaymentStage.REFUND_ASKED,
                way=way,
                refund_asked_at=call.at,
                refund_reason="件已结束，款项才到账",
            )
        ],
    )


def _again(case: Case, payment: Payment, arrival: Arrival, *, call: Call) -> Decision:
    """A second payment of the same fee: kept in a row of its own until it is given back."""
    if Payment.objects.filter(order_no=arrival.order_no, is_extra=True).exists():
        raise Barred("这一笔多缴的款项已经登记。", clause="第七条")
    extra = Payment(
        id=uuid7(),
        case=case,
        n=payment.n,
        is_extra=True,
        amount_fen=arrival.amount_fen,
        state=PaymentStage.PAID,
        order_no=arrival.order_no,
        created_at=call.at,
        paid_at=arrival.paid_at,
        way=Payment.Way.CODE,
        payer=arrival.told.payer,
    )
    return Decision(
        event="PaidAgain",
        data={"payment": extra.id, "order": arrival.order_no, "fen": arrival.amount_fen},
        opens=opens_refund(case, call=call),
        rows=[extra],
    )


def _paid(
    payment: Payment, arrival: Arrival, *, state: PaymentStage, way: Payment.Way, **more: object
) -> Change:
    values: dict[str, object] = {
        "state": state,
        "paid_at": arrival.paid_at,
        "way": way,
        "payer": arrival.told.payer,
        **more,
    }
    if payment.order_no != arrival.order_no:
        former = {*payment.former_orders, payment.order_no} - {arrival.order_no, ""}
        values |= {"order_no": arrival.order_no, "former_orders": sorted(former)}
    return Change(Payment, {"id": payment.id, "state": payment.state}, values)


def _void_newer(payment: Payment, arrival: Arrival) -> list[Message]:
    """A former order was paid: the one that replaced it must not be paid as well."""
    if payment.order_no in ("", arrival.order_no):
        return []
    about = {"payment_id": payment.id, "order_no": payment.order_no}
    return [Message("treasury", "void_code", about)]


def _paid_on(case: Case, payment: Payment, way: Payment.Way, *, call: Call) -> list[CashMove]:
    if way != Payment.Way.ON_BEHALF:
        return []
    return [cash_moved(case, payment, CashMove.Kind.PAID_ON, call=call)]


def _cash_back(case: Case, payment: Payment, way: Payment.Way, *, call: Call) -> list[Opening]:
    if payment.cash_by is None or way == Payment.Way.ON_BEHALF:
        return []
    return [opening(K.GIVE_BACK_CASH, at=call.at, unit=case.accepting_unit)]
