"""Money that goes back (第七条): refunds by two officers, and cash to the applicant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tongban.cases.models import Case, CashMove, Payment
from tongban.cases.operations.cash_moves import cash_moved, is_to_give_back
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import Barred, Forbidden
from tongban.cases.operations.office import opening
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage

P, K = PaymentStage, ObligationKind
PAID_TWICE = "重复缴款，退还多缴的一笔"
UNDER_WAY = (P.REFUND_ASKED, P.REFUNDING)


def _on_refund(
    case_id: UUID,
    act: Act,
    call: Call,
    *,
    state: PaymentStage,
    decide: Callable[[Case, Payment], Decision],
    payment_id: UUID | None = None,
    order_no: str = "",
) -> Done:
    """Act on the payment meant; where none is named, on the first that stands at ``state``."""

    def decide_case(case: Case) -> Decision:
        rows = Payment.objects.filter(case=case).order_by("is_extra", "-n", "created_at")
        if payment_id is not None:
            rows = rows.filter(id=payment_id)
        elif order_no:
            rows = rows.filter(order_no=order_no)
        found = list(rows)
        payment = next((one for one in found if one.state == state), None)
        if payment is not None:
            return decide(case, payment)
        if not found:
            raise Barred("这一件没有这一笔缴款。", clause="第七条")
        label = P(found[0].state).label
        raise Barred(f"现在是“{label}”，不能再办“{act.label}”。", clause="第七条")

    return act_on_case(case_id, act, call, decide=decide_case)


def _change(payment: Payment, **values: object) -> Change:
    return Change(Payment, {"id": payment.id, "state": payment.state}, values)


def ask_refund(case_id: UUID, call: Call, *, payment_id: UUID) -> Done:
    """Ask for the refund of a payment that came a second time; the fee itself is asked for by the
    ending of the case."""

    def decide(case: Case) -> Decision:
        payment = Payment.objects.filter(case=case, id=payment_id).first()
        if payment is None or not payment.is_extra:
            raise Barred(
                "只有多缴的款项由派出所提出退费；件结束时的退费随结束办理。", clause="第七条"
            )
        if payment.state not in (P.PAID, P.RECEIPTED):
            label = P(payment.state).label
            raise Barred(f"现在是“{label}”，不能再办“{Act.ASK_REFUND.label}”。", clause="第七条")
        return Decision(
            event="RefundAsked",
            data={"payment": payment.id, "fen": payment.amount_fen},
            updates=[
                _change(
                    payment,
                    state=P.REFUND_ASKED,
                    refund_asked_by=call.officer,
                    refund_asked_at=call.at,
                    refund_reason=PAID_TWICE,
                )
            ],
        )

    return act_on_case(case_id, Act.ASK_REFUND, call, decide=decide)


def approve_refund(case_id: UUID, call: Call, *, payment_id: UUID | None = None) -> Done:
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
                    state=P.REFUNDING,
                    refund_approved_by=call.actor.officer_id,
                    refund_approved_at=call.at,
                )
            ],
        )

    return _on_refund(
        case_id,
        Act.APPROVE_REFUND,
        call,
        state=P.REFUND_ASKED,
        decide=decide,
        payment_id=payment_id,
    )


def record_refunded(
    case_id: UUID, call: Call, *, order_no: str = "", refunded_at: datetime | None = None
) -> Done:
    """Record that the treasury gave the money back; cash paid on behalf goes to the payer.

    ``refunded_at`` is the treasury's time: by it the day's statement is compared.
    """

    def decide(case: Case, payment: Payment) -> Decision:
        is_behalf = payment.way == Payment.Way.ON_BEHALF
        is_owed = is_behalf and payment.cash_back_at is None
        back = opening(K.GIVE_BACK_CASH, at=call.at, unit=case.accepting_unit)
        closes = {K.REFUND} if not _is_more_owed(case, payment) else set()
        return Decision(
            event="Refunded",
            changes={} if payment.is_extra else {"is_paid": False},
            data={"payment": payment.id, "fen": payment.amount_fen},
            closes=frozenset(closes | ({K.GIVE_BACK_CASH} if is_owed else set())),
            opens=[back] if is_owed else [],
            rows=[cash_moved(case, payment, CashMove.Kind.CAME_BACK, call=call)]
            if is_behalf
            else [],
            updates=[_change(payment, state=P.REFUNDED, refunded_at=refunded_at or call.at)],
        )

    return _on_refund(
        case_id, Act.REFUNDED, call, state=P.REFUNDING, decide=decide, order_no=order_no
    )


def _is_more_owed(case: Case, payment: Payment) -> bool:
    """Whether another payment of the case still goes back: one duty stands for all of them."""
    others = Payment.objects.filter(case=case).exclude(id=payment.id)
    if others.filter(state__in=UNDER_WAY).exists():
        return True
    return others.filter(is_extra=True, state__in=(P.PAID, P.RECEIPTED)).exists()


def refund_failed(case_id: UUID, call: Call, *, payment_id: UUID) -> Done:
    """The treasury could not carry out the refund: it is to be approved anew, with what was learnt.

    The duty to refund stays open meanwhile.
    """

    def decide(case: Case, payment: Payment) -> Decision:
        return Decision(
            event="RefundFailed",
            data={"payment": payment.id, "fen": payment.amount_fen},
            updates=[
                _change(
                    payment,
                    state=P.REFUND_ASKED,
                    refund_approved_by=None,
                    refund_approved_at=None,
                )
            ],
        )

    return _on_refund(
        case_id, Act.REFUND_FAILED, call, state=P.REFUNDING, decide=decide, payment_id=payment_id
    )


def give_back_cash(case_id: UUID, call: Call, *, signature: str) -> Done:
    """Record that the applicant signed for the cash given back."""

    def decide(case: Case) -> Decision:
        rows = Payment.objects.filter(case=case, cash_at__isnull=False, cash_back_at=None)
        owed = [one for one in rows.order_by("n") if is_to_give_back(one)]
        if not owed:
            raise Barred("没有需要退还的现金。", clause="第七条")
        payment = owed[0]
        return Decision(
            event="CashGivenBack",
            data={"payment": payment.id, "fen": payment.amount_fen, "signature": signature},
            closes=frozenset({K.GIVE_BACK_CASH}),
            rows=[cash_moved(case, payment, CashMove.Kind.GIVEN_BACK, call=call)],
            updates=[_change(payment, cash_back_at=call.at, cash_back_by=call.actor.officer_id)],
        )

    return act_on_case(case_id, Act.GIVE_BACK_CASH, call, decide=decide)
