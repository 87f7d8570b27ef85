"""Steps of the odd ways of cards, for tests: what a world's people do about them."""

from __future__ import annotations

from uuid import UUID, uuid4

from tests.cases.world import World

from tongban.accounts.models import Grant
from tongban.cases.models import Card, Case, Obligation
from tongban.cases.operations import destruction, production, remake
from tongban.cases.operations.destruction import Chosen
from tongban.procedure.actors import CARD_CENTRE, SYSTEM, Actor
from tongban.procedure.reasons import CardTrouble, Destroyed
from tongban.procedure.roles import Role

WORDS = "清单上有，包裹和柜子里都没有找到。"


def owed(case: Case) -> set[str]:
    """The kinds of open duties of a case."""
    rows = Obligation.objects.filter(case=case, closed_at=None)
    return set(rows.values_list("kind", flat=True))


def latest(case: Case) -> Card:
    """The card of the newest order."""
    return Card.objects.filter(case=case).latest("n")


def lose(world: World, case: Case, actor: Actor, *, minutes: int = 300) -> Case:
    """Declare the card of a case missing, and let the system order the next."""
    call = world.call(actor, minutes=minutes)
    remake.remake(case.id, call, kind=CardTrouble.MISSING, words=WORDS)
    production.order(case.id, world.call(SYSTEM, minutes=minutes + 1))
    return world.fresh(case)


def ship_again(world: World, case: Case, *, serial: str, minutes: int = 320) -> Case:
    """Let the card centre send the newest card of a case."""
    card = latest(case)
    shipped = production.Shipped(
        number=f"B-{serial}",
        county=case.accepting_county,
        carrier_no="",
        shipped_at=world.call(CARD_CENTRE, minutes=minutes).at,
        cards=[(card.order_no, serial)],
    )
    production.ship(world.call(CARD_CENTRE, minutes=minutes), shipped=shipped)
    return world.fresh(case)


def destroy(world: World, actor: Actor, *things: Chosen, minutes: int = 500) -> UUID:
    """Destroy things before a witness of the actor's own unit; returns the list."""
    list_id = uuid4()
    call = world.call(actor, minutes=minutes)
    destruction.destroy(
        call, chosen=things, witness=witness(world, actor.unit), destruction_id=list_id
    )
    return list_id


def witness(world: World, unit: str) -> UUID:
    """A second person at a unit."""
    found = world.officer("监销壬", unit, Role.DELIVERY).officer_id
    assert found
    Grant.objects.create(officer_id=found, unit_id=unit, role=Role.DELIVERY)
    return found


def spoiled(card: Card) -> Chosen:
    """A card as it is named on a destruction list."""
    return Chosen(Destroyed.CARD, card.id)
