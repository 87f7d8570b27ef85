"""Cards nobody is to have: counted in where they come, destroyed there, never made anew (第十五条(一))."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases import mailed
from tests.cases.odd_cards import WORDS, destroy, latest, lose, owed, ship_again, spoiled
from tests.cases.test_grounds import held, revoke
from tests.cases.world import World

from tongban.cases.models import Batch, Card, CardFinding, Case, Outgoing
from tongban.cases.operations import (
    card_inquiry,
    closing,
    intake_open,
    logistics,
    production,
    remake,
    stray_cards,
)
from tongban.cases.operations.errors import Barred, OperationError
from tongban.cases.queries.card_stock import contradictions
from tongban.cases.queries.parcel_messages import redirection, sent_parcel
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason, ParcelStep, Signer
from tongban.procedure.actors import CARD_CENTRE, Actor
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Fault
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage


def revoked(world: World, case: Case) -> Case:
    """The same case, held and revoked."""
    return revoke(world, held(world, case))


def to_station(world: World, serial: int = 7) -> Case:
    """A case whose card was forwarded and is not counted in at the station yet."""
    case = world.at_county(serial)
    card, batch_id = latest(case), intake_open.new_id()
    call = world.call(world.forwarder, minutes=170)
    logistics.forward(case.accepting_unit, call, card_ids=[card.id], batch_id=batch_id)
    return world.fresh(case)


def lies(card: Card) -> tuple[str, str]:
    """How a card stands and at which unit it lies."""
    card.refresh_from_db()
    return card.state, card.held_unit


def demand_end(world: World, case: Case, keeper: Actor) -> None:
    """The card is destroyed on a list, then and only then the file can be sealed."""
    call = world.call(world.acceptor, minutes=900)
    with pytest.raises(Barred, match="销毁清单"):
        closing.seal_file(case.id, call)
    destroy(world, keeper, spoiled(latest(case)), minutes=600)
    assert latest(case).state == Card.State.DESTROYED
    assert list(contradictions()) == []
    closing.seal_file(case.id, call)


def test_one_on_its_way_to_the_bureau_is_counted_in_and_not_sent_on(world: World) -> None:
    case = revoked(world, world.in_production())
    ship_again(world, case, serial="S1")
    card = latest(case)
    assert card.batch_id
    call = world.call(world.forwarder, minutes=330)
    assert len(logistics.receive_at_county(card.batch_id, call, card_ids=[card.id])) == 1
    assert lies(card) == ("SPOILED", world.county)
    assert Batch.objects.get(id=card.batch_id).found == 1
    assert world.fresh(case).stage == Stage.REVOKED
    with pytest.raises(Barred, match="没有可以转交"):
        logistics.forward(
            case.accepting_unit,
            world.call(world.forwarder, minutes=340),
            card_ids=[card.id],
            batch_id=intake_open.new_id(),
        )
    demand_end(world, case, world.forwarder)


def test_one_on_its_way_to_the_station_is_counted_in_and_nobody_is_told(world: World) -> None:
    case = revoked(world, world.at_county())
    assert lies(latest(case)) == ("SPOILED", world.county)
    case = to_station(world, 8)
    case = revoked(world, case)
    card = latest(case)
    assert card.transfer_id
    told = Outgoing.objects.filter(case=case, system="sms").count()
    call = world.call(world.keeper, minutes=330)
    logistics.receive_at_station(card.transfer_id, call, card_ids=[card.id])
    assert lies(card) == ("SPOILED", case.accepting_unit)
    assert Outgoing.objects.filter(case=case, system="sms").count() == told
    assert owed(case) == {"ARCHIVE"}
    demand_end(world, case, world.keeper)


def test_one_that_lies_at_the_station_is_put_aside_when_its_case_is_revoked(world: World) -> None:
    case = revoked(world, world.at_station())
    card = latest(case)
    assert lies(card) == ("SPOILED", case.accepting_unit)
    assert CardFinding.objects.get(card=card).kind == CardTrouble.UNWANTED
    given = logistics.HandOver("signature", True, False, logistics.OldCard.TAKEN_IN)
    with pytest.raises(OperationError):
        logistics.hand_over(case.id, world.call(world.keeper, minutes=400), given=given)
    demand_end(world, case, world.keeper)


def test_one_that_goes_astray_is_kept_where_it_is_found(world: World) -> None:
    case = revoked(world, world.shipped())
    far = next(
        unit.code
        for unit in world.city.of_kind(UnitKind.COUNTY)
        if unit.code not in (world.county, world.home_county)
    )
    finder = world.officer("证件外", far, Role.DELIVERY)
    card = latest(case)
    stray_cards.misrouted(card.serial or "", world.call(finder, minutes=330))
    assert lies(card) == ("SPOILED", far)
    assert not Batch.objects.filter(kind="REROUTED").exists()
    assert world.fresh(case).stage == Stage.REVOKED
    demand_end(world, case, finder)


def test_one_that_does_not_come_is_looked_for_and_not_made_anew(world: World) -> None:
    case = revoked(world, world.shipped())
    with pytest.raises(Barred, match="由县局查找"):
        remake.remake(
            case.id,
            world.call(world.keeper, minutes=330),
            kind=CardTrouble.MISSING,
            words=WORDS,
        )
    ordered = Outgoing.objects.filter(case=case, kind="order").count()
    call = world.call(world.forwarder, minutes=330)
    remake.remake(case.id, call, kind=CardTrouble.MISSING, words=WORDS)
    assert world.fresh(case).stage == Stage.REVOKED
    assert owed(case) == {"ARCHIVE", "INQUIRY_CARD"}
    assert Outgoing.objects.filter(case=case, kind="order").count() == ordered
    card_inquiry.settle_card_inquiry(
        case.id,
        world.call(world.supervisor, minutes=340),
        outcome=CardInquiryOutcome.NOT_FOUND,
        words="查过县局和派出所，没有下落。",
    )
    assert owed(case) == {"ARCHIVE"}
    card = latest(case)
    stray_cards.find_card(card.serial or "", world.call(world.keeper, minutes=350))
    assert lies(card) == ("SPOILED", case.accepting_unit)
    demand_end(world, case, world.keeper)


def test_one_that_comes_damaged_is_put_aside(world: World) -> None:
    case = revoked(world, to_station(world))
    call = world.call(world.keeper, minutes=330)
    remake.remake(case.id, call, kind=CardTrouble.DAMAGED, words="封面断裂，芯片脱落。")
    assert lies(latest(case)) == ("SPOILED", case.accepting_unit)
    assert owed(case) == {"ARCHIVE"}
    with pytest.raises(Barred, match="没有在途"):
        remake.remake(
            case.id,
            world.call(world.keeper, minutes=340),
            kind=CardTrouble.DAMAGED,
            words="封面断裂，芯片脱落。",
        )
    demand_end(world, case, world.keeper)


def test_one_that_was_never_made_is_not_waited_for(world: World) -> None:
    case = revoked(world, world.in_production())
    call = world.call(world.acceptor, minutes=330)
    with pytest.raises(Barred, match="还没有制成"):
        remake.remake(case.id, call, kind=CardTrouble.DAMAGED, words="已与制证中心联系。")
    with pytest.raises(Barred, match="销毁清单"):
        closing.seal_file(case.id, world.call(world.acceptor, minutes=331))
    remake.remake(case.id, call, kind=CardTrouble.MISSING, words="制证中心答复没有制成。")
    assert latest(case).state == Card.State.REJECTED
    closing.seal_file(case.id, world.call(world.acceptor, minutes=340))


def test_one_that_the_centre_refuses_is_not_ordered_again(world: World) -> None:
    case = revoked(world, world.in_production())
    card = latest(case)
    production.reject_production(
        case.id,
        world.call(CARD_CENTRE, minutes=330),
        order_no=card.order_no,
        fault=Fault.PRODUCTION,
        words="打印故障",
    )
    assert (world.fresh(case).stage, Card.objects.filter(case=case).count()) == (Stage.REVOKED, 1)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=340))


def test_one_that_was_missing_when_its_case_was_closed_is_destroyed_when_found(
    world: World,
) -> None:
    case = world.shipped()
    lost = latest(case)
    case = lose(world, case, world.forwarder, minutes=190)
    case = revoked(world, case)
    stray_cards.find_card(lost.serial or "", world.call(world.forwarder, minutes=330))
    assert lies(lost) == ("SPOILED", world.county)
    assert latest(case).state == Card.State.ORDERED


# By courier.


def test_one_still_in_production_is_sent_to_the_bureau_and_not_to_the_applicant(
    world: World,
) -> None:
    case = revoked(world, mailed.in_production(world))
    assert case.delivery == Delivery.STATION
    message = Outgoing.objects.get(case=case, system="card_centre", kind="redirect")
    asked = redirection(latest(case).id, reference=str(message.id))
    assert asked.delivery is Delivery.STATION


def test_one_mailed_all_the_same_is_called_back_and_comes_to_the_bureau(world: World) -> None:
    case = mailed.post(world, revoked(world, mailed.in_production(world)), minutes=320)
    assert case.stage == Stage.REVOKED
    recall = Outgoing.objects.get(case=case, system="post", kind="recall")
    assert sent_parcel(recall.payload, case_id=case.id).is_on_its_way
    case = mailed.tell(
        world, case, ParcelStep.SENT_BACK, seq=5, minutes=400, reason=BackReason.RECALLED
    )
    assert (case.stage, latest(case).state) == (Stage.REVOKED, Card.State.PRODUCED)
    assert owed(case) == {"ARCHIVE"}
    ship_again(world, case, serial=latest(case).serial or "", minutes=420)
    card = latest(case)
    assert card.batch_id
    logistics.receive_at_county(
        card.batch_id, world.call(world.forwarder, minutes=430), card_ids=[card.id]
    )
    assert lies(card) == ("SPOILED", world.county)
    demand_end(world, case, world.forwarder)


def test_one_delivered_in_spite_of_the_recall_is_looked_for_and_taken_in(world: World) -> None:
    case = revoked(world, mailed.posted(world))
    case = mailed.tell(
        world, case, ParcelStep.DELIVERED, seq=4, minutes=400, signer=Signer.RECIPIENT
    )
    assert (case.stage, latest(case).state) == (Stage.REVOKED, Card.State.MISSING)
    assert owed(case) == {"ARCHIVE", "INQUIRY_CARD"}
    finding = CardFinding.objects.get(card=latest(case))
    assert (finding.kind, finding.at) == (
        CardTrouble.MISSING,
        world.at + timedelta(minutes=400),
    )
    stray_cards.find_card(latest(case).serial or "", world.call(world.keeper, minutes=500))
    demand_end(world, case, world.keeper)


def test_one_lost_by_the_post_is_looked_for(world: World) -> None:
    case = revoked(world, mailed.posted(world))
    case = mailed.tell(world, case, ParcelStep.LOST, seq=4, minutes=400)
    assert (case.stage, latest(case).state) == (Stage.REVOKED, Card.State.MISSING)
    assert owed(case) == {"ARCHIVE", "INQUIRY_CARD"}
