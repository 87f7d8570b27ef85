"""How each act on the fee is done; the book is kept beside the rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from tests.cases.any_order.review_acts import CaseDoer
from tests.cases.any_order.town import Town

from tongban.cases.models import Case, Payment
from tongban.cases.operations import fee, fee_arrived, fee_back
from tongban.cases.operations.errors import Barred
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.stages import PaymentStage


def _payment(case: Case, *, extra: bool = False) -> Payment:
    found = Payment.objects.filter(case=case, is_extra=extra).order_by("-n").first()
    if found is None:
        raise Barred("there is no such payment")
    return found


def show_code(town: Town, case: Case, actor: Actor) -> object:
    order_no = f"O{town.chance.getrandbits(60)}"
    shown = fee.CodeShown(order_no, "3" * 20, "qr", town.at + timedelta(days=1))
    return fee.show_code(case.id, town.call(actor), shown=shown)


def take_cash(town: Town, case: Case, actor: Actor) -> object:
    fen = _payment(case).amount_fen
    done = fee.take_cash(case.id, town.call(actor))
    town.book.cash_taken += fen
    return done


def confirm_paid(town: Town, case: Case, actor: Actor) -> object:
    """The order now shown is paid, or one that was replaced, or one a second time."""
    payment = _payment(case)
    if not payment.order_no:
        raise Barred("nobody can pay what has no code")
    order_no = town.chance.choice((payment.order_no, *payment.former_orders))
    told = fee.NOTHING_MORE
    if payment.paid_at and town.chance.random() < 0.5:
        order_no, told = f"O{town.chance.getrandbits(60)}", fee_arrived.Told(repeats=order_no)
    done = fee.confirm_paid(
        case.id,
        town.call(actor),
        order_no=order_no,
        amount_fen=payment.amount_fen,
        paid_at=town.at,
        told=told,
    )
    town.book.received += payment.amount_fen
    return done


def receipt(town: Town, case: Case, actor: Actor) -> object:
    given = fee.Receipt("37010126", f"{town.chance.randrange(10**10):010d}", "123456", town.at)
    return fee.record_receipt(case.id, town.call(actor), receipt=given)


def ask_refund(town: Town, case: Case, actor: Actor) -> object:
    payment_id = _payment(case, extra=True).id
    return fee_back.ask_refund(case.id, town.call(actor), payment_id=payment_id)


def refund_failed(town: Town, case: Case, actor: Actor) -> object:
    refunding = Payment.objects.filter(case=case, state=PaymentStage.REFUNDING).first()
    if refunding is None:
        raise Barred("no refund is under way")
    return fee_back.refund_failed(case.id, town.call(actor), payment_id=refunding.id)


def approve_refund(town: Town, case: Case, actor: Actor) -> object:
    return fee_back.approve_refund(case.id, town.call(actor))


def refunded(town: Town, case: Case, actor: Actor) -> object:
    fen = _payment(case).amount_fen
    done = fee_back.record_refunded(case.id, town.call(actor))
    town.book.refunded += fen
    return done


def give_back_cash(town: Town, case: Case, actor: Actor) -> object:
    fen = _payment(case).amount_fen
    done = fee_back.give_back_cash(case.id, town.call(actor), signature="pad")
    town.book.cash_given_back += fen
    return done


DOERS: Mapping[Act, CaseDoer] = {
    Act.SHOW_CODE: show_code,
    Act.TAKE_CASH: take_cash,
    Act.CONFIRM_PAID: confirm_paid,
    Act.RECEIPT: receipt,
    Act.ASK_REFUND: ask_refund,
    Act.REFUND_FAILED: refund_failed,
    Act.APPROVE_REFUND: approve_refund,
    Act.REFUNDED: refunded,
    Act.GIVE_BACK_CASH: give_back_cash,
}
