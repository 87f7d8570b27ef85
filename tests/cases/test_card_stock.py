"""Cards are conserved: whatever happens in whatever order, each is in exactly one place."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from uuid import uuid4

import pytest
from tests.cases.odd_cards import WORDS, latest, witness
from tests.cases.world import World

from tongban.cases.models import Card, Case
from tongban.cases.operations import destruction, logistics, production, remake, stray_cards
from tongban.cases.operations.decision import Change
from tongban.cases.operations.destruction import Chosen
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import NotFound, OperationError
from tongban.cases.queries.card_stock import PLACE_OF, Place, contradictions, stock
from tongban.procedure.actors import CARD_CENTRE, SYSTEM, Actor
from tongban.procedure.reasons import CardTrouble, Destroyed, Fault
from tongban.procedure.roles import Role

STEPS = 36


class Cards:
    """Some cases whose cards go about at random, and a book of ours on where each card is."""

    def __init__(self, world: World, *, seed: int) -> None:
        self.world, self.dice, self.clock = world, Random(seed), 100
        self.cases = [world.in_production(n) for n in (1, 2)]
        self.book = {latest(case).order_no: Place.CENTRE for case in self.cases}
        self.second = witness(world, world.station)
        self.second_above = witness(world, world.county)
        far = next(
            u.code
            for u in world.city.units[1:]
            if world.city.county_of(u.code).code not in (world.county, world.home_county)
        )
        self.finder = world.officer("证件外", world.city.county_of(far).code, Role.DELIVERY)
        self.done: set[str] = set()

    def step(self) -> None:
        """Let something happen to a card, or be refused."""
        case = self.dice.choice(self.cases)
        along = ALONG.get(self.book[latest(case).order_no])
        event = along if along and self.dice.random() < STRAIGHT else self.dice.choice(ODD)
        before = dict(self.book)
        self.clock += 1
        try:
            event(self, case)
        except OperationError:
            self.book = before
        else:
            self.done.add(event.__name__)
        self.check()

    def check(self) -> None:
        """The database says of each card what the book says, and the figures add up."""
        found = {card.order_no: PLACE_OF[Card.State(card.state)] for card in Card.objects.all()}
        assert found == self.book
        assert list(contradictions()) == []
        figures = stock(self.world.county)
        assert figures.adds_up
        for place in Place:
            assert figures.totals[place] == list(self.book.values()).count(place)

    def call(self, actor: Actor) -> Call:
        """A call by somebody, now."""
        return self.world.call(actor, minutes=self.clock)

    def put(self, card: Card, place: Place) -> None:
        """Note where a card is now."""
        self.book[card.order_no] = place


def order(cards: Cards, case: Case) -> None:
    production.order(case.id, cards.call(SYSTEM))
    cards.put(latest(case), Place.CENTRE)


def ship(cards: Cards, case: Case) -> None:
    card, world = latest(case), cards.world
    shipped = production.Shipped(
        number=f"B{cards.clock}",
        county=world.county,
        carrier_no="",
        shipped_at=cards.call(CARD_CENTRE).at,
        cards=[(card.order_no, f"S{cards.clock:08d}")],
    )
    production.ship(cards.call(CARD_CENTRE), shipped=shipped)
    cards.put(card, Place.TO_COUNTY)


def count_at_county(cards: Cards, case: Case) -> None:
    card = latest(case)
    if card.batch_id is None:
        raise NotFound("没有批次。")
    call = cards.call(cards.world.forwarder)
    if logistics.receive_at_county(card.batch_id, call, card_ids=[card.id]):
        cards.put(card, Place.AT_COUNTY)


def forward(cards: Cards, case: Case) -> None:
    card = latest(case)
    call = cards.call(cards.world.forwarder)
    logistics.forward(cards.world.station, call, card_ids=[card.id], batch_id=uuid4())
    cards.put(card, Place.TO_STATION)


def count_at_station(cards: Cards, case: Case) -> None:
    card = latest(case)
    if card.transfer_id is None:
        raise NotFound("没有批次。")
    call = cards.call(cards.world.keeper)
    if logistics.receive_at_station(card.transfer_id, call, card_ids=[card.id]):
        cards.put(card, Place.AT_STATION)


def hand_over(cards: Cards, case: Case) -> None:
    given = logistics.HandOver("signature", True, False, logistics.OldCard.LOST)
    logistics.hand_over(case.id, cards.call(cards.world.keeper), given=given)
    cards.put(latest(case), Place.WITH_APPLICANT)


def lose(cards: Cards, case: Case) -> None:
    actor = cards.dice.choice([cards.world.forwarder, cards.world.keeper])
    remake.remake(case.id, cards.call(actor), kind=CardTrouble.MISSING, words=WORDS)
    cards.put(latest(case), Place.MISSING)


def damage(cards: Cards, case: Case) -> None:
    actor = cards.dice.choice([cards.world.forwarder, cards.world.keeper])
    remake.remake(case.id, cards.call(actor), kind=CardTrouble.DAMAGED, words=WORDS)
    cards.put(latest(case), Place.SPOILED)


def misprint(cards: Cards, case: Case) -> None:
    call = cards.call(cards.world.keeper)
    remake.wrong_data(case.id, call, fault=Fault.PRODUCTION, words=WORDS, taken_in=True)
    cards.put(latest(case), Place.SPOILED)


def misroute(cards: Cards, case: Case) -> None:
    card = latest(case)
    stray_cards.misrouted(card.serial or "none", cards.call(cards.finder))
    cards.put(card, Place.TO_COUNTY)


def find(cards: Cards, case: Case) -> None:
    card = some_card(cards, case, Place.MISSING)
    finder = cards.dice.choice([cards.world.keeper, cards.world.forwarder])
    stray_cards.find_card(card.serial or "none", cards.call(finder))
    cards.put(card, Place.SPOILED)


def destroy(cards: Cards, case: Case) -> None:
    card = some_card(cards, case, Place.SPOILED)
    at_station = card.held_unit == cards.world.station
    actor = cards.world.keeper if at_station else cards.world.forwarder
    destruction.destroy(
        cards.call(actor),
        chosen=[Chosen(Destroyed.CARD, card.id)],
        witness=cards.second if at_station else cards.second_above,
        destruction_id=uuid4(),
    )
    cards.put(card, Place.DESTROYED)


def some_card(cards: Cards, case: Case, place: Place) -> Card:
    """A card of the case that is there by our book, if there is one; else any."""
    rows = list(Card.objects.filter(case=case).order_by("n"))
    there = [card for card in rows if cards.book[card.order_no] is place]
    return cards.dice.choice(there or rows)


ALONG: dict[Place, Callable[[Cards, Case], None]] = {
    Place.CENTRE: ship,
    Place.TO_COUNTY: count_at_county,
    Place.AT_COUNTY: forward,
    Place.TO_STATION: count_at_station,
    Place.WITH_APPLICANT: misprint,
    Place.MISSING: order,
    Place.SPOILED: order,
    Place.DESTROYED: order,
}
"""What comes next on the straight way."""
ODD: list[Callable[[Cards, Case], None]] = [
    *dict.fromkeys(ALONG.values()),
    hand_over,
    lose,
    damage,
    misprint,
    misroute,
    find,
    destroy,
]
STRAIGHT = 0.4
"""How often a card goes its way; otherwise anything is tried, also what cannot be."""


@pytest.mark.parametrize("seed", [1, 2])
def test_every_card_is_in_one_place_after_whatever_happened(world: World, seed: int) -> None:
    cards = Cards(world, seed=seed)
    for _ in range(STEPS):
        cards.step()
    assert len(cards.done) >= 6, cards.done


def _stays(card: Card, *_: object, **__: object) -> Change:
    """A change that leaves the card where it was."""
    return Change(Card, {"id": card.id, "state": card.state}, {"told_way": ""})


def _back(card: Card, **_: object) -> Change:
    """A found card that goes on as if it had never been lost."""
    return Change(Card, {"id": card.id, "state": card.state}, {"state": Card.State.AT_STATION})


@pytest.mark.parametrize(
    ("module", "name", "mutant", "way"),
    [
        (remake, "_put_away", _stays, [ship, lose]),
        (stray_cards, "_on_its_way", _stays, [ship, count_at_county, misroute]),
        (stray_cards, "_kept", _back, [ship, lose, find]),
        (destruction, "_gone", lambda *_, **__: [], [ship, damage, destroy]),
    ],
    ids=["lost but here", "misrouted but here", "found and used", "destroyed but whole"],
)
def test_an_operation_that_loses_track_of_a_card_is_found_out(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    mutant: object,
    way: list[Callable[[Cards, Case], None]],
) -> None:
    """The check above can fail: each of these mistakes fails it, and at that step."""
    cards = Cards(world, seed=1)
    *before, last = way
    for event in before:
        event(cards, cards.cases[0])
        cards.check()
    monkeypatch.setattr(module, name, mutant)
    cards.clock += 1
    last(cards, cards.cases[0])
    with pytest.raises(AssertionError):
        cards.check()
    assert list(contradictions())
