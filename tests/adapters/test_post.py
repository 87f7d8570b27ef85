"""邮政速递: the same promises in process and over the wire (第十一条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from tests.adapters import sides
from tests.adapters.card_orders import COUNTY, courier_order, order
from tests.adapters.rig import AT, FAULTS, SECRET, STRANGER, HandClock, Rig, receiving, served

from tongban.adapters.post.client import HttpPost
from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import CardPosted, OrderStage, Recipient, Redirection
from tongban.ports.errors import BadAnswer, Rejected, TimedOut
from tongban.ports.post import (
    NOTICES,
    SYSTEM,
    BackReason,
    ParcelEvent,
    ParcelStep,
    PostPort,
    Signer,
)
from tongban.simulators.base.app import Simulator
from tongban.simulators.base.callbacks import OtherSide, Peer
from tongban.simulators.base.faults import Automatic, Faults
from tongban.simulators.base.parcels import CameBack, HandedIn
from tongban.simulators.card_centre.ledger import CardCentreLedger
from tongban.simulators.card_centre.plug import routes as centre_routes
from tongban.simulators.post.ledger import PostLedger
from tongban.simulators.post.plug import routes

Side = sides.Side[PostPort, PostLedger]
served_rig, rig, side = sides.both_sides(PostLedger, HttpPost, "events", "parcels")

NUMBER, ORDER_NO = "1100000000001", "ZZ-1"
TO = Recipient(name="欧阳𬱖", phone="13800000001", address="山东省济宁市任城区虚构路 2 号")
PARCEL = HandedIn(NUMBER, ORDER_NO, TO, AT)


def steps(ledger: PostLedger) -> list[ParcelStep]:
    return [event.step for event in ledger.track(NUMBER, at=AT).events]


def carried(ledger: PostLedger, *, times: int = 2) -> None:
    ledger.take(PARCEL, AT)
    for _ in range(times):
        ledger.carry(NUMBER, at=AT)


def test_a_parcel_taken_in_twice_is_one_parcel(side: Side) -> None:
    side.ledger.take(PARCEL, AT)
    side.ledger.take(PARCEL, AT + timedelta(hours=1))
    parcel = side.port.track(NUMBER, at=AT)
    assert (parcel.step, parcel.since, parcel.is_recalled) == (ParcelStep.COLLECTED, AT, False)
    assert [event.seq for event in parcel.events] == [1]


def test_whoever_follows_hears_what_was_and_what_comes_once_each(side: Side) -> None:
    carried(side.ledger, times=1)
    assert side.ledger.take_notices() == []
    parcel = side.port.follow(NUMBER, reference=ORDER_NO, at=AT)
    side.port.follow(NUMBER, reference=ORDER_NO, at=AT + timedelta(hours=1))
    heard = side.ledger.take_notices()
    assert tuple(heard) == parcel.events
    side.ledger.carry(NUMBER, at=AT)
    side.ledger.deliver(NUMBER, signer=Signer.FAMILY, name="欧阳父", at=AT)
    later = [event for event in side.ledger.take_notices() if isinstance(event, ParcelEvent)]
    assert [(e.seq, e.step) for e in later] == [
        (3, ParcelStep.OUT_FOR_DELIVERY),
        (4, ParcelStep.DELIVERED),
    ]
    assert (later[-1].signer, later[-1].signer_name) == (Signer.FAMILY, "欧阳父")
    assert side.port.track(NUMBER, at=AT).events[2:] == tuple(later)


def test_a_parcel_of_nobody_and_one_of_somebody_else(side: Side) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.track(NUMBER, at=AT)
    assert refused.value.code == "UNKNOWN_PARCEL"
    for ask in (side.port.follow, side.port.recall):
        with pytest.raises(Rejected) as refused:
            ask(NUMBER, reference=ORDER_NO, at=AT)
        assert refused.value.code == "UNKNOWN_PARCEL"
    side.ledger.take(PARCEL, AT)
    for ask in (side.port.follow, side.port.recall):
        with pytest.raises(Rejected) as refused:
            ask(NUMBER, reference="ZZ-2", at=AT)
        assert refused.value.code == "NOT_OURS"


def test_a_recalled_parcel_comes_back_and_is_not_recalled_twice(side: Side) -> None:
    carried(side.ledger)
    parcel = side.port.recall(NUMBER, reference=ORDER_NO, at=AT)
    assert (parcel.step, parcel.is_recalled) == (ParcelStep.RETURNING, True)
    assert side.port.recall(NUMBER, reference=ORDER_NO, at=AT) == parcel
    with pytest.raises(Rejected):
        side.ledger.deliver(NUMBER, signer=Signer.RECIPIENT, name="", at=AT)
    assert side.ledger.carry(NUMBER, at=AT) is ParcelStep.SENT_BACK
    assert side.port.track(NUMBER, at=AT).events[-1].reason is BackReason.RECALLED
    assert side.ledger.take_back() == [CameBack(NUMBER, ORDER_NO, AT)]


def test_a_recall_may_come_too_late(side: Side) -> None:
    carried(side.ledger)
    side.ledger.deliver(NUMBER, signer=Signer.RECIPIENT, name="", at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.recall(NUMBER, reference=ORDER_NO, at=AT)
    assert refused.value.code == "TOO_LATE"
    assert side.port.track(NUMBER, at=AT).events[-1].signer_name == TO.name


def test_what_has_ended_moves_no_more(side: Side) -> None:
    carried(side.ledger)
    side.ledger.miss(NUMBER, words="家中无人", at=AT)
    side.ledger.turn_round(NUMBER, reason=BackReason.MOVED, at=AT)
    side.ledger.carry(NUMBER, at=AT)
    for act in (
        lambda: side.ledger.carry(NUMBER, at=AT),
        lambda: side.ledger.miss(NUMBER, words="", at=AT),
        lambda: side.ledger.lose(NUMBER, words="", at=AT),
        lambda: side.ledger.turn_round(NUMBER, reason=BackReason.MOVED, at=AT),
    ):
        with pytest.raises(Rejected) as refused:
            act()
        assert refused.value.code == "WRONG_STEP"
    assert steps(side.ledger)[-2:] == [ParcelStep.RETURNING, ParcelStep.SENT_BACK]


def test_an_event_arrives_signed(rig: Rig) -> None:
    ledger = rig.ledger
    assert isinstance(ledger, PostLedger)
    carried(ledger)
    ledger.follow(NUMBER, reference=ORDER_NO, at=AT)
    ledger.lose(NUMBER, words="查找无果", at=AT)
    with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
        rig.send_notices(receiver)
        rig.send_notices(receiver)
        assert tuple(receiver.notices) == ledger.track(NUMBER, at=AT).events
        assert receiver.notices[-1].step is ParcelStep.LOST


def test_a_recall_that_timed_out_had_its_effect_once(rig: Rig) -> None:
    ledger = rig.ledger
    assert isinstance(ledger, PostLedger)
    carried(ledger)
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        HttpPost(client).recall(NUMBER, reference=ORDER_NO, at=AT)
    client = rig.wire()
    HttpPost(client).recall(NUMBER, reference=ORDER_NO, at=AT)
    client.close()
    assert steps(ledger).count(ParcelStep.RETURNING) == 1


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(rig: Rig, faults: Faults, error: type[Exception]) -> None:
    assert isinstance(rig.ledger, PostLedger)
    rig.ledger.take(PARCEL, AT)
    with rig.misbehaving(faults) as client, pytest.raises(error):
        HttpPost(client).follow(NUMBER, reference=ORDER_NO, at=AT)


def test_a_stranger_has_no_effect(rig: Rig) -> None:
    assert isinstance(rig.ledger, PostLedger)
    carried(rig.ledger)
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        HttpPost(client).recall(NUMBER, reference=ORDER_NO, at=AT)
    client.close()
    assert ParcelStep.RETURNING not in steps(rig.ledger)


def test_automatic_mode_delivers_most_and_sends_some_back_and_loses_none() -> None:
    ledger = PostLedger()
    ledger.automatic = Automatic(on=True)
    for number in range(80):
        ledger.take(replace(PARCEL, tracking_no=f"11{number:011d}"), AT)
    assert ledger.tick(at=AT) == 0
    for hour in range(0, 24 * 14, 4):
        ledger.tick(at=AT + timedelta(hours=hour))
    ended = {
        row["step"]: row["n"]
        for row in ledger.rows("SELECT step, count(*) AS n FROM parcels GROUP BY step")
    }
    assert set(ended) == {ParcelStep.DELIVERED, ParcelStep.SENT_BACK}
    assert ended[ParcelStep.DELIVERED] > 60
    ledger.close()


def test_the_page_masks_the_phone_and_every_button_works() -> None:
    ledger = PostLedger()
    for number in "ABCDEF":
        ledger.take(replace(PARCEL, tracking_no=number), AT)
    assert ledger.tables(at=AT)[0].rows[0][3] == "138****0001"
    assert TO.phone in ledger.act("show_phone", key="A", values={}, at=AT)
    said = ledger.act("carry", key="A", values={}, at=AT)
    assert "运输途中" in said
    ledger.act("miss", key="A", values={}, at=AT)
    ledger.act("deliver", key="A", values={"签收人": "欧阳𬱖"}, at=AT)
    ledger.act("deliver_family", key="B", values={"签收人": "欧阳父"}, at=AT)
    ledger.act("back_address", key="C", values={}, at=AT)
    ledger.act("back_unreached", key="D", values={}, at=AT)
    ledger.act("back_refused", key="E", values={}, at=AT)
    ledger.act("lose", key="F", values={}, at=AT)
    assert [len(table.rows) for table in ledger.tables(at=AT)] == [3, 3]
    with pytest.raises(Rejected):
        ledger.act("burn", key="C", values={}, at=AT)
    ledger.close()


@dataclass
class Link:
    """The centre and the post, each with the address of the other."""

    centre: CardCentreLedger
    post: PostLedger
    clock: HandClock
    urls: tuple[str, str]

    def hand_over(self) -> None:
        """Each gives the other what waits for it."""
        for ledger, name, url in zip(
            (self.centre, self.post), ("post", "card_centre"), reversed(self.urls), strict=True
        ):
            simulator = Simulator(ledger=ledger, secret=SECRET, clock=self.clock)
            OtherSide(simulator, callback=None, peers={name: Peer(url, SECRET)}).step()


@pytest.fixture
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Link]:
    folder = tmp_path_factory.mktemp("link")
    with (
        served(CardCentreLedger, folder / "centre.db", routes=centre_routes) as centre,
        served(PostLedger, folder / "post.db", routes=routes) as post,
    ):
        assert isinstance(centre.ledger, CardCentreLedger)
        assert isinstance(post.ledger, PostLedger)
        urls = (centre.base_url, post.base_url)
        yield Link(centre.ledger, post.ledger, centre.clock, urls)


def test_a_card_goes_to_the_post_comes_back_and_goes_out_again(link: Link) -> None:
    link.centre.order(courier_order("C"), at=AT)
    link.centre.produce("C", at=AT)
    first = link.centre.dispatch.post("C", at=AT)
    link.hand_over()
    link.post.turn_round(first, reason=BackReason.BAD_ADDRESS, at=AT)
    link.post.carry(first, at=AT)
    link.hand_over()
    assert link.centre.status("C", at=AT).stage is OrderStage.SENT_BACK
    link.centre.redirect(
        Redirection(order_no="C", reference="r-1", delivery=Delivery.COURIER, recipient=TO), at=AT
    )
    second = link.centre.dispatch.post("C", at=AT)
    assert second != first
    link.hand_over()
    assert link.post.find(second)["address"] == TO.address
    posted = [n for n in link.centre.take_notices() if isinstance(n, CardPosted)]
    assert [one.tracking_no for one in posted] == [first, second]


def test_a_card_that_came_back_may_go_to_the_station(link: Link) -> None:
    link.centre.order(courier_order("C"), at=AT)
    link.centre.order(order("D"), at=AT)
    for number in "CD":
        link.centre.produce(number, at=AT)
    tracking = link.centre.dispatch.post("C", at=AT)
    back = CameBack(tracking, "C", AT)
    link.centre.dispatch.take(back, AT)
    link.centre.dispatch.take(back, AT)
    link.centre.redirect(
        Redirection(order_no="C", reference="r-1", delivery=Delivery.STATION), at=AT
    )
    batch = link.centre.dispatch.ship(COUNTY, at=AT)
    assert {card.order_no for card in batch.cards} == {"C", "D"}
