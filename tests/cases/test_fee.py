"""The fee (第七条): code, cash, callbacks in any order, receipt, refund by two persons."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cases.world import World

from tongban.cases.models import Case, Event, Obligation, Outgoing, Payment
from tongban.cases.operations import fee, review, withdraw
from tongban.cases.operations.errors import Barred, Forbidden, WrongStage
from tongban.policy.vocabulary import Reason
from tongban.procedure.actors import SYSTEM
from tongban.procedure.stages import Stage


def show(world: World, case: Case, order_no: str = "O-1") -> None:
    shown = fee.CodeShown(order_no, "3" * 20, "qr", world.at + timedelta(days=1))
    fee.show_code(case.id, world.call(world.acceptor, minutes=7), shown=shown)


def paid(world: World, case: Case, *, order_no: str = "O-1", fen: int = 2000, minutes: int = 9,
         request_id: object = None) -> None:  # fmt: skip
    call = world.call(SYSTEM, minutes=minutes, request_id=request_id or uuid4())  # type: ignore[arg-type]
    fee.confirm_paid(
        case.id, call, order_no=order_no, amount_fen=fen, paid_at=world.at + timedelta(minutes=9)
    )


def is_open(case: Case, kind: str) -> bool:
    return Obligation.objects.filter(case=case, kind=kind, closed_at=None).exists()


@pytest.mark.parametrize(
    ("reason", "fen"), [(Reason.EXPIRED, 2000), (Reason.DAMAGED, 4000), (Reason.LOST, 4000)]
)
def test_the_reason_fixes_the_fee(world: World, reason: Reason, fen: int) -> None:
    assert world.composed(reason=reason).payments.get().amount_fen == fen


def test_the_database_holds_no_other_amount(world: World) -> None:
    payment = world.composed().payments.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(id=payment.id).update(amount_fen=2001)


def test_a_payment_before_review_does_not_wait_for_it(world: World) -> None:
    case = world.composed()
    show(world, case)
    paid(world, case)
    case = world.fresh(case)
    assert (case.is_paid, case.stage) == (True, Stage.COMPOSED)
    assert not is_open(case, "PAY")
    assert Outgoing.objects.filter(kind="fetch_receipt").count() == 1


def test_paid_after_issue_orders_the_card(world: World) -> None:
    case = world.signed()
    show(world, case)
    review.issue(case.id, world.call(world.reviewer, minutes=30), seen_version=case.version + 1)
    assert not Outgoing.objects.filter(system="self", kind="order").exists()
    paid(world, case, minutes=40)
    assert Outgoing.objects.filter(system="self", kind="order").count() == 1


def test_a_callback_that_comes_twice_is_one_payment(world: World) -> None:
    case = world.composed()
    show(world, case)
    same = uuid4()
    paid(world, case, request_id=same)
    paid(world, case, request_id=same)
    with pytest.raises((Barred, WrongStage)):
        paid(world, case)
    assert Event.objects.filter(subject=case.id, name="Paid").count() == 1


@pytest.mark.parametrize(("order_no", "fen"), [("O-2", 2000), ("O-1", 4000), ("O-1", 0)])
def test_another_order_or_amount_is_left_to_a_person(world: World, order_no: str, fen: int) -> None:
    case = world.composed()
    show(world, case)
    with pytest.raises(Barred, match="不符"):
        paid(world, case, order_no=order_no, fen=fen)
    assert not world.fresh(case).is_paid


def test_a_callback_before_the_code_was_kept_is_not_ours_yet(world: World) -> None:
    """The treasury may call back before our own answer is stored: nothing is guessed."""
    case = world.composed()
    with pytest.raises(Barred):
        paid(world, case)
    show(world, case)
    paid(world, case)
    assert world.fresh(case).is_paid


def test_another_order_replaces_the_former_which_is_voided_and_known(world: World) -> None:
    case = world.composed()
    show(world, case, "O-1")
    show(world, case, "O-2")
    payment = case.payments.get()
    assert (payment.order_no, payment.former_orders) == ("O-2", ["O-1"])
    voided = Outgoing.objects.get(kind="void_code")
    assert voided.payload["order_no"] == "O-1"
    paid(world, case, order_no="O-1")
    payment.refresh_from_db()
    assert (payment.state, payment.order_no, payment.former_orders) == ("PAID", "O-1", ["O-2"])
    assert Outgoing.objects.filter(kind="void_code", payload__order_no="O-2").count() == 1


def test_cash_is_owed_on_by_its_officer_until_the_treasury_has_it(world: World) -> None:
    case = world.composed()
    fee.take_cash(case.id, world.call(world.acceptor2, minutes=10))
    duty = Obligation.objects.get(case=case, kind="PAY_ON_BEHALF")
    assert duty.owner_officer == world.acceptor2.officer_id
    payment = case.payments.get()
    assert (payment.state, payment.cash_by) == ("CASH_HELD", world.acceptor2.officer_id)
    assert payment.cash_no
    show(world, case)
    paid(world, case)
    payment.refresh_from_db()
    assert (payment.state, payment.way) == ("PAID", "ON_BEHALF")
    assert not is_open(case, "PAY_ON_BEHALF")


def test_cash_after_a_code_and_a_code_after_cash(world: World) -> None:
    first, second = world.composed(1), world.composed(2)
    show(world, first, "O-1")
    fee.take_cash(first.id, world.call(world.acceptor))
    fee.take_cash(second.id, world.call(world.acceptor))
    show(world, second, "O-2")
    paid(world, first, order_no="O-1")
    paid(world, second, order_no="O-2")
    ways = {p.way for p in Payment.objects.all()}
    assert ways == {"ON_BEHALF"}


def test_cash_is_taken_once_and_not_when_paid(world: World) -> None:
    case = world.composed(1)
    fee.take_cash(case.id, world.call(world.acceptor))
    with pytest.raises(Barred):
        fee.take_cash(case.id, world.call(world.acceptor2))
    done = world.paid(2)
    with pytest.raises((Barred, WrongStage)):
        fee.take_cash(done.id, world.call(world.acceptor))


def test_slips_of_a_day_are_numbered_without_gaps(world: World) -> None:
    for n in (1, 2, 3):
        fee.take_cash(world.composed(n).id, world.call(world.acceptor))
    numbers = sorted(Payment.objects.values_list("cash_no", flat=True))
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]


def test_the_receipt_follows_the_payment(world: World) -> None:
    receipt = fee.Receipt("12345678", "0000000001", "abc123", world.at)
    case = world.signed()
    with pytest.raises((Barred, WrongStage)):
        fee.record_receipt(case.id, world.call(SYSTEM), receipt=receipt)
    world.pay(case)
    fee.record_receipt(case.id, world.call(SYSTEM, minutes=12), receipt=receipt)
    payment = case.payments.get()
    assert (payment.state, payment.receipt_no) == ("RECEIPTED", "0000000001")


def ended(world: World, case: Case) -> Case:
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=50),
        words="改在户籍地办理",
        signature="signed",
        seen_version=world.fresh(case).version,
    )
    return world.fresh(case)


def test_a_refund_takes_two_persons(world: World) -> None:
    case = ended(world, world.paid())
    assert case.payments.get().state == "REFUND_ASKED"
    with pytest.raises((Forbidden, WrongStage)):
        fee.approve_refund(case.id, world.call(world.acceptor, minutes=60))
    Payment.objects.update(refund_asked_by=world.supervisor.officer_id)
    with pytest.raises(Forbidden, match="另一位"):
        fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    Payment.objects.update(refund_asked_by=world.acceptor.officer_id)
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    assert Outgoing.objects.filter(system="treasury", kind="refund").count() == 1
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=90))
    assert case.payments.get().state == "REFUNDED"
    assert not is_open(case, "REFUND")
    assert not is_open(case, "GIVE_BACK_CASH")


def test_even_the_database_wants_two(world: World) -> None:
    payment = ended(world, world.paid()).payments.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(id=payment.id).update(refund_approved_by=payment.refund_asked_by)


def test_cash_that_was_paid_on_goes_back_after_the_refund(world: World) -> None:
    case = world.signed()
    fee.take_cash(case.id, world.call(world.acceptor, minutes=8))
    world.pay(case)
    case = ended(world, case)
    with pytest.raises(Barred):
        fee.give_back_cash(case.id, world.call(world.acceptor), signature="s")
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=90))
    assert is_open(case, "GIVE_BACK_CASH")
    fee.give_back_cash(case.id, world.call(world.acceptor2, minutes=95), signature="s")
    assert not is_open(case, "GIVE_BACK_CASH")
    assert case.payments.get().cash_back_by == world.acceptor2.officer_id
    with pytest.raises(Barred):
        fee.give_back_cash(case.id, world.call(world.acceptor), signature="s")


def test_cash_never_paid_on_goes_back_at_once_and_the_code_is_void(world: World) -> None:
    case = world.signed()
    show(world, case)
    fee.take_cash(case.id, world.call(world.acceptor, minutes=8))
    case = ended(world, case)
    assert case.payments.get().state == "CANCELLED"
    assert Outgoing.objects.filter(kind="void_code").count() == 1
    assert is_open(case, "GIVE_BACK_CASH")
    assert not is_open(case, "PAY_ON_BEHALF")
    fee.give_back_cash(case.id, world.call(world.acceptor), signature="s")
    assert not is_open(case, "GIVE_BACK_CASH")


def test_money_that_arrives_after_the_end_goes_back(world: World) -> None:
    case = world.signed()
    show(world, case)
    case = ended(world, case)
    paid(world, case, minutes=70)
    payment = case.payments.get()
    assert (payment.state, payment.way) == ("REFUND_ASKED", "CODE")
    assert is_open(case, "REFUND")
    assert not world.fresh(case).is_paid
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=80))
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=90))
    assert not is_open(case, "REFUND")
