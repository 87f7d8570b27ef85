"""The card at the station: counted in, told of, handed over (第十一条)."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from tests.cases.guardians import FATHER
from tests.cases.world import World

from tongban.cases.models import Batch, Card, Case, Obligation, Outgoing, PersonSlot
from tongban.cases.operations import intake_open, logistics
from tongban.cases.operations.errors import (
    BadInput,
    Forbidden,
    LostRace,
    NotFound,
    WrongStage,
)
from tongban.cases.operations.logistics import HandOver, OldCard, ToldBy
from tongban.policy.vocabulary import Reason
from tongban.procedure.stages import Stage
from tongban.standards.zones import local

COMPLETE = HandOver("signature", True, False, OldCard.TAKEN_IN)


def forwarded(world: World, *serials: int) -> tuple[Batch, list[Card]]:
    cards = [Card.objects.get(case=world.at_county(n)) for n in serials]
    batch_id = intake_open.new_id()
    ids = [card.id for card in cards]
    call = world.call(world.forwarder, minutes=150)
    logistics.forward(world.station, call, card_ids=ids, batch_id=batch_id)
    return Batch.objects.get(id=batch_id), cards


def owed(case: Case) -> set[str]:
    return set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))


def test_each_card_counted_in_is_to_be_told_of_today(world: World) -> None:
    batch, cards = forwarded(world, 1, 2)
    call = world.call(world.keeper, minutes=180)
    logistics.receive_at_station(batch.id, call, card_ids=[cards[0].id])
    batch.refresh_from_db()
    assert (batch.count, batch.found) == (2, 1)
    case = Case.objects.get(id=cards[0].case_id)
    assert case.stage == Stage.AT_STATION
    assert "TELL" in owed(case)
    assert "WATCH_BATCH" not in owed(case)
    due = Obligation.objects.get(case=case, kind="TELL").due_at
    assert due is not None
    assert f"{local(due):%m-%d %H:%M}" == "11-23 17:00"
    other = Case.objects.get(id=cards[1].case_id)
    assert other.stage == Stage.TO_STATION
    assert "WATCH_BATCH" in owed(other)
    assert Outgoing.objects.filter(system="sms").count() == 1


def test_a_card_found_later_is_counted_in_later(world: World) -> None:
    batch, cards = forwarded(world, 1, 2)
    for minutes, card in enumerate(cards, start=180):
        call = world.call(world.keeper, minutes=minutes)
        logistics.receive_at_station(batch.id, call, card_ids=[card.id])
    batch.refresh_from_db()
    assert batch.found == 2
    assert batch.received_at == world.call(world.keeper, minutes=180).at


def test_cards_of_another_batch_are_not_taken_in(world: World) -> None:
    batch, _ = forwarded(world, 1)
    other = Card.objects.get(case=world.at_county(2))
    call = world.call(world.keeper, minutes=180)
    assert logistics.receive_at_station(batch.id, call, card_ids=[other.id]) == []


def test_another_station_and_another_role_take_nothing_in(world: World) -> None:
    batch, cards = forwarded(world, 1)
    stranger = world.officer("外所", world.home.code, *world.keeper.roles)
    with pytest.raises(NotFound):
        logistics.receive_at_station(batch.id, world.call(stranger), card_ids=[cards[0].id])
    with pytest.raises(Forbidden):
        logistics.receive_at_station(batch.id, world.call(world.acceptor), card_ids=[cards[0].id])


@pytest.mark.parametrize("way", list(ToldBy))
def test_who_was_told_is_to_be_reminded_later(world: World, way: ToldBy) -> None:
    case = world.at_station()
    logistics.tell(case.id, world.call(world.keeper, minutes=200), by=way)
    assert "TELL" not in owed(case)
    assert "COLLECT" in owed(case)
    assert Card.objects.get().told_way == way


def test_an_sms_report_after_the_call_changes_nothing(world: World) -> None:
    case = world.at_station()
    logistics.tell(case.id, world.call(world.keeper, minutes=200), by=ToldBy.PHONE)
    with pytest.raises(LostRace, match="已经通知过"):
        logistics.tell(case.id, world.call(world.keeper, minutes=201), by=ToldBy.SMS)
    assert Card.objects.get().told_way == "PHONE"


def test_the_hand_over_ends_the_case_and_opens_its_file(world: World) -> None:
    case = world.at_station()
    call = world.call(world.keeper, minutes=240)
    logistics.hand_over(case.id, call, given=COMPLETE)
    case = world.fresh(case)
    assert (case.stage, case.ended_at) == (Stage.HANDED_OVER, call.at)
    assert owed(case) == {"ARCHIVE"}
    card = Card.objects.get()
    assert (card.state, card.signature, card.handed_by) == (
        "HANDED_OVER",
        "signature",
        world.keeper.officer_id,
    )
    assert not PersonSlot.objects.exists()


def test_everything_missing_is_said_at_once(world: World) -> None:
    case = world.at_station()
    given = HandOver("", False, False, None)
    with pytest.raises(BadInput) as caught:
        logistics.hand_over(case.id, world.call(world.keeper), given=given)
    assert {f.field for f in caught.value.faults} == {"identity_checked", "signature", "old_card"}
    assert world.fresh(case).stage == Stage.AT_STATION


@pytest.mark.parametrize("old", [OldCard.TAKEN_IN, OldCard.LOST])
def test_a_renewal_takes_the_old_card_in_or_says_it_is_lost(world: World, old: OldCard) -> None:
    case = world.at_station()
    given = HandOver("s", True, False, old)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    assert Card.objects.get().old_card == old


def test_a_lost_card_needs_no_old_one(world: World) -> None:
    case = world.at_station(reason=Reason.LOST)
    given = HandOver("s", True, False, None)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    assert world.fresh(case).stage == Stage.HANDED_OVER


def test_the_guardian_collects_for_a_child(world: World) -> None:
    case = world.at_station(birth=date(2016, 3, 7), guardian=FATHER)
    given = HandOver("s", True, True, OldCard.TAKEN_IN)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    assert Card.objects.get().handed_to == "GUARDIAN"


def test_two_officers_at_once_hand_over_once(world: World) -> None:
    case = world.at_station()
    other = world.officer("证件庚", world.station, *world.keeper.roles)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=COMPLETE)
    with pytest.raises(WrongStage, match="证件丙"):
        logistics.hand_over(case.id, world.call(other, minutes=240), given=COMPLETE)


def test_the_same_request_twice_is_one_hand_over(world: World) -> None:
    case = world.at_station()
    call = world.call(world.keeper, minutes=240, request_id=uuid4())
    first = logistics.hand_over(case.id, call, given=COMPLETE)
    again = logistics.hand_over(case.id, call, given=COMPLETE)
    assert (first.repeated, again.repeated) == (False, True)


def test_a_card_that_is_not_here_is_not_handed_over(world: World) -> None:
    case = world.at_county()
    with pytest.raises(WrongStage):
        logistics.hand_over(case.id, world.call(world.keeper), given=COMPLETE)
    Case.objects.filter(id=world.at_station(8).id).update(held=True)
    held = Case.objects.get(held=True)
    with pytest.raises(WrongStage):
        logistics.hand_over(held.id, world.call(world.keeper), given=COMPLETE)
