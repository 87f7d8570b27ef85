"""What the background work asks the treasury again, and the statements it reads (第七条)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.test_fee import ended
from tests.cases.world import World
from tests.jobs.conftest import HandClock
from tests.jobs.test_money import paid_there, shown

from tongban.cases.models import Case, Event, MoneyDifference, Outgoing, Payment, StatementDay
from tongban.cases.operations import fee
from tongban.jobs import money, tasks
from tongban.ports.errors import Unreachable
from tongban.ports.registry import Ports
from tongban.simulators.treasury.ledger import TreasuryLedger

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ledger(ports: Ports) -> TreasuryLedger:
    """The treasury's books."""
    assert isinstance(ports.treasury, TreasuryLedger)
    return ports.treasury


def refunding(world: World, ports: Ports) -> Case:
    """A refund that the treasury was asked for."""
    case = shown(world, ports)
    paid_there(case, ports, world)
    money.query_open_orders(ports, at=world.at + HOUR)
    ended(world, world.fresh(case))
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=90))
    tasks.deliver(str(Outgoing.objects.get(case=case, kind="fetch_receipt").id))
    tasks.deliver(str(Outgoing.objects.get(case=case, kind="refund").id))
    return case


def test_a_refund_whose_notice_never_comes_is_found_by_asking(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = refunding(world, ports)
    at = clock.time + HOUR
    assert money.query_refunds(ports, at=at) == 0
    done = ledger(ports).finish_refund(case.payments.get().order_no, at=at)
    assert money.query_refunds(ports, at=at + HOUR) == 1
    payment = case.payments.get()
    assert (payment.state, payment.refunded_at) == ("REFUNDED", done.refunded_at)
    assert money.query_refunds(ports, at=at + HOUR) == 0


def test_a_refund_that_bounced_goes_back_to_the_bureau(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = refunding(world, ports)
    ledger(ports).fail_refund(case.payments.get().order_no, at=clock.time)
    assert money.query_refunds(ports, at=clock.time + HOUR) == 1
    assert case.payments.get().state == "REFUND_ASKED"
    assert Event.objects.filter(subject=case.id, name="RefundFailed").count() == 1
    fee.approve_refund(case.id, world.call(world.chief, minutes=600))
    # The second time of asking has not gone out yet: that it is paid there says nothing.
    assert money.query_refunds(ports, at=clock.time + 9 * HOUR) == 0
    again = Outgoing.objects.filter(case=case, kind="refund").latest("created_at")
    tasks.deliver(str(again.id))
    ledger(ports).finish_refund(case.payments.get().order_no, at=clock.time)
    assert money.query_refunds(ports, at=clock.time + 12 * HOUR) == 1
    assert case.payments.get().state == "REFUNDED"


def test_a_receipt_that_did_not_come_is_asked_for_again(world: World, ports: Ports) -> None:
    case = shown(world, ports)
    paid_there(case, ports, world)
    money.query_open_orders(ports, at=world.at + HOUR)
    Outgoing.objects.filter(kind="fetch_receipt").update(state=Outgoing.State.FAILED)
    assert money.query_receipts(ports, at=world.at + HOUR) == 0
    assert money.query_receipts(ports, at=world.at + 5 * HOUR) == 1
    payment = case.payments.get()
    assert (payment.state, len(payment.receipt_no)) == ("RECEIPTED", 10)
    assert money.query_receipts(ports, at=world.at + 5 * HOUR) == 0


def test_orders_that_nobody_pays_do_not_hide_those_that_were_paid(
    world: World, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many codes are left unpaid, every order is asked about in its turn (第七条)."""
    monkeypatch.setattr(money, "AT_ONCE", 1)
    never = shown(world, ports)
    Payment.objects.update(created_at=world.at - HOUR)
    case = shown(world, ports, serial=8, record_id="R000008")
    paid_there(case, ports, world)
    runs = [money.query_open_orders(ports, at=world.at + n * HOUR) for n in (1, 2, 3)]
    assert (runs, world.fresh(never).is_paid) == ([0, 1, 0], False)


def test_an_amount_that_does_not_fit_is_kept_for_a_person(world: World, ports: Ports) -> None:
    case = shown(world, ports)
    ledger(ports).db.execute("UPDATE orders SET amount_fen = 4000")
    paid_there(case, ports, world)
    for _ in range(2):
        assert money.query_open_orders(ports, at=world.at + HOUR) == 0
    row = MoneyDifference.objects.get()
    assert (row.kind, row.ours_fen, row.theirs_fen, row.unit) == (
        "AMOUNT",
        2000,
        4000,
        world.station,
    )
    assert Payment.objects.get().state == "DUE"


def test_a_code_paid_while_it_is_voided_is_taken_in_and_goes_back(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = shown(world, ports)
    paid_there(case, ports, world)
    ended(world, world.fresh(case))
    row = Outgoing.objects.get(case=case, kind="void_code")
    tasks.deliver(str(row.id))
    assert Outgoing.objects.get(id=row.id).state == Outgoing.State.SENT
    assert case.payments.get().state == "REFUND_ASKED"


def test_statements_are_read_once_a_day_and_those_missed_too(world: World, ports: Ports) -> None:
    case = shown(world, ports)
    paid_there(case, ports, world)
    at = world.at + timedelta(days=1)
    assert money.read_statements(ports, at=at) == money.LOOK_BACK
    assert money.read_statements(ports, at=at) == 0
    assert money.read_statements(ports, at=at + timedelta(days=2)) == 2
    assert MoneyDifference.objects.get().kind == "PAID_THERE"
    assert StatementDay.objects.filter(differences=1).count() == 1


def test_a_treasury_that_is_away_is_asked_again_with_the_next_run(
    world: World, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unreachable("treasury", "away")

    with monkeypatch.context() as patch:
        patch.setattr(ports.treasury, "daily_statement", away)
        assert money.read_statements(ports, at=world.at) == 0
    assert money.read_statements(ports, at=world.at) == money.LOOK_BACK
