"""What is pressed where a card went astray, at whichever desk."""

from __future__ import annotations

from uuid import uuid4

from tests.cases.odd_cards import latest, lose, witness
from tests.desks.cost.desk_presses import WORDS, here, keeper
from tests.desks.cost.model import Press, Ready, of_case
from tests.desks.county.desk import Desk
from tests.desks.county.test_odd_cards import far_keeper

from tongban.cases.models import Card, Case
from tongban.cases.operations import remake, stray_cards
from tongban.procedure.acts import Act
from tongban.procedure.reasons import CardTrouble

MISPRINT = {"fault": "PRODUCTION", "taken_in": "1", **WORDS}


def collected(desk: Desk) -> Case:
    return desk.world.handed_over()


def lost(desk: Desk) -> Case:
    return lose(desk.world, desk.world.shipped(), desk.world.forwarder)


def strayed(desk: Desk) -> Ready:
    """A card on its way that a bureau far from its own has in hand, the second one today."""
    finder = far_keeper(desk)
    earlier, card = (latest(desk.world.shipped(serial)) for serial in (1, 2))
    stray_cards.misrouted(earlier.serial or "", desk.world.call(finder, minutes=100))
    form = {"as": "misrouted", "code": card.serial}
    return Ready(desk.client(finder), {}, form)


def found_again(desk: Desk) -> Ready:
    card = Card.objects.get(case=lost(desk), n=1)
    form = {"as": "found", "code": card.serial}
    return Ready(desk.client(desk.world.forwarder), {}, form)


def to_destroy(desk: Desk) -> Ready:
    """A damaged card at the station, with a second officer to stand by."""
    world = desk.world
    case = world.at_station()
    call = world.call(world.keeper, minutes=300)
    remake.remake(case.id, call, kind=CardTrouble.DAMAGED, words=WORDS["words"])
    form = {
        "list_id": str(uuid4()),
        "thing": f"CARD:{latest(case).id}",
        "witness": str(witness(world, world.station)),
    }
    return Ready(desk.client(world.keeper), {}, form)


PRESSES: list[Press[Desk]] = [
    Press("shared:card-trouble", (Act.REMAKE,), keeper(here, kind="MISSING", **WORDS)),
    Press("shared:card-wrong", (Act.WRONG_DATA,), keeper(here, **MISPRINT)),
    Press("shared:card-wrong", (Act.WRONG_DATA,), keeper(collected, **MISPRINT), case="collected"),
    Press(
        "shared:card-inquiry",
        (Act.SETTLE_CARD_INQUIRY,),
        lambda desk: of_case(desk, desk.world.supervisor, lost(desk), outcome="NOT_FOUND", **WORDS),
    ),
    Press("shared:card-stray", (Act.MISROUTED,), strayed),
    Press("shared:card-stray", (Act.FIND_CARD,), found_again, case="found"),
    Press("shared:destruction", (Act.DESTROY_LISTED,), to_destroy),
]
