"""对账 (第七条): the treasury's statement of a day, order by order; nothing hides a difference."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.test_fee import ended, show
from tests.cases.test_money_odd import held, order_of, twice
from tests.cases.world import World

from tongban.cases.models import Case, MoneyDifference, Payment, StatementDay
from tongban.cases.operations import differences, fee, fee_told, reconcile
from tongban.cases.queries import differences as queries
from tongban.ports.treasury import DailyStatement, PaymentMethod, StatementLine
from tongban.procedure.actors import SYSTEM
from tongban.standards.zones import local_date

LATER = timedelta(days=1)


def line(case: Case, *, order_no: str = "", fen: int = 2000, **more: object) -> StatementLine:
    """A movement of the fee of a case as the treasury's statement has it."""
    payment = case.payments.filter(is_extra=False).latest("n")
    return StatementLine(
        order_no=order_no or payment.order_no,
        reference=str(payment.id),
        case_number=case.number,
        amount_fen=fen,
        method=more.get("method", PaymentMethod.PAYER),  # type: ignore[arg-type]
        moved_at=case.composed_at,
    )


def read(world: World, *lines: StatementLine) -> list[tuple[str, int, int]]:
    """Compare a statement with our book; the differences found."""
    total = sum(one.amount_fen for one in lines)
    statement = DailyStatement(local_date(world.at), lines, total)
    found = reconcile.reconcile(statement, at=world.at + LATER)
    return [(one.kind.value, one.ours_fen, one.theirs_fen) for one in found]


def test_a_day_on_which_all_agrees(world: World) -> None:
    first, second = world.paid(1), world.paid(2)
    assert read(world, line(first), line(second)) == []
    row = StatementDay.objects.get()
    assert (row.ours_fen, row.theirs_fen, row.differences) == (4000, 4000, 0)
    assert MoneyDifference.objects.count() == 0


def test_paid_there_and_not_here(world: World) -> None:
    case = world.signed()
    show(world, case)
    assert read(world, line(case)) == [("PAID_THERE", 0, 2000)]
    row = MoneyDifference.objects.get()
    assert (row.unit, row.county, row.order_no) == (world.station, world.county, "O-1")


def test_paid_here_and_not_there(world: World) -> None:
    world.paid()
    assert read(world) == [("PAID_HERE", 2000, 0)]


def test_another_amount(world: World) -> None:
    case = world.paid()
    assert read(world, line(case, fen=4000)) == [("AMOUNT", 2000, 4000)]


def test_paid_from_the_stations_account_without_cash(world: World) -> None:
    case = world.paid()
    assert read(world, line(case, method=PaymentMethod.ON_BEHALF)) == [("WAY", 2000, 2000)]


def test_an_officers_own_phone_is_no_difference(world: World) -> None:
    case = held(world, world.signed())
    fee_told.paid_there(order_of(world, case, paid_by="受理乙"), at=world.at)
    assert read(world, line(case)) == []


def refunded(world: World) -> Case:
    """A fee that was paid and given back on the same day."""
    case = ended(world, world.paid())
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=61))
    return case


def test_given_back_on_both_sides(world: World) -> None:
    case = refunded(world)
    assert read(world, line(case), line(case, fen=-2000)) == []
    row = StatementDay.objects.get()
    assert (row.ours_fen, row.theirs_fen, row.ours_count) == (0, 0, 2)


def test_given_back_here_alone_or_there_alone(world: World) -> None:
    case = refunded(world)
    assert read(world, line(case)) == [("BACK_HERE", -2000, 0)]
    other = world.paid(2)
    assert ("BACK_THERE", 0, -2000) in read(world, line(other), line(other, fen=-2000))


def test_an_order_that_is_nobodys_is_the_citys(world: World) -> None:
    case = world.paid()
    strange = line(case, order_no="FS-9", fen=4000)
    assert read(world, line(case), strange) == [("UNKNOWN_ORDER", 0, 4000)]
    row = MoneyDifference.objects.get()
    assert (row.unit, row.county, row.payment) == (world.city.units[0].code, "", None)
    assert queries.differences(world.acceptor) == []
    assert queries.differences(world.supervisor) == []
    assert [one.order_no for one in queries.differences(world.chief)] == ["FS-9"]


def test_a_former_order_that_was_paid_is_its_stations(world: World) -> None:
    case = world.signed()
    show(world, case, "O-1")
    show(world, case, "O-2")
    assert read(world, line(case, order_no="O-1")) == [("PAID_THERE", 0, 2000)]
    assert MoneyDifference.objects.get().payment == case.payments.get()


def test_what_came_twice_agrees_too(world: World) -> None:
    case = world.paid()
    row = twice(world, case)
    assert read(world, line(case), line(case, order_no=row.order_no)) == []


def test_reading_again_hides_nothing_and_doubles_nothing(world: World) -> None:
    case = world.signed()
    show(world, case)
    read(world, line(case))
    # It is found here meanwhile: the item stays until a person says so.
    fee_told.paid_there(order_of(world, case, paid_at=world.at), at=world.at)
    assert read(world, line(case)) == []
    row = MoneyDifference.objects.get()
    assert row.settled_at is None
    assert StatementDay.objects.get().differences == 0
    call = world.call(world.acceptor, minutes=60)
    differences.settle(row.id, call, outcome="RECORDED", words="查询后已补记到账。")
    assert queries.differences(world.acceptor) == []
    (settled,) = queries.differences(world.acceptor, is_open=False)
    assert (settled.words, settled.settled_by) == ("查询后已补记到账。", world.acceptor.name)


def test_money_that_does_not_fit_its_fee_is_a_difference_at_once(world: World) -> None:
    case = world.signed()
    show(world, case)
    order = order_of(world, case, amount_fen=4000)
    for _ in range(2):
        differences.keep_paid_there(case.payments.get().id, order, at=world.at)
    (one,) = queries.differences(world.acceptor)
    assert (one.kind.value, one.ours_fen, one.theirs_fen) == ("AMOUNT", 2000, 4000)


@pytest.mark.parametrize("days", [0, 1])
def test_a_movement_belongs_to_its_day_in_china(world: World, days: int) -> None:
    world.paid()
    Payment.objects.update(paid_at=world.at + timedelta(days=days))
    assert len(read(world)) == 1 - days
