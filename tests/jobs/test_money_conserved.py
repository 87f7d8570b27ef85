"""No order of events loses a fen (第七条): money is conserved, and all of it can go back.

Whatever happens at the window, at the banks and on the wire, once everything has arrived the
treasury's money and the officers' cash are exactly the fees in force and what is owed to payers; and
when everybody withdraws, nothing is left anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.cases.world import World
from tests.jobs.purse import Purse

from tongban.cases.models import Case, CashMove, Payment
from tongban.cases.operations import fee, fee_arrived
from tongban.cases.operations.errors import Barred
from tongban.policy.vocabulary import Reason
from tongban.ports.registry import Ports, set_ports
from tongban.simulators.treasury.ledger import TreasuryLedger

pytestmark = pytest.mark.django_db

STEPS = (
    *(
        "code",
        "code",
        "order_swapped",
        "pay_former",
        "order_unanswered",
        "answer_stored",
        "cash",
        "behalf",
        "behalf_unheard",
    ),
    *("withdraw", "give_back", "ask", "approve", "pay", "pay", "pay_again", "void_there"),
    *("finish", "fail", "notices", "notices_twice", "notices_lost", "send", "query"),
)
Script = list[tuple[str, int]]
scripts = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=12)

PAID_TWICE: Script = [("code", 0), ("pay", 0), ("notices", 0), ("pay_again", 0), ("notices", 0)]
OLD_ORDER: Script = [("code", 0), ("void_there", 0), ("code", 0), ("pay", 0), ("query", 0)]
CASH_AND_CODE: Script = [("code", 0), ("cash", 0), ("pay", 0), ("notices", 0)]
LATE: Script = [("code", 1), ("cash", 1), ("behalf_unheard", 1), ("withdraw", 1), ("give_back", 1)]
CROSSED: Script = [("order_unanswered", 0), ("pay", 0), ("notices", 0), ("answer_stored", 0)]
OLD_ORDER_PAID: Script = [("code", 0), ("order_swapped", 0), ("pay_former", 0)]
LATE_CODE: Script = [("code", 0), ("withdraw", 0), ("pay", 0)]
BOUNCED: Script = [*PAID_TWICE, ("ask", 0), ("approve", 0), ("send", 0), ("fail", 0), ("query", 0)]


@pytest.fixture
def cases(world: World) -> list[Case]:
    """A renewal and a lost card: 20.00 and 40.00 yuan."""
    return [world.signed(1), world.signed(2, reason=Reason.LOST)]


@contextmanager
def a_try(world: World, ports: Ports, cases: list[Case]) -> Iterator[Purse]:
    """A treasury with empty books, and a database as it was before."""
    treasury = TreasuryLedger()
    fresh = replace(ports, treasury=treasury)
    set_ports(fresh)
    try:
        with transaction.atomic():
            yield Purse(world, fresh, cases)
            transaction.set_rollback(True)
    finally:
        set_ports(ports)
        treasury.close()


def run(purse: Purse, script: Script) -> None:
    """Do the steps, let everything arrive, compare; then let everything go back."""
    for name, n in script:
        purse.do(name, n)
    purse.settle()
    assert set(Payment.objects.values_list("amount_fen", flat=True)) <= {2000, 4000}
    assert purse.treasury_fen() + purse.cash_fen() == purse.owed_fen()
    assert purse.cash_fen() == purse.drawer_fen()
    purse.wind_up()
    assert (purse.treasury_fen(), purse.cash_fen(), purse.owed_fen()) == (0, 0, 0)
    for officer in set(CashMove.objects.values_list("officer", flat=True)):
        assert sum(CashMove.objects.filter(officer=officer).values_list("fen", flat=True)) == 0


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts)
@example(script=PAID_TWICE)
@example(script=OLD_ORDER)
@example(script=CASH_AND_CODE)
@example(script=LATE)
@example(script=LATE_CODE)
@example(script=OLD_ORDER_PAID)
@example(script=CROSSED)
@example(script=BOUNCED)
def test_no_fen_is_lost(world: World, ports: Ports, cases: list[Case], script: Script) -> None:
    with a_try(world, ports, cases) as purse:
        run(purse, script)


def _forget_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    """The former order is forgotten: nobody voids it, nobody knows it when it is paid."""
    really = fee.show_code

    def forgetful(*given: Any, **named: Any) -> object:
        done = really(*given, **named)
        Payment.objects.update(former_orders=[])
        return done

    monkeypatch.setattr(fee, "show_code", forgetful)


def _drop_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second payment is taken for a repeated notice of the first."""

    def barred(*_: object, **__: object) -> None:
        raise Barred("已经缴费。")

    monkeypatch.setattr(fee_arrived, "_again", barred)


def _presume_on_behalf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever paid the code: with cash in hand it counts as paid on behalf."""
    monkeypatch.setattr(fee_arrived, "way_of", lambda case, payment, told: Payment.Way.ON_BEHALF)


def _let_the_late_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Money for a case that has ended is not taken in."""

    def barred(*_: object, **__: object) -> None:
        raise Barred("件已结束。")

    monkeypatch.setattr(fee_arrived, "_too_late", barred)


MUTANTS = {
    "orders forgotten": (_forget_orders, OLD_ORDER_PAID),
    "second payment dropped": (_drop_the_second, PAID_TWICE),
    "presumed on behalf": (_presume_on_behalf, CASH_AND_CODE),
    "late money refused": (_let_the_late_go, LATE_CODE),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_is_found(
    name: str,
    world: World,
    ports: Ports,
    cases: list[Case],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The comparison is no formality: each of these faults loses money, and it says so."""
    mutate, script = MUTANTS[name]
    mutate(monkeypatch)
    with pytest.raises(AssertionError), a_try(world, ports, cases) as purse:
        run(purse, script)
