"""The odd ways of the fee (第七条): twice, late, by somebody else, in the wrong order, not at all."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cases.test_fee import ended, is_open, paid, show
from tests.cases.world import World

from tongban.accounts.models import Grant
from tongban.cases.models import Case, CashMove, Event, Outgoing, Payment, StockReceipt
from tongban.cases.operations import fee, fee_told, stock_receipts
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.ports.treasury import PaymentMethod, PaymentOrder, PaymentState
from tongban.procedure.actors import SYSTEM
from tongban.procedure.roles import Role


def order_of(world: World, case: Case, **more: object) -> PaymentOrder:
    """A paid order as the treasury tells of it."""
    payment = case.payments.filter(is_extra=False).latest("n")
    values: dict[str, object] = {
        "order_no": payment.order_no or "O-1",
        "reference": str(payment.id),
        "case_number": case.number,
        "amount_fen": payment.amount_fen,
        "item": "工本费",
        "state": PaymentState.PAID,
        "payment_code": "3" * 20,
        "code_expires_at": world.at,
        "qr_text": "qr",
        "method": PaymentMethod.PAYER,
        "paid_at": world.at + timedelta(minutes=30),
        **more,
    }
    return PaymentOrder(**values)  # type: ignore[arg-type]


def twice(world: World, case: Case, *, n: int = 1) -> Payment:
    """Let money come a second time; return its row."""
    first = case.payments.filter(is_extra=False).latest("n").order_no
    order = order_of(world, case, order_no=f"{first}C{n}", repeats=first, paid_by="旁人")
    fee_told.paid_there(order, at=world.at + timedelta(minutes=40))
    return Payment.objects.get(order_no=f"{first}C{n}")


def refund(world: World, case: Case, row: Payment, *, minutes: int = 60) -> None:
    """Ask, approve by another officer, and let the treasury give the money back."""
    fee.ask_refund(case.id, world.call(world.acceptor, minutes=minutes), payment_id=row.id)
    call = world.call(world.supervisor, minutes=minutes + 1)
    fee.approve_refund(case.id, call, payment_id=row.id)
    order = order_of(world, case, order_no=row.order_no, refunded_at=world.at + timedelta(hours=2))
    fee_told.refunded_there(order, world.call(SYSTEM, minutes=minutes + 2))


def test_a_second_payment_stands_beside_the_first_until_it_is_given_back(world: World) -> None:
    case = world.paid()
    row = twice(world, case)
    assert (row.is_extra, row.state, row.payer) == (True, "PAID", "旁人")
    assert is_open(case, "REFUND")
    assert world.fresh(case).is_paid
    refund(world, case, row)
    row.refresh_from_db()
    assert (row.state, row.refunded_at) == ("REFUNDED", world.at + timedelta(hours=2))
    assert world.fresh(case).is_paid
    assert not is_open(case, "REFUND")
    assert case.payments.get(is_extra=False).state == "PAID"


def test_a_second_payment_told_twice_is_one(world: World) -> None:
    case = world.paid()
    twice(world, case)
    twice(world, case)
    assert case.payments.count() == 2
    assert Event.objects.filter(subject=case.id, name="PaidAgain").count() == 1


def test_one_duty_stands_until_the_last_of_several_is_given_back(world: World) -> None:
    case = world.paid()
    first, second = twice(world, case), twice(world, case, n=2)
    refund(world, case, first)
    assert is_open(case, "REFUND")
    refund(world, case, second, minutes=70)
    assert not is_open(case, "REFUND")


def test_a_withdrawal_with_money_paid_twice_gives_both_back(world: World) -> None:
    case = world.paid()
    row = twice(world, case)
    case = ended(world, case)
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    main = case.payments.get(is_extra=False)
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=61), order_no=main.order_no)
    assert is_open(case, "REFUND")
    refund(world, case, row, minutes=70)
    assert not is_open(case, "REFUND")
    assert set(case.payments.values_list("state", flat=True)) == {"REFUNDED"}


def test_only_what_came_twice_is_asked_for_by_the_station(world: World) -> None:
    case = world.paid()
    main = case.payments.get()
    with pytest.raises(Barred, match="多缴"):
        fee.ask_refund(case.id, world.call(world.acceptor), payment_id=main.id)
    row = twice(world, case)
    with pytest.raises(Barred):
        fee.ask_refund(case.id, world.call(world.acceptor), payment_id=uuid4())
    with pytest.raises(Forbidden):
        fee.ask_refund(case.id, world.call(world.supervisor), payment_id=row.id)
    fee.ask_refund(case.id, world.call(world.acceptor), payment_id=row.id)
    with pytest.raises(Barred):
        fee.ask_refund(case.id, world.call(world.acceptor2), payment_id=row.id)


def test_a_second_payment_is_never_free_of_money(world: World) -> None:
    row = twice(world, world.paid())
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(id=row.id).update(paid_at=None, state="DUE")


def test_a_notice_before_the_answer_is_known_by_our_reference(world: World) -> None:
    case = world.signed()
    fee_told.paid_there(order_of(world, case, order_no="O-9"), at=world.at)
    payment = case.payments.get()
    assert (payment.state, payment.order_no) == ("PAID", "O-9")
    with pytest.raises((Barred, WrongStage)):
        show(world, case, "O-9")


@pytest.mark.parametrize("reference", ["nobody", str(UUID(int=7))])
def test_a_notice_of_nobodys_order_is_not_taken_in(world: World, reference: str) -> None:
    case = world.signed()
    order = order_of(world, case, order_no="X", reference=reference)
    with pytest.raises(NotFound):
        fee_told.paid_there(order, at=world.at)
    with pytest.raises(NotFound):
        fee_told.refunded_there(order, world.call(SYSTEM))


def test_our_reference_with_another_amount_is_left_to_a_person(world: World) -> None:
    case = world.signed()
    with pytest.raises(Barred, match="不符"):
        fee_told.paid_there(order_of(world, case, amount_fen=4000), at=world.at)


def held(world: World, case: Case) -> Case:
    """Cash in an officer's hand, with a code that was shown before."""
    show(world, case)
    fee.take_cash(case.id, world.call(world.acceptor2, minutes=20))
    return case


def moves(case: Case) -> list[tuple[str, int]]:
    rows = CashMove.objects.filter(payment__case=case).order_by("at", "id")
    return list(rows.values_list("kind", "fen"))


def test_cash_and_a_code_paid_by_the_applicant_gives_the_cash_back(world: World) -> None:
    case = held(world, world.signed())
    fee_told.paid_there(order_of(world, case, paid_by="申请人"), at=world.at + timedelta(hours=1))
    payment = case.payments.get()
    assert (payment.state, payment.way, payment.payer) == ("PAID", "CODE", "申请人")
    assert (is_open(case, "PAY_ON_BEHALF"), is_open(case, "GIVE_BACK_CASH")) == (False, True)
    fee.give_back_cash(case.id, world.call(world.acceptor, minutes=90), signature="s")
    assert not is_open(case, "GIVE_BACK_CASH")
    assert moves(case) == [("TAKEN", 2000), ("GIVEN_BACK", -2000)]
    assert world.fresh(case).is_paid


@pytest.mark.parametrize("payer", ["受理乙", ""])
def test_an_officer_who_paid_by_his_own_phone_paid_on_behalf(world: World, payer: str) -> None:
    case = held(world, world.signed())
    fee_told.paid_there(order_of(world, case, paid_by=payer), at=world.at + timedelta(hours=1))
    assert case.payments.get().way == "ON_BEHALF"
    assert not is_open(case, "GIVE_BACK_CASH")
    assert moves(case) == [("TAKEN", 2000), ("PAID_ON", -2000)]


@pytest.mark.parametrize(
    ("payer", "way"),
    [("同事丙", "ON_BEHALF"), ("外所丁", "CODE"), ("申请人家属", "CODE")],
)
def test_a_colleague_of_the_station_pays_on_behalf_too(world: World, payer: str, way: str) -> None:
    """The cash goes on to the treasury by whatever phone of the station; nobody else's."""
    for name, unit in (("同事丙", world.station), ("外所丁", world.home.code)):
        made = world.officer(name, unit, Role.ACCEPTANCE)
        Grant.objects.create(officer_id=str(made.officer_id), unit_id=unit, role=Role.ACCEPTANCE)
    case = held(world, world.signed())
    fee_told.paid_there(order_of(world, case, paid_by=payer), at=world.at + timedelta(hours=1))
    assert case.payments.get().way == way
    assert is_open(case, "GIVE_BACK_CASH") is (way == "CODE")


def test_paid_on_behalf_and_again_by_code_gives_one_of_both_back(world: World) -> None:
    case = held(world, world.signed())
    on_behalf = order_of(world, case, method=PaymentMethod.ON_BEHALF)
    fee_told.paid_there(on_behalf, at=world.at + timedelta(hours=1))
    row = twice(world, case)
    refund(world, case, row, minutes=90)
    assert case.payments.get(is_extra=False).way == "ON_BEHALF"
    assert not is_open(case, "GIVE_BACK_CASH")
    assert moves(case) == [("TAKEN", 2000), ("PAID_ON", -2000)]


def test_cash_held_when_the_case_ends_and_the_code_paid_too_late(world: World) -> None:
    case = ended(world, held(world, world.signed()))
    fee_told.paid_there(order_of(world, case, paid_by="申请人"), at=world.at + timedelta(hours=2))
    assert case.payments.get().state == "REFUND_ASKED"
    fee.give_back_cash(case.id, world.call(world.acceptor, minutes=130), signature="s")
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=140))
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=150))
    assert moves(case) == [("TAKEN", 2000), ("GIVEN_BACK", -2000)]
    assert not is_open(case, "REFUND")
    assert not is_open(case, "GIVE_BACK_CASH")


def test_paid_on_behalf_but_heard_of_only_after_the_end(world: World) -> None:
    case = ended(world, held(world, world.signed()))
    late = order_of(world, case, method=PaymentMethod.ON_BEHALF)
    fee_told.paid_there(late, at=world.at + timedelta(hours=2))
    with pytest.raises(Barred, match="没有需要退还的现金"):
        fee.give_back_cash(case.id, world.call(world.acceptor, minutes=130), signature="s")
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=140))
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=150))
    fee.give_back_cash(case.id, world.call(world.acceptor, minutes=160), signature="s")
    assert sum(fen for _, fen in moves(case)) == 0
    assert not is_open(case, "GIVE_BACK_CASH")


def test_a_refund_that_failed_is_approved_anew(world: World) -> None:
    case = ended(world, world.paid())
    payment = case.payments.get()
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    fee.refund_failed(case.id, world.call(SYSTEM, minutes=61), payment_id=payment.id)
    payment.refresh_from_db()
    assert (payment.state, payment.refund_approved_by) == ("REFUND_ASKED", None)
    assert is_open(case, "REFUND")
    fee.approve_refund(case.id, world.call(world.chief, minutes=62))
    assert Outgoing.objects.filter(kind="refund").count() == 2
    with pytest.raises((Barred, WrongStage)):
        fee.approve_refund(case.id, world.call(world.supervisor, minutes=63))


def test_a_preprinted_receipt_stands_in_for_the_electronic_one(world: World) -> None:
    case = world.paid()
    call = world.call(world.acceptor, minutes=60)
    stock_receipts.use(case.id, call, series=" 3706a026 ", number="0000123456")
    stock_receipts.use(case.id, call, series="3706A026", number="0000123456")
    payment = case.payments.get()
    assert (payment.state, payment.receipt_no) == ("RECEIPTED", "0000123456")
    row = StockReceipt.objects.get()
    assert (row.series, row.payment_id, row.officer) == (
        "3706A026",
        payment.id,
        world.acceptor.officer_id,
    )


def test_a_serial_is_used_once_and_a_spoiled_one_never(world: World) -> None:
    first, second = world.paid(1), world.paid(2)
    stock_receipts.use(first.id, world.call(world.acceptor, minutes=60), series="1", number="0001")
    with pytest.raises(BadInput, match="已经登记过"):
        stock_receipts.use(
            second.id, world.call(world.acceptor, minutes=61), series="1", number="0001"
        )
    call = world.call(world.acceptor, minutes=62)
    stock_receipts.spoil(call, series="1", number="0002", why="写错姓名")
    stock_receipts.spoil(call, series="1", number="0002", why="写错姓名")
    with pytest.raises(BadInput, match="已经登记过"):
        stock_receipts.spoil(world.call(world.acceptor), series="1", number="0001", why="想重新开")
    with pytest.raises(BadInput, match="已经登记过"):
        stock_receipts.use(
            second.id, world.call(world.acceptor, minutes=63), series="1", number="0002"
        )
    assert StockReceipt.objects.count() == 2


@pytest.mark.parametrize(
    ("series", "number", "field"),
    [("", "0001", "series"), ("123456789", "0001", "series"), ("1", "12x4", "number"),
     ("1", "", "number"), ("1", "1" * 21, "number")],
)  # fmt: skip
def test_a_serial_is_as_printed(world: World, series: str, number: str, field: str) -> None:
    with pytest.raises(BadInput) as bad:
        stock_receipts.spoil(world.call(world.acceptor), series=series, number=number, why="坏")
    assert [fault.field for fault in bad.value.faults] == [field]


def test_stock_is_for_a_paid_fee_and_kept_by_those_at_the_window(world: World) -> None:
    case = world.signed()
    with pytest.raises((Barred, WrongStage)):
        stock_receipts.use(case.id, world.call(world.acceptor), series="1", number="0001")
    with pytest.raises(Forbidden):
        stock_receipts.spoil(world.call(world.keeper), series="1", number="0001", why="坏")
    with pytest.raises(BadInput):
        stock_receipts.spoil(world.call(world.acceptor), series="1", number="0001", why=" ")


def test_stock_is_history(world: World) -> None:
    stock_receipts.spoil(world.call(world.acceptor), series="1", number="0001", why="写错")
    with pytest.raises(IntegrityError), transaction.atomic():
        StockReceipt.objects.update(number="0002")
    with pytest.raises(IntegrityError), transaction.atomic():
        StockReceipt.objects.all().delete()


def test_a_payment_by_code_leaves_no_movement_of_cash(world: World) -> None:
    case = world.signed()
    show(world, case)
    paid(world, case)
    assert moves(case) == []
