"""制证中心: the same promises in process and over the wire (第十一条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from tests.adapters import sides
from tests.adapters.card_orders import (
    COUNTY,
    ORDER,
    OTHER_COUNTY,
    STATION,
    courier_order,
    order,
)
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, receiving

from tongban.adapters.card_centre.client import HttpCardCentre
from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import (
    LONG_TERM,
    NOTICES,
    SYSTEM,
    BatchShipped,
    CardCentrePort,
    CardProduced,
    Destination,
    Fault,
    OrderAccepted,
    OrderRejected,
    OrderStage,
    Redirection,
    ShippedCard,
)
from tongban.ports.errors import BadAnswer, Rejected, TimedOut
from tongban.simulators.base.faults import Faults
from tongban.simulators.card_centre.ledger import CardCentreLedger

Side = sides.Side[CardCentrePort, CardCentreLedger]
served_rig, rig, side = sides.both_sides(
    CardCentreLedger, HttpCardCentre, "batch_cards", "batches", "parcels", "redirections", "orders"
)


def count(ledger: CardCentreLedger) -> int:
    return ledger.number("SELECT count(*) FROM orders")


def test_the_same_order_twice_is_one_order(side: Side) -> None:
    first = side.port.order(ORDER, at=AT)
    again = side.port.order(ORDER, at=AT + timedelta(hours=1))
    assert again == first
    assert first.received_at == AT
    assert count(side.ledger) == 1


def test_the_centre_prints_exactly_what_was_ordered(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    assert side.ledger.ordered(ORDER.order_no) == ORDER


def test_a_card_without_end_of_validity(side: Side) -> None:
    side.port.order(order("A", valid_until=LONG_TERM), at=AT)
    assert side.ledger.ordered("A").valid_until == LONG_TERM


def test_a_number_cannot_name_two_orders(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.order(replace(ORDER, version=2), at=AT)
    assert refused.value.code == "ORDER_CONFLICT"


@pytest.mark.parametrize(
    "bad",
    [
        order("B1", printed=replace(ORDER.printed, id_number="370811199003070071")),
        order("B2", photo_jpeg=b"GIF89a"),
        order("B3", fingerprints=(ORDER.fingerprints[0],) * 2),
        order("B4", valid_until=ORDER.valid_from),
        order("B5", destination=Destination(county="济宁", station=STATION)),
        replace(courier_order("B6"), recipient=None),
        order("B7", printed=replace(ORDER.printed, name=" ")),
    ],
    ids=lambda bad: str(bad.order_no),
)
def test_an_order_that_cannot_be_made_is_refused(side: Side, bad: object) -> None:
    assert isinstance(bad, type(ORDER))
    with pytest.raises(Rejected) as refused:
        side.port.order(bad, at=AT)
    assert refused.value.code == "BAD_ORDER"
    assert count(side.ledger) == 0


def test_status_follows_production(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    assert side.port.status(ORDER.order_no, at=AT).stage is OrderStage.RECEIVED
    side.ledger.accept(ORDER.order_no, at=AT)
    serial = side.ledger.produce(ORDER.order_no, at=AT)
    batch = side.ledger.dispatch.ship(COUNTY, at=AT)
    status = side.port.status(ORDER.order_no, at=AT)
    assert (status.stage, status.card_serial) == (OrderStage.SHIPPED, serial)
    assert status.batch_no == batch.batch_no


def test_status_of_a_rejected_order_tells_whose_fault(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    side.ledger.turn_down(ORDER.order_no, fault=Fault.RECORD, reason="照片背景不白。", at=AT)
    status = side.port.status(ORDER.order_no, at=AT)
    assert (status.fault, status.reason) == (Fault.RECORD, "照片背景不白。")


def test_an_order_that_never_arrived(side: Side) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.status("nowhere", at=AT)
    assert refused.value.code == "UNKNOWN_ORDER"


def test_a_remake_names_an_order_the_centre_knows(side: Side) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.order(order("R", remake_of=ORDER.order_no), at=AT)
    assert refused.value.code == "UNKNOWN_REMAKE"
    side.port.order(ORDER, at=AT)
    side.port.order(order("R", remake_of=ORDER.order_no), at=AT)
    assert side.ledger.produce("R", at=AT) != side.ledger.produce(ORDER.order_no, at=AT)


def test_notices_tell_the_whole_way(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    serial = side.ledger.produce(ORDER.order_no, at=AT)
    batch = side.ledger.dispatch.ship(COUNTY, at=AT)
    assert side.ledger.take_notices() == [
        OrderAccepted(order_no=ORDER.order_no, at=AT),
        CardProduced(order_no=ORDER.order_no, at=AT, card_serial=serial),
        batch,
    ]
    assert batch.cards == (
        ShippedCard(order_no=ORDER.order_no, card_serial=serial, station=STATION),
    )
    assert (batch.county, batch.at) == (COUNTY, AT)
    assert side.ledger.take_notices() == []


def test_a_courier_card_never_appears_in_a_batch(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    side.port.order(courier_order("C"), at=AT)
    side.ledger.produce(ORDER.order_no, at=AT)
    side.ledger.produce("C", at=AT)
    batch = side.ledger.dispatch.ship(COUNTY, at=AT)
    assert [card.order_no for card in batch.cards] == [ORDER.order_no]
    tracking = side.ledger.dispatch.post("C", at=AT)
    assert side.port.status("C", at=AT).tracking_no == tracking
    with pytest.raises(Rejected):
        side.ledger.dispatch.ship(COUNTY, at=AT)


def test_signed_notices_arrive_and_an_unanswered_one_comes_again(rig: Rig) -> None:
    assert isinstance(rig.ledger, CardCentreLedger)
    rig.ledger.order(ORDER, at=AT)
    rejected = OrderRejected(
        order_no=ORDER.order_no, at=AT, fault=Fault.PRODUCTION, reason="制证设备故障。"
    )
    rig.ledger.turn_down(ORDER.order_no, fault=rejected.fault, reason=rejected.reason, at=AT)
    with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
        receiver.status = 503
        rig.send_notices(receiver)
        rig.clock.time += timedelta(minutes=1)
        receiver.status = 200
        rig.send_notices(receiver)
        rig.send_notices(receiver)
        assert receiver.notices == [rejected, rejected]
        assert len(set(receiver.message_ids)) == 1
        assert receiver.refused == 0


def test_a_batch_notice_survives_the_wire(rig: Rig) -> None:
    assert isinstance(rig.ledger, CardCentreLedger)
    rig.ledger.order(ORDER, at=AT)
    rig.ledger.produce(ORDER.order_no, at=AT)
    batch = rig.ledger.dispatch.ship(COUNTY, at=AT)
    with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
        rig.send_notices(receiver)
        assert [n for n in receiver.notices if isinstance(n, BatchShipped)] == [batch]


def test_a_wrongly_signed_notice_is_refused_and_kept(rig: Rig) -> None:
    assert isinstance(rig.ledger, CardCentreLedger)
    rig.ledger.order(ORDER, at=AT)
    rig.ledger.accept(ORDER.order_no, at=AT)
    with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
        rig.ledger.faults = Faults(wrong_signature=True)
        rig.send_notices(receiver)
        assert (receiver.refused, receiver.notices) == (1, [])
        rig.ledger.faults = Faults()
        rig.clock.time += timedelta(minutes=1)
        rig.send_notices(receiver)
        assert len(receiver.notices) == 1


def test_an_order_that_timed_out_had_its_effect_once(rig: Rig) -> None:
    assert isinstance(rig.ledger, CardCentreLedger)
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        HttpCardCentre(client).order(ORDER, at=AT)
    client = rig.wire()
    receipt = HttpCardCentre(client).order(ORDER, at=AT + timedelta(minutes=1))
    client.close()
    assert receipt.received_at == AT
    assert count(rig.ledger) == 1


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(rig: Rig, faults: Faults, error: type[Exception]) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        HttpCardCentre(client).order(ORDER, at=AT)


def test_a_stranger_has_no_effect(rig: Rig) -> None:
    assert isinstance(rig.ledger, CardCentreLedger)
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        HttpCardCentre(client).order(ORDER, at=AT)
    client.close()
    unsigned = httpx.post(f"{rig.base_url}/v1/order", json={}, trust_env=False)
    assert unsigned.status_code == 401
    assert count(rig.ledger) == 0


def test_personal_data_stays_out_of_the_representation() -> None:
    shown = repr(courier_order("C"))
    assert "欧阳" not in shown
    assert "19900307" not in shown
    assert OTHER_COUNTY not in shown


def redirection(number: str, **changes: object) -> Redirection:
    recipient = courier_order("X").recipient
    wanted = Redirection(
        order_no=number, reference="r-1", delivery=Delivery.COURIER, recipient=recipient
    )
    return replace(wanted, **changes)  # type: ignore[arg-type]


def test_a_card_is_redirected_before_it_leaves_and_once(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    side.port.redirect(redirection(ORDER.order_no), at=AT)
    side.ledger.produce(ORDER.order_no, at=AT)
    side.ledger.dispatch.post(ORDER.order_no, at=AT)
    # Told again after it has left: the first telling stands.
    said = side.port.redirect(redirection(ORDER.order_no), at=AT)
    assert said.stage is OrderStage.SHIPPED
    with pytest.raises(Rejected) as refused:
        side.port.redirect(redirection(ORDER.order_no, reference="r-2"), at=AT)
    assert refused.value.code == "ALREADY_SHIPPED"


def test_an_order_repeated_after_its_redirection_is_the_same_order(side: Side) -> None:
    side.port.order(ORDER, at=AT)
    side.port.redirect(redirection(ORDER.order_no), at=AT)
    side.port.order(ORDER, at=AT)
    assert side.ledger.ordered(ORDER.order_no).delivery is Delivery.COURIER


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient": None}, "BAD_ORDER"),
        ({"delivery": Delivery.STATION}, "BAD_ORDER"),
        ({"order_no": "nowhere"}, "UNKNOWN_ORDER"),
    ],
)
def test_a_redirection_that_leads_nowhere_is_refused(
    side: Side, changes: dict[str, object], code: str
) -> None:
    side.port.order(ORDER, at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.redirect(redirection(ORDER.order_no, **changes), at=AT)
    assert refused.value.code == code
    assert side.ledger.ordered(ORDER.order_no) == ORDER
