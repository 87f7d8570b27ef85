"""The card by courier: mailed, followed, delivered, sent back, sent again (第十一条)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases import mailed
from tests.cases.mailed import ADDRESS, ELSEWHERE, RECIPIENT, owed
from tests.cases.world import World

from tongban.cases.models import (
    Batch,
    Card,
    CardFinding,
    Case,
    Event,
    Outgoing,
    Parcel,
    PersonSlot,
)
from tongban.cases.operations import courier_way, parcels, production, remake
from tongban.cases.operations.courier_way import Contact, change_delivery
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.cases.queries.card_stock import contradictions
from tongban.policy.vocabulary import Delivery, Reason
from tongban.ports.post import BackReason, ParcelEvent, ParcelStep, Signer
from tongban.procedure.actors import CARD_CENTRE, SYSTEM
from tongban.procedure.reasons import Fault
from tongban.procedure.stages import Stage


def sends(case: Case) -> list[tuple[str, str]]:
    rows = Outgoing.objects.filter(case=case).order_by("created_at", "id")
    return list(rows.values_list("system", "kind"))


def courier(address: str = ADDRESS, **more: str) -> Contact:
    given = {"phone": "13800000000", "recipient": RECIPIENT, **more}
    return Contact(Delivery.COURIER, address=address, **given)


def test_a_mailed_card_is_followed_watched_and_told_of_and_is_in_no_batch(world: World) -> None:
    case = mailed.posted(world)
    assert case.stage == Stage.TO_APPLICANT
    assert "WATCH_PARCEL" in owed(case)
    assert "WATCH_PRODUCTION" not in owed(case)
    assert {("post", "follow"), ("sms", "posted")} <= set(sends(case))
    card, parcel = Card.objects.get(), Parcel.objects.get()
    assert (card.state, card.batch_id) == ("POSTED", None)
    assert (parcel.recipient, parcel.address) == (RECIPIENT, ADDRESS)
    assert not Batch.objects.exists()
    assert ("post", "recall") not in sends(case)


def test_a_parcel_announced_twice_is_one(world: World) -> None:
    case = mailed.posted(world)
    mailed.post(world, case, number=mailed.parcel_of(case).tracking_no, minutes=95)
    assert Parcel.objects.count() == 1
    assert Event.objects.filter(name="Posted").count() == 1


def test_an_order_we_never_gave_is_not_ours(world: World) -> None:
    posted = parcels.Posted("nowhere", "S1", "1100000000001", world.at)
    with pytest.raises(NotFound):
        parcels.post_card(world.call(CARD_CENTRE), posted=posted)
    event = ParcelEvent(tracking_no="11", seq=1, at=world.at, step=ParcelStep.COLLECTED)
    with pytest.raises(NotFound):
        parcels.take_event(event, at=world.at)


def test_only_the_card_centre_ships(world: World) -> None:
    card = Card.objects.get(case=mailed.in_production(world))
    posted = parcels.Posted(card.order_no, "S1", "1100000000001", world.at)
    with pytest.raises(Forbidden):
        parcels.post_card(world.call(world.keeper, minutes=90), posted=posted)


def test_a_held_card_is_called_back_as_soon_as_it_is_mailed(world: World) -> None:
    case = mailed.in_production(world)
    Case.objects.filter(id=case.id).update(held=True)
    case = mailed.post(world, case)
    assert ("post", "recall") in sends(case)
    # One that is under way already: what a hold sends.
    assert [(m.system, m.kind) for m in parcels.recall_messages(case)] == [("post", "recall")]
    parcels.record_recalled(mailed.parcel_of(case).id, at=world.at)
    assert parcels.recall_messages(case) == []


def test_where_it_lies_is_kept_in_the_order_of_the_numbers(world: World) -> None:
    case = mailed.posted(world)
    mailed.tell(world, case, ParcelStep.OUT_FOR_DELIVERY, seq=3, place="任城投递部")
    mailed.tell(world, case, ParcelStep.IN_TRANSIT, seq=2, place="济南")
    parcel = mailed.parcel_of(case)
    assert (parcel.step, parcel.seq, parcel.place) == ("OUT_FOR_DELIVERY", 3, "任城投递部")
    assert world.fresh(case).version == case.version


def test_the_delivery_ends_the_case_and_asks_for_the_old_card(world: World) -> None:
    case = mailed.posted(world)
    case = mailed.tell(
        world, case, ParcelStep.DELIVERED, seq=4, signer=Signer.FAMILY, signer_name="颜父"
    )
    assert case.stage == Stage.DELIVERED
    assert owed(case) == {"RETURN_OLD_CARD", "ARCHIVE"}
    card, parcel = Card.objects.get(), Parcel.objects.get()
    assert (card.state, card.handed_to) == ("DELIVERED", "FAMILY")
    assert (parcel.signer_name, parcel.ended_at) == ("颜父", case.ended_at)
    assert not PersonSlot.objects.exists()
    told = Event.objects.get(name="Delivered").data
    assert "颜父" not in str(told)
    # The same news once more, and older news after it.
    mailed.tell(world, case, ParcelStep.DELIVERED, seq=4, signer=Signer.RECIPIENT)
    mailed.tell(world, case, ParcelStep.IN_TRANSIT, seq=2)
    assert Event.objects.filter(name="Delivered").count() == 1


def test_of_a_lost_card_no_old_one_is_asked_for(world: World) -> None:
    case = mailed.delivered(world, reason=Reason.LOST)
    assert owed(case) == {"ARCHIVE"}


def test_a_parcel_that_came_back_waits_for_an_address(world: World) -> None:
    case = mailed.sent_back(world)
    assert case.stage == Stage.IN_PRODUCTION
    assert owed(case) >= {"ASK_ADDRESS"}
    assert "WATCH_PARCEL" not in owed(case)
    assert Card.objects.get().state == "PRODUCED"
    assert Event.objects.get(name="SentBack").data["reason"] == "BAD_ADDRESS"


def test_the_address_that_was_not_found_is_not_tried_again(world: World) -> None:
    case = mailed.sent_back(world)
    with pytest.raises(BadInput, match="地址不详"):
        change_delivery(case.id, world.call(world.acceptor, minutes=300), wanted=courier())
    case = mailed.sent_back(world, 8, reason=BackReason.NOT_REACHED)
    change_delivery(case.id, world.call(world.acceptor, minutes=300), wanted=courier())
    assert "ASK_ADDRESS" not in owed(case)


def test_a_new_address_has_the_card_sent_again(world: World) -> None:
    case = mailed.sent_back(world)
    call = world.call(world.acceptor, minutes=300)
    change_delivery(case.id, call, wanted=courier(ELSEWHERE))
    assert "ASK_ADDRESS" not in owed(case)
    assert "WATCH_PRODUCTION" in owed(case)
    assert sends(case)[-1] == ("card_centre", "redirect")
    case = mailed.post(world, world.fresh(case), number="1200000000002", minutes=400)
    assert case.stage == Stage.TO_APPLICANT
    assert mailed.parcel_of(case).address == ELSEWHERE
    assert Parcel.objects.filter(case=case).count() == 2
    case = mailed.tell(world, case, ParcelStep.DELIVERED, seq=4, signer=Signer.RECIPIENT)
    assert case.stage == Stage.DELIVERED


def test_what_came_back_may_be_collected_at_the_station(world: World) -> None:
    case = mailed.sent_back(world)
    wanted = Contact(Delivery.STATION, phone="13800000000", address=ADDRESS, recipient="某某")
    change_delivery(case.id, world.call(world.acceptor, minutes=300), wanted=wanted)
    case = world.fresh(case)
    assert (case.delivery, case.recipient) == (Delivery.STATION, "")
    card = Card.objects.get()
    assert card.serial
    shipped = production.Shipped(
        "B-1", case.accepting_county, "1", world.at, [(card.order_no, card.serial)]
    )
    production.ship(world.call(CARD_CENTRE, minutes=400), shipped=shipped)
    assert world.fresh(case).stage == Stage.TO_COUNTY


def test_a_held_card_that_came_back_stays_at_the_centre(world: World) -> None:
    case = mailed.sent_back(world, reason=BackReason.RECALLED)
    Case.objects.filter(id=case.id).update(held=True)
    with pytest.raises(Barred, match="暂扣"):
        change_delivery(case.id, world.call(world.acceptor, minutes=300), wanted=courier())


def test_a_lost_parcel_has_the_card_made_anew(world: World) -> None:
    case = mailed.tell(world, mailed.posted(world), ParcelStep.LOST, seq=3, words="查找无果")
    assert mailed.parcel_of(case).step == "LOST"
    assert case.stage == Stage.ISSUED
    assert owed(case) & {"WATCH_PARCEL", "INQUIRY_CARD"} == {"INQUIRY_CARD"}
    assert Card.objects.get().state == "MISSING"
    found = CardFinding.objects.get()
    assert (found.kind, found.unit, found.by) == ("MISSING", "", None)
    assert "查找无果" in found.words
    production.order(case.id, world.call(SYSTEM, minutes=600))
    assert sorted(Card.objects.values_list("state", flat=True)) == ["MISSING", "ORDERED"]
    assert list(contradictions()) == []


def test_a_misprint_that_came_by_post_is_brought_to_the_station(world: World) -> None:
    case = mailed.delivered(world)
    call = world.call(world.acceptor, minutes=900)
    remake.wrong_data(
        case.id, call, fault=Fault.PRODUCTION, words="姓名印错一个字。", taken_in=True
    )
    assert world.fresh(case).stage == Stage.ISSUED
    assert owed(case) == set()
    assert Card.objects.get().state == "SPOILED"
    assert list(contradictions()) == []


def test_the_post_is_asked_about_parcels_it_is_silent_of(world: World) -> None:
    case = mailed.posted(world)
    number = mailed.parcel_of(case).tracking_no
    soon, later = world.at + timedelta(hours=1), world.at + timedelta(hours=30)
    assert parcels.to_ask_about(before=soon, limit=5) == []
    assert parcels.to_ask_about(before=later, limit=5) == [number]
    parcels.record_asked(number, at=later)
    assert parcels.to_ask_about(before=later, limit=5) == []


def test_the_contact_changes_until_the_card_is_shipped(world: World) -> None:
    case = world.in_production(1)
    call = world.call(world.acceptor, minutes=70)
    wanted = Contact(Delivery.STATION, phone="13900000000", address=" 古槐路2号 ")
    change_delivery(case.id, call, wanted=wanted)
    case = world.fresh(case)
    assert (case.phone, case.address) == ("13900000000", "古槐路2号")
    assert ("card_centre", "redirect") not in sends(case)
    wrong = Contact(Delivery.STATION, phone="1", address="")
    with pytest.raises(BadInput):
        change_delivery(case.id, world.call(world.acceptor), wanted=wrong)
    for gone in (world.shipped(2), mailed.posted(world, 3)):
        with pytest.raises(WrongStage):
            change_delivery(gone.id, world.call(world.acceptor, minutes=300), wanted=wanted)


def test_the_way_changes_while_the_card_is_made_and_the_centre_is_told(world: World) -> None:
    case = world.in_production(1)
    change_delivery(case.id, world.call(world.acceptor, minutes=70), wanted=courier())
    case = world.fresh(case)
    assert (case.delivery, case.recipient) == (Delivery.COURIER, RECIPIENT)
    assert sends(case)[-1] == ("card_centre", "redirect")
    assert Event.objects.filter(subject=case.id).latest("seq").name == "DeliveryChanged"
    # Before the order is given there is nobody to tell.
    early = world.signed(2)
    change_delivery(early.id, world.call(world.acceptor, minutes=70), wanted=courier())
    assert ("card_centre", "redirect") not in sends(early)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (courier(recipient=" "), "recipient"),
        (courier(recipient="张3"), "recipient"),
        (courier(recipient="长" * 51), "recipient"),
        (courier(""), "address"),
        (courier("古槐路1号"), "address"),
        (courier("山东省济宁市任城区越河派出所"), "address"),
        (courier(phone="123"), "phone"),
    ],
)
def test_a_parcel_needs_a_name_a_phone_and_a_whole_address(
    world: World, wanted: Contact, field: str
) -> None:
    case = world.in_production(1)
    with pytest.raises(BadInput) as caught:
        change_delivery(case.id, world.call(world.acceptor, minutes=70), wanted=wanted)
    assert {fault.field for fault in caught.value.faults} == {field}


def test_the_same_change_twice_is_one(world: World) -> None:
    case = mailed.sent_back(world)
    call = world.call(world.acceptor, minutes=300, request_id=uuid4())
    first = change_delivery(case.id, call, wanted=courier(ELSEWHERE))
    again = change_delivery(case.id, call, wanted=courier(ELSEWHERE))
    assert (first.repeated, again.repeated) == (False, True)
    assert sends(case).count(("card_centre", "redirect")) == 1


def test_another_station_and_another_role_change_nothing(world: World) -> None:
    case = mailed.sent_back(world)
    stranger = world.officer("外所", world.home.code, *world.acceptor.roles)
    with pytest.raises(NotFound):
        change_delivery(case.id, world.call(stranger), wanted=courier(ELSEWHERE))
    with pytest.raises(Forbidden):
        change_delivery(case.id, world.call(world.keeper), wanted=courier(ELSEWHERE))


def test_the_signed_text_says_where_it_goes(world: World) -> None:
    case = mailed.in_production(world)
    text = case.versions.get().text
    assert courier_way.contact_text(courier_way.contact_of(case)).items() <= text.items()


def test_a_case_in_production_ordered_by_the_system_only(world: World) -> None:
    case = world.issued(5, delivery=Delivery.COURIER, address=ADDRESS, recipient=RECIPIENT)
    production.order(case.id, world.call(SYSTEM, minutes=61))
    assert world.fresh(case).stage == Stage.IN_PRODUCTION
