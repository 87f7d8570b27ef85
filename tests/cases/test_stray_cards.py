"""Cards where they do not belong: misrouted, surplus, found again, destroyed once (第十一条)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cases.odd_cards import WORDS, destroy, latest, lose, owed, ship_again, spoiled, witness
from tests.cases.test_temporary import RETURNED, issue
from tests.cases.world import World

from tongban.cases.models import (
    Batch,
    Card,
    CardFinding,
    Case,
    DestroyedItem,
    Destruction,
    Obligation,
    StrayMessage,
    TemporaryDocument,
)
from tongban.cases.operations import (
    card_inquiry,
    city_items,
    destruction,
    logistics,
    remake,
    stray_cards,
)
from tongban.cases.operations.destruction import Chosen
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.cases.operations.temporary import take_back_temporary
from tongban.cases.queries import county_cards, to_destroy
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Destroyed
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage


@pytest.fixture
def finder(world: World) -> Actor:
    """A keeper of cards at a bureau that has nothing to do with the case."""
    other = next(
        unit
        for unit in world.city.units[1:]
        if world.city.county_of(unit.code).code not in (world.county, world.home_county)
    )
    return world.officer("证件外", world.city.county_of(other.code).code, Role.DELIVERY)


@pytest.mark.parametrize("stage", ["shipped", "at_county", "at_station"])
def test_a_misrouted_card_goes_to_its_own_bureau(world: World, finder: Actor, stage: str) -> None:
    case = getattr(world, stage)()
    card = latest(case)
    stray_cards.misrouted(card.serial or "", world.call(finder, minutes=300))
    case = world.fresh(case)
    card.refresh_from_db()
    assert (case.stage, card.state, card.transfer_id) == (Stage.TO_COUNTY, "SHIPPED", None)
    batch = Batch.objects.get(kind="REROUTED")
    assert card.batch_id == batch.id
    assert (batch.kind, batch.county, batch.origin) == ("REROUTED", world.county, finder.unit)
    assert owed(case) & {"WATCH_BATCH", "FORWARD", "TELL", "COLLECT"} == {"WATCH_BATCH"}
    watch = Obligation.objects.get(case=case, kind="WATCH_BATCH", closed_at=None)
    assert (watch.owner_unit, watch.opened_at) == (world.county, world.call(finder, minutes=300).at)
    assert [line.number for line in county_cards.incoming(world.county)] == [batch.number]
    logistics.receive_at_county(
        batch.id, world.call(world.forwarder, minutes=310), card_ids=[card.id]
    )
    assert world.fresh(case).stage == Stage.AT_COUNTY
    assert county_cards.incoming(world.county) == []


def test_the_unit_it_belongs_to_counts_it_in_instead(world: World) -> None:
    card = latest(world.shipped())
    with pytest.raises(Barred, match="本单位"):
        stray_cards.misrouted(card.serial or "", world.call(world.forwarder))
    assert Batch.objects.count() == 1


def test_a_card_in_hand_already_is_not_misrouted(world: World, finder: Actor) -> None:
    card = latest(world.handed_over())
    with pytest.raises(NotFound):
        stray_cards.misrouted(card.serial or "", world.call(finder))
    with pytest.raises(WrongStage):
        stray_cards.misrouted(card.serial or "", world.call(world.keeper))
    with pytest.raises(NotFound):
        stray_cards.misrouted("UNKNOWN", world.call(finder))


def test_two_misrouted_on_one_day_have_their_own_numbers(world: World, finder: Actor) -> None:
    for n in (1, 2):
        card = latest(world.shipped(n))
        stray_cards.misrouted(card.serial or "", world.call(finder, minutes=300))
    numbers = Batch.objects.filter(kind="REROUTED").values_list("number", flat=True)
    assert len(set(numbers)) == 2


def test_a_surplus_card_is_the_citys_to_settle(world: World) -> None:
    card = latest(world.shipped())
    call = world.call(world.forwarder)
    first = stray_cards.surplus("360000000001", call, batch_id=card.batch_id)
    again = stray_cards.surplus("360000000001", world.call(world.forwarder), batch_id=None)
    assert first == again
    row = CardFinding.objects.get(kind="SURPLUS")
    assert (row.serial, row.unit, row.batch_id) == ("360000000001", world.county, card.batch_id)
    item = StrayMessage.objects.get(id=first)
    assert (item.about, item.settled_at) == ("360000000001", None)
    assert "多出一张证件" in item.reason
    city_items.settle(first, world.call(world.chief), words="已与省厅制证中心核对，退回中心。")
    item.refresh_from_db()
    assert item.settled_at is not None


def test_a_known_card_is_no_surplus(world: World) -> None:
    card = latest(world.shipped())
    with pytest.raises(Barred):
        stray_cards.surplus(card.serial or "", world.call(world.keeper), batch_id=None)
    for code in ("", "证件", "X" * 31):
        with pytest.raises(BadInput):
            stray_cards.surplus(code, world.call(world.keeper), batch_id=None)
    with pytest.raises(Forbidden):
        stray_cards.surplus("36", world.call(world.acceptor), batch_id=None)
    with pytest.raises(NotFound):
        stray_cards.surplus("36", world.call(world.keeper), batch_id=card.batch_id)
    assert not StrayMessage.objects.exists()


@pytest.mark.parametrize("ordered", [True, False])
def test_a_card_that_turns_up_after_all_is_kept_to_be_destroyed(
    world: World, finder: Actor, *, ordered: bool
) -> None:
    case = world.shipped()
    lost = latest(case)
    if ordered:
        case = lose(world, case, world.forwarder)
    else:
        call = world.call(world.forwarder, minutes=300)
        remake.remake(case.id, call, kind=CardTrouble.MISSING, words=WORDS)
    stray_cards.find_card(lost.serial or "", world.call(finder, minutes=400), words="夹在信封里。")
    lost.refresh_from_db()
    assert (lost.state, lost.held_unit) == ("SPOILED", finder.unit)
    assert world.fresh(case).stage == (Stage.IN_PRODUCTION if ordered else Stage.ISSUED)
    assert "INQUIRY_CARD" in owed(case)
    assert [thing.serial for thing in to_destroy.to_destroy(finder.unit)] == [lost.serial]
    with pytest.raises(Barred, match="没有登记过遗失"):
        stray_cards.find_card(lost.serial or "", world.call(finder, minutes=401))


def test_a_lost_card_is_never_counted_in_or_handed_over(world: World) -> None:
    case = world.shipped()
    lost = latest(case)
    case = lose(world, case, world.forwarder)
    assert lost.batch_id
    call = world.call(world.forwarder, minutes=330)
    assert logistics.receive_at_county(lost.batch_id, call, card_ids=[lost.id]) == []
    lost.refresh_from_db()
    assert lost.state == "MISSING"
    file = county_cards.batch_file(world.county, lost.batch_id)
    assert file is not None
    assert (file.missing, [card.is_gone for card in file.cards]) == (0, [True])


def settled(world: World, case: Case, **more: object) -> None:
    given: dict[str, object] = {
        "outcome": CardInquiryOutcome.NOT_FOUND,
        "words": "查了监控和交接单，没有下落。",
        **more,
    }
    card_inquiry.settle_card_inquiry(case.id, world.call(world.supervisor), **given)  # type: ignore[arg-type]


def test_the_supervisor_says_what_became_of_it(world: World) -> None:
    case = lose(world, world.shipped(), world.forwarder)
    settled(world, case)
    row = Obligation.objects.get(case=case, kind="INQUIRY_CARD")
    assert (row.closed_at is None, row.outcome) == (False, "NOT_FOUND")
    found = CardFinding.objects.get(kind="SETTLED")
    assert (found.outcome, found.card) == ("NOT_FOUND", Card.objects.get(n=1))
    with pytest.raises(Barred):
        settled(world, case)


def test_an_inquiry_ends_with_an_outcome_and_words(world: World) -> None:
    case = lose(world, world.shipped(), world.forwarder)
    for more, field in (({"outcome": None}, "outcome"), ({"words": "查了"}, "words")):
        with pytest.raises(BadInput) as caught:
            settled(world, case, **more)
        assert [fault.field for fault in caught.value.faults] == [field]
    with pytest.raises(Forbidden):
        card_inquiry.settle_card_inquiry(
            case.id,
            world.call(world.forwarder),
            outcome=CardInquiryOutcome.FOUND,
            words="已经找到。",
        )


def three_things(world: World) -> tuple[Case, list[Chosen]]:
    """At one station: an old card, a temporary card taken back, a card found after its remake."""
    case = world.at_station(1)
    issue(world, case)
    document = TemporaryDocument.objects.get()
    take_back_temporary(case.id, world.call(world.keeper, minutes=190), given=RETURNED)
    given = logistics.HandOver("signature", True, False, logistics.OldCard.TAKEN_IN)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    other = world.at_station(2)
    lost = latest(other)
    lose(world, other, world.keeper)
    stray_cards.find_card(lost.serial or "", world.call(world.keeper, minutes=400))
    return case, [
        Chosen(Destroyed.OLD_CARD, case.id),
        Chosen(Destroyed.TEMPORARY, document.id),
        spoiled(lost),
    ]


def test_everything_at_the_station_is_destroyed_on_one_list(world: World) -> None:
    _, things = three_things(world)
    lying = to_destroy.to_destroy(world.station)
    assert {Chosen(one.kind, one.id) for one in lying} == set(things)
    list_id = destroy(world, world.keeper, *things)
    assert to_destroy.to_destroy(world.station) == []
    assert Card.objects.filter(state="DESTROYED").count() == 1
    file = to_destroy.destruction_file(world.station, list_id)
    assert file is not None
    assert (file.line.count, len(file.things), file.line.witness) == (3, 3, "监销壬")
    assert {one.kind for one in file.things} == set(Destroyed)
    assert to_destroy.destruction_file(world.county, list_id) is None


def test_each_thing_is_on_one_list_only(world: World) -> None:
    _, things = three_things(world)
    destroy(world, world.keeper, *things)
    for thing in things:
        with pytest.raises(Barred, match="不在本单位待销毁"):
            destroy(world, world.keeper, thing, minutes=510)
    assert (Destruction.objects.count(), DestroyedItem.objects.count()) == (1, 3)
    for item in DestroyedItem.objects.all():
        item.pk = uuid4()
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            item.save(force_insert=True)


def test_a_destruction_asked_twice_is_one(world: World) -> None:
    _, things = three_things(world)
    second = witness(world, world.station)
    call, list_id = world.call(world.keeper, minutes=500), uuid4()
    for _ in range(2):
        destruction.destroy(call, chosen=things, witness=second, destruction_id=list_id)
    assert Destruction.objects.get().count == 3


def test_two_persons_destroy_what_lies_at_their_own_unit(world: World, finder: Actor) -> None:
    _, things = three_things(world)
    call, outsider = world.call(world.keeper), finder.officer_id
    for second in (None, world.keeper.officer_id, outsider):
        with pytest.raises(BadInput) as caught:
            destruction.destroy(call, chosen=things, witness=second, destruction_id=uuid4())
        assert [fault.field for fault in caught.value.faults] == ["witness"]
    with pytest.raises(BadInput) as caught:
        destruction.destroy(call, chosen=[], witness=None, destruction_id=uuid4())
    assert [fault.field for fault in caught.value.faults] == ["thing", "witness"]
    with pytest.raises(Barred):
        destroy(world, finder, things[0])
    with pytest.raises(Barred):
        destroy(world, world.keeper, *things, Chosen(Destroyed.CARD, uuid4()))
    with pytest.raises(Forbidden):
        destruction.destroy(
            world.call(world.acceptor), chosen=things, witness=None, destruction_id=uuid4()
        )
    assert not DestroyedItem.objects.exists()
    assert not Card.objects.filter(state="DESTROYED").exists()


def test_a_case_has_one_card_at_a_time(world: World) -> None:
    case = lose(world, world.shipped(), world.forwarder)
    ship_again(world, case, serial="S2")
    first = Card.objects.get(n=1)
    with pytest.raises(IntegrityError, match="card_one_at_a_time"), transaction.atomic():
        Card.objects.filter(id=first.id).update(state="AT_STATION")
    with pytest.raises(IntegrityError, match="card_spoiled"), transaction.atomic():
        Card.objects.filter(id=first.id).update(state="SPOILED")
