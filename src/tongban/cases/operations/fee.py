"""The fee (第七条): payment code, cash taken and paid on behalf, receipt, refund.

Amounts come from the payment row, which can hold only the two of the regulation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases.models import Case, CashMove, Payment
from tongban.cases.operations.cash_moves import cash_moved
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.fee_arrived import UNPAID, Arrival, Told, arrived
from tongban.cases.operations.fee_back import (
    approve_refund,
    ask_refund,
    give_back_cash,
    record_refunded,
    refund_failed,
)
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import opening
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage

__all__ = [
    "CodeShown",
    "Receipt",
    "Told",
    "approve_refund",
    "ask_refund",
    "confirm_paid",
    "give_back_cash",
    "record_receipt",
    "record_refunded",
    "refund_failed",
    "show_code",
    "take_cash",
]

NOTHING_MORE = Told()


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A treasury order: its number, the 20-digit payment code, the QR text and when it ends."""

    order_no: str
    code: str
    qr: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """The treasury's electronic receipt (财政电子票据): code 8, number 10, check 6."""

    code: str
    number: str
    check: str
    issued_at: datetime


def _on_payment(
    case_id: UUID,
    act: Act,
    call: Call,
    *,
    states: tuple[PaymentStage, ...],
    decide: Callable[[Case, Payment], Decision],
) -> Done:
    def decide_case(case: Case) -> Decision:
        payment = (
            Payment.objects.filter(case=case)
            .exclude(state=PaymentStage.CANCELLED)
            .exclude(is_extra=True)
            .order_by("-n")
            .first()
        )
        if payment is None:
            raise Barred("这一件没有待办的缴费。", clause="第七条")
        if payment.state not in states:
            label = PaymentStage(payment.state).label
            raise Barred(f"现在是“{label}”，不能再办“{act.label}”。", clause="第七条")
        return decide(case, payment)

    return act_on_case(case_id, act, call, decide=decide_case)


def _change(payment: Payment, **values: object) -> Change:
    return Change(Payment, {"id": payment.id, "state": payment.state}, values)


def show_code(case_id: UUID, call: Call, *, shown: CodeShown) -> Done:
    """Record the payment code the treasury gave (or its renewal).

    Another order takes the place of the former one: that is voided, and known should it be paid.
    """

    def decide(case: Case, payment: Payment) -> Decision:
        before = payment.order_no
        former = {*payment.former_orders, before} - {shown.order_no, ""}
        is_replaced = before not in ("", shown.order_no)
        about = {"payment_id": payment.id, "order_no": before}
        return Decision(
            event="PaymentCodeShown",
            data={"payment": payment.id, "order": shown.order_no},
            sends=[Message("treasury", "void_code", about)] if is_replaced else [],
            updates=[
                _change(
                    payment,
                    order_no=shown.order_no,
                    former_orders=sorted(former),
                    code=shown.code,
                    qr=shown.qr,
                    code_expires_at=shown.expires_at,
                )
            ],
        )

    return _on_payment(case_id, Act.SHOW_CODE, call, states=UNPAID, decide=decide)


def take_cash(case_id: UUID, call: Call) -> Done:
    """Take the fee in cash (never refused); the officer owes its payment on behalf that day."""

    def attempt() -> Done:
        def decide(case: Case, payment: Payment) -> Decision:
            slip = draw(f"{call.actor.unit}S", series=f"{call.actor.unit}S", at=call.at)
            duty = opening(
                ObligationKind.PAY_ON_BEHALF,
                at=call.at,
                unit=case.accepting_unit,
                officer=call.actor.officer_id,
            )
            move = cash_moved(case, payment, CashMove.Kind.TAKEN, call=call, holder=call.officer)
            return Decision(
                event="CashTaken",
                data={"payment": payment.id, "fen": payment.amount_fen, "slip": slip.text},
                opens=[duty],
                rows=[*slip.rows, move],
                updates=[
                    _change(
                        payment,
                        state=PaymentStage.CASH_HELD,
                        cash_by=call.actor.officer_id,
                        cash_at=call.at,
                        cash_no=slip.text,
                    ),
                    *slip.updates,
                ],
            )

        return _on_payment(case_id, Act.TAKE_CASH, call, states=(PaymentStage.DUE,), decide=decide)

    return with_number(attempt)


def confirm_paid(
    case_id: UUID,
    call: Call,
    *,
    order_no: str,
    amount_fen: int,
    paid_at: datetime,
    told: Told = NOTHING_MORE,
) -> Done:
    """Record that the treasury has the money (callback or query); it may be told twice.

    Money that arrives after the case has ended, or a second time, goes back. Raises ``Barred`` when
    order or amount are not those of the case: a person settles it.
    """
    arrival = Arrival(order_no, amount_fen, paid_at, told)
    return act_on_case(
        case_id, Act.CONFIRM_PAID, call, decide=lambda case: arrived(case, arrival, call=call)
    )


def record_receipt(case_id: UUID, call: Call, *, receipt: Receipt) -> Done:
    """Keep the treasury's receipt for the payer."""
    return _on_payment(
        case_id,
        Act.RECEIPT,
        call,
        states=(PaymentStage.PAID,),
        decide=lambda case, payment: Decision(
            event="Receipted",
            data={"payment": payment.id, "receipt": receipt.number},
            updates=[
                _change(
                    payment,
                    state=PaymentStage.RECEIPTED,
                    receipt_code=receipt.code,
                    receipt_no=receipt.number,
                    receipt_check=receipt.check,
                    receipted_at=receipt.issued_at,
                )
            ],
        ),
    )
