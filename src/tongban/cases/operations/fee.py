"""The fee (第七条): payment code, cash taken and paid on behalf, receipt, refund.

Amounts come from the payment row, which can hold only the two of the regulation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases.models import Case, Payment
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import Barred, Forbidden
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import opening
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage, Stage

UNPAID = (PaymentStage.DUE, PaymentStage.CASH_HELD)


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
    """Record the payment code the treasury gave (or its renewal)."""
    return _on_payment(
        case_id,
        Act.SHOW_CODE,
        call,
        states=UNPAID,
        decide=lambda case, payment: Decision(
            event="PaymentCodeShown",
            data={"payment": payment.id, "order": shown.order_no},
            updates=[
                _change(
                    payment,
                    order_no=shown.order_no,
                    code=shown.code,
                    qr=shown.qr,
                    code_expires_at=shown.expires_at,
                )
            ],
        ),
    )


def take_cash(case_id: UUID, call: Call) -> Done:
    """Take the fee in cash (never refused); the officer owes its payment on behalf that day."""

    def attempt() -> Done:
        def decide(case: Case, payment: Payment) -> Decision:
            slip = draw(f"{call.actor.unit}X", series=f"{call.actor.unit}X", at=call.at)
            duty = opening(
                ObligationKind.PAY_ON_BEHALF,
                at=call.at,
                unit=case.accepting_unit,
                officer=call.actor.officer_id,
            )
            return Decision(
                event="CashTaken",
                data={"payment": payment.id, "fen": payment.amount_fen, "slip": slip.text},
                opens=[duty],
                rows=list(slip.rows),
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
    case_id: UUID, call: Call, *, order_no: str, amount_fen: int, paid_at: datetime
) -> Done:
    """Record that the treasury has the money (callback or query); it may be told twice.

    Money that arrives after the case has ended goes back. Raises ``Barred`` when order or amount
    are not those of the case: a person settles it.
    """

    def decide(case: Case) -> Decision:
        payment = Payment.objects.filter(case=case, order_no=order_no).order_by("-n").first()
        if payment is None or payment.amount_fen != amount_fen:
            raise Barred("缴款单号或金额与本件不符，请核对后处理。", clause="第七条")
        if payment.state == PaymentStage.CANCELLED:
            return _paid_too_late(case, payment, call=call, paid_at=paid_at)
        if payment.state not in UNPAID:
            label = PaymentStage(payment.state).label
            raise Barred(f"现在是“{label}”，不能再次确认到账。", clause="第七条")
        way = _way(payment)
        order = [Message("self", "order")] if case.stage == Stage.ISSUED and not case.held else []
        return Decision(
            event="Paid",
            changes={"is_paid": True},
            data={"payment": payment.id, "order": order_no, "fen": amount_fen, "way": way.value},
            closes=frozenset({ObligationKind.PAY, ObligationKind.PAY_ON_BEHALF}),
            sends=[Message("treasury", "fetch_receipt", {"payment_id": payment.id}), *order],
            updates=[_change(payment, state=PaymentStage.PAID, paid_at=paid_at, way=way)],
        )

    return act_on_case(case_id, Act.CONFIRM_PAID, call, decide=decide)


def _way(payment: Payment) -> Payment.Way:
    return Payment.Way.CODE if payment.cash_by is None else Payment.Way.ON_BEHALF


def _paid_too_late(case: Case, payment: Payment, *, call: Call, paid_at: datetime) -> Decision:
    """The money crossed the end of the case: it goes back, with a second officer's approval."""
    return Decision(
        event="PaidTooLate",
        data={"payment": payment.id, "order": payment.order_no, "fen": payment.amount_fen},
        opens=[opening(ObligationKind.REFUND, at=call.at, unit=case.accepting_county)],
        updates=[
            _change(
                payment,
                state=PaymentStage.REFUND_ASKED,
                paid_at=paid_at,
                way=Payment.Way.CODE,
                refund_asked_at=call.at,
                refund_reason="件已结束，款项才到账",
            )
        ],
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


def approve_refund(case_id: UUID, call: Call) -> Done:
    """A second officer approves the refund; the treasury is asked for it."""

    def decide(case: Case, payment: Payment) -> Decision:
        if payment.refund_asked_by == call.actor.officer_id:
            raise Forbidden("退费须由另一位民警批准，不能由提出的人自己批准。")
        return Decision(
            event="RefundApproved",
            data={"payment": payment.id, "fen": payment.amount_fen},
            sends=[Message("treasury", "refund", {"payment_id": payment.id})],
            updates=[
                _change(
                    payment,
                    state=PaymentStage.REFUNDING,
                    refund_approved_by=call.actor.officer_id,
                    refund_approved_at=call.at,
                )
            ],
        )

    return _on_payment(
        case_id, Act.APPROVE_REFUND, call, states=(PaymentStage.REFUND_ASKED,), decide=decide
    )


def record_refunded(case_id: UUID, call: Call) -> Done:
    """Record that the treasury gave the money back; cash paid on behalf goes to the payer."""

    def decide(case: Case, payment: Payment) -> Decision:
        back = (
            [opening(ObligationKind.GIVE_BACK_CASH, at=call.at, unit=case.accepting_unit)]
            if payment.way == Payment.Way.ON_BEHALF
            else []
        )
        return Decision(
            event="Refunded",
            changes={"is_paid": False},
            data={"payment": payment.id, "fen": payment.amount_fen},
            closes=frozenset({ObligationKind.REFUND}),
            opens=back,
            updates=[_change(payment, state=PaymentStage.REFUNDED, refunded_at=call.at)],
        )

    return _on_payment(case_id, Act.REFUNDED, call, states=(PaymentStage.REFUNDING,), decide=decide)


def give_back_cash(case_id: UUID, call: Call, *, signature: str) -> Done:
    """Record that the applicant signed for the cash given back."""

    def decide(case: Case) -> Decision:
        payment = (
            Payment.objects.filter(case=case, cash_by__isnull=False, cash_back_at=None)
            .filter(state__in=(PaymentStage.REFUNDED, PaymentStage.CANCELLED))
            .first()
        )
        if payment is None:
            raise Barred("没有需要退还的现金。", clause="第七条")
        return Decision(
            event="CashGivenBack",
            data={"payment": payment.id, "fen": payment.amount_fen, "signature": signature},
            closes=frozenset({ObligationKind.GIVE_BACK_CASH}),
            updates=[_change(payment, cash_back_at=call.at, cash_back_by=call.actor.officer_id)],
        )

    return act_on_case(case_id, Act.GIVE_BACK_CASH, call, decide=decide)
