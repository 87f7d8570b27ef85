"""What the simulated centre does by itself and by hand: pace, batches, errors in packing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.adapters.card_orders import COUNTY, OTHER_COUNTY, courier_order, order
from tests.adapters.rig import AT

from tongban.ports.card_centre import Destination, OrderStage
from tongban.ports.errors import Rejected
from tongban.simulators.base.faults import Automatic
from tongban.simulators.card_centre.ledger import CardCentreLedger

ELSEWHERE = Destination(county=OTHER_COUNTY, station="370883540000")


@pytest.fixture
def ledger() -> Iterator[CardCentreLedger]:
    ledger = CardCentreLedger()
    yield ledger
    ledger.close()


def made(ledger: CardCentreLedger, *numbers: str, elsewhere: bool = False) -> list[str]:
    for number in numbers:
        wanted = order(number, destination=ELSEWHERE) if elsewhere else order(number)
        ledger.order(wanted, at=AT)
    return [ledger.produce(number, at=AT) for number in numbers]


def test_the_contents_are_the_list_when_nothing_goes_wrong(ledger: CardCentreLedger) -> None:
    serials = made(ledger, "A", "B")
    batch = ledger.dispatch.ship(COUNTY, at=AT)
    assert ledger.dispatch.contents(batch.batch_no) == tuple(sorted(serials))


def test_a_missing_card_is_listed_but_not_inside(ledger: CardCentreLedger) -> None:
    first, second = made(ledger, "A", "B")
    said = ledger.act("ship_short", key=COUNTY, values={}, at=AT)
    batch = ledger.status("A", at=AT).batch_no
    assert batch is not None
    assert ledger.dispatch.contents(batch) == (first,)
    assert second in said


def test_a_surplus_card_is_inside_but_not_listed_and_missed_in_its_own_batch(
    ledger: CardCentreLedger,
) -> None:
    (ours,) = made(ledger, "A")
    (theirs,) = made(ledger, "B", elsewhere=True)
    ledger.act("ship_surplus", key=COUNTY, values={}, at=AT)
    batch = ledger.status("A", at=AT).batch_no
    assert batch is not None
    assert set(ledger.dispatch.contents(batch)) == {ours, theirs}
    assert ledger.status("B", at=AT).stage is OrderStage.PRODUCED
    own = ledger.dispatch.ship(OTHER_COUNTY, at=AT)
    assert [card.card_serial for card in own.cards] == [theirs]
    assert ledger.dispatch.contents(own.batch_no) == ()


def test_a_surplus_card_may_be_quite_foreign(ledger: CardCentreLedger) -> None:
    made(ledger, "A")
    ledger.act("ship_surplus", key=COUNTY, values={}, at=AT)
    batch = ledger.status("A", at=AT).batch_no
    assert batch is not None
    assert len(ledger.dispatch.contents(batch)) == 2


def test_contents_that_contradict_the_list_are_refused(ledger: CardCentreLedger) -> None:
    (serial,) = made(ledger, "A")
    with pytest.raises(Rejected):
        ledger.dispatch.ship(COUNTY, at=AT, left_out=["unknown"])
    with pytest.raises(Rejected):
        ledger.dispatch.ship(COUNTY, at=AT, surplus=[serial])
    assert ledger.status("A", at=AT).stage is OrderStage.PRODUCED


def test_a_made_card_cannot_be_made_or_rejected_again(ledger: CardCentreLedger) -> None:
    made(ledger, "A")
    with pytest.raises(Rejected) as refused:
        ledger.produce("A", at=AT)
    assert refused.value.code == "WRONG_STAGE"
    with pytest.raises(Rejected):
        ledger.act("reject_record", key="A", values={"原因": "晚了"}, at=AT)
    with pytest.raises(Rejected):
        ledger.dispatch.post("A", at=AT)


def test_a_rejection_needs_a_reason(ledger: CardCentreLedger) -> None:
    ledger.order(order("A"), at=AT)
    with pytest.raises(Rejected) as refused:
        ledger.act("reject_production", key="A", values={"原因": " "}, at=AT)
    assert refused.value.code == "NO_REASON"


def test_every_button_of_the_page_works(ledger: CardCentreLedger) -> None:
    for number in ("A", "B", "D"):
        ledger.order(order(number), at=AT)
    ledger.order(courier_order("C"), at=AT)
    ledger.act("accept", key="A", values={}, at=AT)
    for number in ("A", "C"):
        ledger.act("produce", key=number, values={}, at=AT)
    ledger.act("reject_record", key="B", values={"原因": "住址不全"}, at=AT)
    ledger.act("reject_production", key="D", values={"原因": "卡体损坏"}, at=AT)
    ledger.act("ship", key=COUNTY, values={}, at=AT)
    ledger.act("post", key="C", values={}, at=AT)
    tables = ledger.tables(at=AT)
    assert [len(table.rows) for table in tables] == [0, 0, 0, 0, 1, 4]
    assert {name for table in tables for name in table.acts} >= {"ship_short", "ship_surplus"}
    with pytest.raises(Rejected):
        ledger.act("burn", key="A", values={}, at=AT)


def test_by_itself_it_makes_the_card_in_days_and_ships_one_batch_a_day(
    ledger: CardCentreLedger,
) -> None:
    ledger.automatic = Automatic(on=True)
    for number in range(12):
        ledger.order(order(f"N{number}"), at=AT)
    ledger.order(courier_order("C"), at=AT)
    for hour in range(24 * 6):
        ledger.tick(at=AT + timedelta(hours=hour))
    shipped = ledger.rows("SELECT shipped_at FROM batches ORDER BY shipped_at")
    days = [row["shipped_at"][:10] for row in shipped]
    assert 1 < len(days) == len(set(days)) <= 4
    last = AT + timedelta(days=6)
    assert {ledger.status(f"N{n}", at=last).stage for n in range(12)} == {OrderStage.SHIPPED}
    assert ledger.status("C", at=last).tracking_no is not None
    assert ledger.number("SELECT count(*) FROM batch_cards") == 12


def test_speed_shortens_every_wait(ledger: CardCentreLedger) -> None:
    ledger.automatic = Automatic(on=True, speed=86_400)
    ledger.order(order("A"), at=AT)
    for second in range(6):
        ledger.tick(at=AT + timedelta(seconds=second))
    assert ledger.status("A", at=AT).stage is OrderStage.SHIPPED
