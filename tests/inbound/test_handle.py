"""What stored messages do: each once, and what cannot be acted upon is kept with the reason."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Card, Case, CreditPush, Event, Outgoing
from tongban.cases.operations import production
from tongban.cases.operations.errors import LostRace
from tongban.inbound.handlers import BOOKS, HANDLERS
from tongban.inbound.models import InboundMessage
from tongban.inbound.receive import keep
from tongban.inbound.tasks import RACES, handle_stored, wake
from tongban.ports import card_centre, credit, post, sms, treasury
from tongban.ports.registry import Ports
from tongban.procedure.stages import Stage
from tongban.simulators.credit.ledger import CreditLedger

pytestmark = pytest.mark.django_db


def arrive(system: str, notice: object, *, at: datetime, message_id: UUID | None = None) -> str:
    """Store a notice and handle it as the worker does; what came of it."""
    name = message_id or uuid4()
    keep(name, system=system, body=BOOKS[system].encode(notice), at=at)
    return handle_stored(name, at=at)


def with_code(world: World) -> Case:
    """Return a signed case with an order at the treasury."""
    case = world.signed()
    world_order = f"O-{case.number}"
    shown = treasury_order(case, order_no=world_order, at=world.at)
    case.payments.update(order_no=shown.order_no, code=shown.payment_code)
    return case


def treasury_order(
    case: Case, *, order_no: str, at: datetime, amount: int | None = None
) -> treasury.PaymentOrder:
    """Return a paid order as the treasury tells it."""
    payment = case.payments.get()
    return treasury.PaymentOrder(
        order_no=order_no,
        reference=str(payment.id),
        case_number=case.number,
        amount_fen=amount or payment.amount_fen,
        item="工本费",
        state=treasury.PaymentState.PAID,
        payment_code="3" * 20,
        code_expires_at=at + timedelta(days=1),
        qr_text="qr",
        method=treasury.PaymentMethod.PAYER,
        paid_at=at,
    )


def test_a_payment_told_twice_is_one_payment(world: World) -> None:
    case = with_code(world)
    later = world.at + timedelta(minutes=10)
    notice = treasury.PaymentPaid(treasury_order(case, order_no=f"O-{case.number}", at=later))
    name = uuid4()
    assert arrive("treasury", notice, at=later, message_id=name) == ""
    assert arrive("treasury", notice, at=later, message_id=name) == ""
    assert arrive("treasury", notice, at=later + timedelta(minutes=1)) == ""
    assert world.fresh(case).is_paid
    assert Event.objects.filter(subject=case.id, name="Paid").count() == 1
    assert InboundMessage.objects.filter(handled_at=None).count() == 0


def test_another_amount_is_left_to_a_person(world: World) -> None:
    case = with_code(world)
    order = treasury_order(case, order_no=f"O-{case.number}", at=world.at, amount=9900)
    assert "不符" in arrive("treasury", treasury.PaymentPaid(order), at=world.at)
    assert not world.fresh(case).is_paid


def test_an_unknown_order_is_kept_with_its_outcome(world: World) -> None:
    case = with_code(world)
    notice = treasury.PaymentPaid(treasury_order(case, order_no="FS-unknown", at=world.at))
    outcome = arrive("treasury", notice, at=world.at)
    row = InboundMessage.objects.get()
    assert (row.outcome, row.handled_at) == (outcome, world.at)
    assert "缴款单" in outcome
    assert row.body == json.loads(BOOKS["treasury"].encode(notice))


def shipped(order_no: str, case: Case, *, at: datetime) -> card_centre.BatchShipped:
    """Return a batch of one card."""
    card = card_centre.ShippedCard(
        order_no=order_no, card_serial="372600000001", station=case.accepting_unit
    )
    return card_centre.BatchShipped(
        batch_no="B-1", county=case.accepting_county, carrier_no="1" * 13, at=at, cards=(card,)
    )


def test_a_batch_moves_its_cards_once(world: World) -> None:
    case = world.in_production()
    at = world.at + timedelta(days=2)
    notice = shipped(f"{case.number}-1", case, at=at)
    assert [arrive("card_centre", notice, at=at) for _ in range(2)] == ["", ""]
    assert world.fresh(case).stage == Stage.TO_COUNTY
    assert Card.objects.get(case=case).serial == "372600000001"


def test_a_batch_with_a_card_we_never_ordered_is_left_to_a_person(world: World) -> None:
    case = world.in_production()
    outcome = arrive("card_centre", shipped("nobody-1", case, at=world.at), at=world.at)
    assert outcome
    assert world.fresh(case).stage == Stage.IN_PRODUCTION
    assert Card.objects.get(case=case).serial is None


def test_a_rejected_order_names_the_fault(world: World) -> None:
    case = world.in_production()
    notice = card_centre.OrderRejected(
        order_no=f"{case.number}-1",
        at=world.at,
        fault=card_centre.Fault.RECORD,
        reason="照片不符合制证要求",
    )
    assert arrive("card_centre", notice, at=world.at) == ""
    after = world.fresh(case)
    assert after.stage == Stage.RETURNED
    assert after.returned is not None
    assert "照片不符合制证要求" in after.returned["words"]


def report(row: Outgoing, state: sms.DeliveryState, *, at: datetime) -> sms.DeliveryReport:
    """Return the carrier's word on a text."""
    reason = None if state is sms.DeliveryState.DELIVERED else "空号"
    return sms.DeliveryReport(message_id=str(row.id), state=state, at=at, reason=reason)


def test_a_delivered_text_is_the_telling(world: World) -> None:
    case = world.at_station()
    row = Outgoing.objects.get(case=case, kind="collect")
    at = world.at + timedelta(hours=4)
    assert arrive("sms", report(row, sms.DeliveryState.FAILED, at=at), at=at) == ""
    assert Card.objects.get(case=case).told_at is None
    assert arrive("sms", report(row, sms.DeliveryState.DELIVERED, at=at), at=at) == ""
    assert Card.objects.get(case=case).told_at == at


def test_a_report_on_a_text_of_nobody_does_nothing(world: World) -> None:
    stray = sms.DeliveryReport(
        message_id=str(uuid4()), state=sms.DeliveryState.DELIVERED, at=world.at
    )
    assert arrive("sms", stray, at=world.at) == ""


def test_a_gap_in_the_list_is_asked_for(world: World, ports: Ports) -> None:
    ledger = ports.credit
    assert isinstance(ledger, CreditLedger)
    full = ledger.push(at=world.at, kind=credit.PushKind.FULL)
    second, third = (ledger.push(at=world.at + timedelta(days=n)) for n in (1, 2))
    ledger.take_notices()
    assert arrive("credit", full, at=world.at) == ""
    assert arrive("credit", third, at=world.at) == ""
    assert list(CreditPush.objects.values_list("number", flat=True)) == [1]
    again = ledger.take_notices()
    assert again == [second, third]
    for push in again:
        arrive("credit", push, at=world.at)
    assert set(CreditPush.objects.values_list("number", flat=True)) == {1, 2, 3}


@pytest.mark.parametrize("losses", [1, RACES - 1, RACES])
def test_a_message_that_loses_a_race_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, losses: int
) -> None:
    case = world.in_production()
    left = [LostRace("有变化")] * losses
    really = production.ship

    def ship(*given: Any, **named: Any) -> object:
        if left:
            raise left.pop()
        return really(*given, **named)

    monkeypatch.setattr(production, "ship", ship)
    notice, name = shipped(f"{case.number}-1", case, at=world.at), uuid4()
    if losses == RACES:
        with pytest.raises(LostRace):
            arrive("card_centre", notice, at=world.at, message_id=name)
        assert InboundMessage.objects.get().handled_at is None
    assert arrive("card_centre", notice, at=world.at, message_id=name) == ""
    assert world.fresh(case).stage == Stage.TO_COUNTY


def test_what_a_dying_worker_left_is_taken_up(world: World) -> None:
    stray = sms.DeliveryReport(
        message_id=str(uuid4()), state=sms.DeliveryState.DELIVERED, at=world.at
    )
    name = uuid4()
    keep(name, system="sms", body=BOOKS["sms"].encode(stray), at=world.at - timedelta(days=400))
    wake(0)
    assert handle_stored(name, at=world.at) == ""


@pytest.mark.parametrize(
    ("system", "kinds"),
    [
        ("treasury", (treasury.PaymentPaid, treasury.PaymentRefunded)),
        ("card_centre", get_args(card_centre.CardCentreNotice)),
        ("sms", (sms.DeliveryReport,)),
        ("post", (post.ParcelEvent,)),
        ("credit", (credit.CreditPush,)),
    ],
)
def test_every_kind_of_notice_has_its_act(system: str, kinds: tuple[type, ...]) -> None:
    assert system in BOOKS
    assert set(kinds) <= set(HANDLERS)
