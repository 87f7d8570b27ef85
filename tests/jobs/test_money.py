"""Asking the treasury about open orders; giving money back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.world import World
from tests.jobs.conftest import RECORD, HandClock

from tongban.cases.models import Case, Event, Obligation, Outgoing, Payment
from tongban.cases.operations import fee, withdraw
from tongban.jobs import money, tasks
from tongban.ports.errors import Unreachable
from tongban.ports.registry import Ports
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage
from tongban.simulators.treasury.ledger import TreasuryLedger

pytestmark = pytest.mark.django_db


def shown(world: World, ports: Ports, *, serial: int = 7, record_id: str = RECORD) -> Case:
    """Return a signed case whose code the treasury gave."""
    case = world.signed(serial, record_id=record_id)
    payment = case.payments.get()
    order = ports.treasury.order(
        str(payment.id),
        case_number=case.number,
        amount_fen=payment.amount_fen,
        payer_name=case.name,
        item="居民身份证工本费",
        at=world.at,
    )
    code = fee.CodeShown(order.order_no, order.payment_code, order.qr_text, order.code_expires_at)
    fee.show_code(case.id, world.call(world.acceptor, minutes=7), shown=code)
    return world.fresh(case)


def paid_there(case: Case, ports: Ports, world: World) -> Payment:
    """Have the applicant pay, while no notice of it arrives."""
    payment = case.payments.get()
    assert isinstance(ports.treasury, TreasuryLedger)
    ports.treasury.pay(payment.code, at=world.at + timedelta(minutes=8))
    return payment


def test_a_payment_without_notice_is_found_by_asking(world: World, ports: Ports) -> None:
    case = shown(world, ports)
    payment = paid_there(case, ports, world)
    at = world.at + timedelta(hours=1)
    assert money.query_open_orders(ports, at=at) == 1
    assert money.query_open_orders(ports, at=at) == 0
    payment.refresh_from_db()
    assert (payment.state, payment.paid_at) == (
        PaymentStage.PAID,
        world.at + timedelta(minutes=8),
    )
    assert Event.objects.filter(subject=case.id, name="Paid").count() == 1


def test_an_unpaid_order_stays_open(world: World, ports: Ports) -> None:
    case = shown(world, ports)
    assert money.query_open_orders(ports, at=world.at + timedelta(hours=1)) == 0
    assert world.fresh(case).is_paid is False


def test_a_treasury_that_is_away_costs_nothing(
    world: World, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unreachable("treasury", "away")

    shown(world, ports)
    monkeypatch.setattr(ports.treasury, "query", away)
    assert money.query_open_orders(ports, at=world.at + timedelta(hours=1)) == 0


def test_a_receipt_that_comes_after_the_withdrawal_is_let_go(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = shown(world, ports)
    paid_there(case, ports, world)
    money.query_open_orders(ports, at=world.at + timedelta(hours=1))
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=70),
        words="改在户籍地办理",
        signature="signature",
        seen_version=world.fresh(case).version,
    )
    row = Outgoing.objects.get(case=case, kind="fetch_receipt")
    tasks.deliver(str(row.id))
    assert Outgoing.objects.get(id=row.id).state == Outgoing.State.SENT
    assert case.payments.get().state == PaymentStage.REFUND_ASKED


def test_a_refund_is_asked_once_and_stays_open_until_it_is_done(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = shown(world, ports)
    paid_there(case, ports, world)
    money.query_open_orders(ports, at=world.at + timedelta(hours=1))
    tasks.deliver(str(Outgoing.objects.get(case=case, kind="fetch_receipt").id))
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=70),
        words="改在户籍地办理",
        signature="signature",
        seen_version=world.fresh(case).version,
    )
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=90))
    row = Outgoing.objects.get(case=case, kind="refund")
    for _ in range(2):
        Outgoing.objects.filter(id=row.id).update(state=Outgoing.State.WAITING)
        tasks.deliver(str(row.id))
        assert Outgoing.objects.get(id=row.id).state == Outgoing.State.SENT
    assert case.payments.get().state == PaymentStage.REFUNDING
    owed = Obligation.objects.get(case=case, kind=ObligationKind.REFUND)
    assert owed.closed_at is None
