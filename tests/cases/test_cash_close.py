"""日清 (第七条): every movement counted once, to the fen, and a closed day never changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cases.test_fee import ended, is_open, show
from tests.cases.test_money_odd import order_of
from tests.cases.world import World

from tongban.audit.models import AuditRow
from tongban.cases.models import Case, CashClose, CashMove, MoneyDifference
from tongban.cases.operations import differences, fee, fee_told
from tongban.cases.operations.cash_close import Closed, close_day
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, LostRace, NotFound
from tongban.cases.queries import cash
from tongban.policy.vocabulary import Reason
from tongban.ports.treasury import PaymentMethod
from tongban.procedure.actors import SYSTEM, Actor
from tongban.standards.zones import local_date

DAY = 24 * 60


def take(world: World, serial: int = 1, *, minutes: int = 20, **more: object) -> Case:
    """Take the cash of a fee."""
    case = world.signed(serial, **more)
    fee.take_cash(case.id, world.call(world.acceptor, minutes=minutes))
    return case


def pay_on(world: World, case: Case, *, minutes: int = 30) -> None:
    """Pay the cash into the treasury."""
    show(world, case, f"O-{case.number}")
    order = order_of(world, case, method=PaymentMethod.ON_BEHALF)
    fee_told.paid_there(order, at=world.at + timedelta(minutes=minutes))


def close(
    world: World, *, fen: int, counted: int | None = None, words: str = "", minutes: int = 400,
    by: Actor | None = None,
) -> Closed:  # fmt: skip
    """Close the acceptor's day with a balance as it was seen."""
    call = world.call(by or world.acceptor, minutes=minutes)
    return close_day(
        call, counted_fen=fen if counted is None else counted, words=words, seen_fen=fen
    )


def figures(row: CashClose) -> tuple[int, ...]:
    return (
        row.opening_fen,
        row.taken_fen,
        row.paid_on_fen,
        row.came_back_fen,
        row.given_back_fen,
        row.closing_fen,
    )


def test_a_day_on_which_all_cash_was_paid_on_is_even(world: World) -> None:
    pay_on(world, take(world, 1))
    pay_on(world, take(world, 2, reason=Reason.LOST))
    done = close(world, fen=0)
    row = CashClose.objects.get(id=done.id)
    assert figures(row) == (0, 6000, 6000, 0, 0, 0)
    assert len(row.lines) == 4
    assert MoneyDifference.objects.count() == 0
    assert AuditRow.objects.filter(what="CASH_CLOSED").count() == 1


def test_what_is_left_opens_the_next_day(world: World) -> None:
    case = take(world)
    close(world, fen=2000, words="银行系统停机")
    pay_on(world, case, minutes=DAY)
    done = close(world, fen=0, minutes=DAY + 400)
    row = CashClose.objects.get(id=done.id)
    assert figures(row) == (2000, 0, 2000, 0, 0, 0)


def test_cash_that_moves_after_the_close_belongs_to_the_next(world: World) -> None:
    take(world, 1)
    close(world, fen=2000, words="银行已下班", minutes=100)
    take(world, 2, minutes=120)
    with pytest.raises(Barred, match="已经办过"):
        close(world, fen=4000, words="银行已下班", minutes=130)
    done = close(world, fen=4000, words="银行已下班", minutes=DAY)
    assert figures(CashClose.objects.get(id=done.id)) == (2000, 2000, 0, 0, 0, 4000)


def test_given_back_and_come_back_add_up(world: World) -> None:
    first, second = take(world, 1), take(world, 2)
    ended(world, first)
    fee.give_back_cash(first.id, world.call(world.acceptor2, minutes=60), signature="s")
    pay_on(world, second)
    ended(world, second)
    fee.approve_refund(second.id, world.call(world.supervisor, minutes=70))
    fee.record_refunded(second.id, world.call(SYSTEM, minutes=80))
    done = close(world, fen=2000, words="明天申请人来取")
    assert figures(CashClose.objects.get(id=done.id)) == (0, 4000, 2000, 2000, 2000, 2000)
    assert is_open(second, "GIVE_BACK_CASH")


@pytest.mark.parametrize(
    ("fen", "counted", "kinds"),
    [(2000, 2000, {"HELD"}), (2000, 0, {"COUNT", "HELD"}), (2000, 4000, {"COUNT", "HELD"})],
)
def test_what_does_not_agree_needs_words_and_becomes_a_difference(
    world: World, fen: int, counted: int, kinds: set[str]
) -> None:
    take(world)
    with pytest.raises(BadInput) as bad:
        close(world, fen=fen, counted=counted)
    assert [fault.field for fault in bad.value.faults] == ["words"]
    assert not CashClose.objects.exists()
    close(world, fen=fen, counted=counted, words="说明原因")
    assert set(MoneyDifference.objects.values_list("kind", flat=True)) == kinds
    row = MoneyDifference.objects.get(kind="HELD")
    assert (row.unit, row.county, row.officer) == (
        world.station,
        world.county,
        world.acceptor.officer_id,
    )


@pytest.mark.parametrize("counted", [None, 1_000_001, -1_000_001])
def test_a_count_is_an_amount(world: World, counted: int | None) -> None:
    call = world.call(world.acceptor)
    with pytest.raises(BadInput) as bad:
        close_day(call, counted_fen=counted, words="", seen_fen=0)
    assert [fault.field for fault in bad.value.faults] == ["counted"]


@pytest.mark.parametrize("seen", [0, 4000, None])
def test_cash_that_moved_meanwhile_is_counted_again(world: World, seen: int | None) -> None:
    take(world)
    with pytest.raises(LostRace):
        close_day(
            world.call(world.acceptor, minutes=90), counted_fen=2000, words="x", seen_fen=seen
        )


def test_a_close_repeated_is_one(world: World) -> None:
    take(world)
    call = world.call(world.acceptor, minutes=90)
    first = close_day(call, counted_fen=2000, words="原因", seen_fen=2000)
    again = close_day(call, counted_fen=2000, words="原因", seen_fen=2000)
    assert (again.id, again.repeated) == (first.id, True)
    assert CashClose.objects.count() == 1


def test_each_officer_closes_his_own(world: World) -> None:
    take(world)
    close(world, fen=0, by=world.acceptor2)
    assert CashMove.objects.filter(close=None).count() == 1
    for stranger in (world.keeper, world.supervisor, world.chief):
        with pytest.raises(Forbidden):
            close(world, fen=0, by=stranger)


def test_a_closed_day_never_changes(world: World) -> None:
    take(world)
    close(world, fen=2000, words="原因")
    for change in ({"closing_fen": 0}, {"words": "改"}, {"counted_fen": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CashClose.objects.update(**change)
    moved: tuple[dict[str, Any], ...] = ({"fen": 4000}, {"close": None}, {"officer": uuid4()})
    for other in moved:
        with pytest.raises(IntegrityError), transaction.atomic():
            CashMove.objects.update(**other)
    for model in (CashMove, CashClose, MoneyDifference):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_an_uncounted_movement_cannot_be_changed_either(world: World) -> None:
    take(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        CashMove.objects.update(fen=4000)


def test_the_database_holds_no_close_that_does_not_add_up(world: World) -> None:
    values = {
        "unit": world.station, "officer": world.acceptor.officer_id, "day": local_date(world.at),
        "closed_at": world.at, "opening_fen": 0, "taken_fen": 2000, "paid_on_fen": 0,
        "came_back_fen": 0, "given_back_fen": 0, "counted_fen": 0, "words": "x",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        CashClose.objects.create(id=uuid4(), request_id=uuid4(), closing_fen=0, **values)
    unsaid = {**values, "words": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        CashClose.objects.create(id=uuid4(), request_id=uuid4(), closing_fen=2000, **unsaid)


def held_over(world: World) -> MoneyDifference:
    """Cash that an officer still had at the close."""
    take(world)
    close(world, fen=2000, words="银行已下班")
    return MoneyDifference.objects.get()


def test_a_difference_is_settled_by_another_officer_in_words(world: World) -> None:
    row = held_over(world)
    given = {"outcome": "PAID_ON", "words": "次日已代缴。"}
    with pytest.raises(Forbidden, match="另一位"):
        differences.settle(row.id, world.call(world.acceptor, minutes=500), **given)
    with pytest.raises(BadInput) as bad:
        differences.settle(row.id, world.call(world.acceptor2, minutes=500), outcome="", words="无")
    assert [fault.field for fault in bad.value.faults] == ["outcome", "words"]
    differences.settle(row.id, world.call(world.acceptor2, minutes=500), **given)
    differences.settle(row.id, world.call(world.supervisor, minutes=501), **given)
    row.refresh_from_db()
    assert (row.outcome, row.settled_by) == ("PAID_ON", world.acceptor2.officer_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyDifference.objects.update(words="改写")
    assert AuditRow.objects.filter(what="DIFFERENCE_SETTLED").count() == 1


def test_a_difference_is_seen_by_its_station_its_county_and_the_city(world: World) -> None:
    row = held_over(world)
    given = {"outcome": "PAID_ON", "words": "次日已代缴。"}
    for stranger in (world.elsewhere(), world.reviewer, world.keeper):
        with pytest.raises(NotFound):
            differences.settle(row.id, world.call(stranger, minutes=500), **given)
    with pytest.raises(NotFound):
        differences.settle(uuid4(), world.call(world.supervisor), **given)
    differences.settle(row.id, world.call(world.chief, minutes=500), **given)


def test_even_the_database_wants_another_officer(world: World) -> None:
    row = held_over(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyDifference.objects.filter(id=row.id).update(
            settled_at=world.at, settled_by=row.officer, outcome="PAID_ON", words="自己"
        )


def test_a_bureau_sees_who_has_not_closed(world: World) -> None:
    case = take(world, 1)
    assert [one.balance_fen for one in cash.unclosed([world.station])] == [2000]
    assert cash.unclosed([world.home.code]) == []
    close(world, fen=2000, words="银行已下班")
    (one,) = cash.unclosed([world.station])
    assert (one.moves, one.balance_fen, one.last_day) == (0, 2000, local_date(world.at))
    pay_on(world, case, minutes=DAY)
    close(world, fen=0, minutes=DAY + 100)
    assert cash.unclosed([world.station]) == []


def test_the_balance_is_explained_fee_by_fee(world: World) -> None:
    first, second = take(world, 1), take(world, 2)
    ended(world, second)
    found = cash.open_cash(world.acceptor, today=local_date(world.at))
    assert found.balance_fen == 4000
    lying = {one.case_id: one.is_to_give_back for one in found.lying}
    assert lying == {first.id: False, second.id: True}
    assert sum(one.fen for one in found.lying) == found.balance_fen


def test_a_close_keeps_what_stays_and_nothing_older_is_read(world: World) -> None:
    """Days pile up behind an officer; what lies with him is read from his last close on."""
    first, second = take(world, 1), take(world, 2)
    close(world, fen=4000, words="银行已下班")
    pay_on(world, first, minutes=DAY)
    close(world, fen=2000, words="申请人明天来取", minutes=DAY + 100)
    third = take(world, 3, minutes=2 * DAY, reason=Reason.LOST)
    with CaptureQueriesContext(connection) as asked:
        found = cash.open_cash(world.acceptor, today=local_date(world.at))
        (one,) = cash.unclosed([world.station])
    assert {(o.case_id, o.fen) for o in found.lying} == {(second.id, 2000), (third.id, 4000)}
    assert found.balance_fen == one.balance_fen == sum(o.fen for o in found.lying) == 6000
    of_moves = [q["sql"] for q in asked.captured_queries if 'FROM "cases_cashmove"' in q["sql"]]
    assert of_moves
    assert all('"close_id" IS NULL' in sql for sql in of_moves)
