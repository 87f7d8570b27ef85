"""Cards nobody is to have: their case was revoked or closed (第十五条(一); 运行参数).

Such a card is counted in like the rest of its batch and put aside where it comes to light; two persons
destroy it with what else lies there. It is never made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tongban.cases.models import Card, CardFinding, Case
from tongban.cases.operations.card_findings import demand_reach, finding
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.office import opening
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble
from tongban.procedure.rows_ended import NOT_WANTED
from tongban.procedure.stages import Stage

CLAUSE = "第十五条(一)"
NOTHING_LEFT = (
    Card.State.HANDED_OVER,
    Card.State.DELIVERED,
    Card.State.REJECTED,
    Card.State.DESTROYED,
    Card.State.MISSING,
)
"""States in which no card is left that somebody would have to destroy; a missing one is looked for."""
PUT_ASIDE = Card.State.SPOILED


@dataclass(frozen=True, slots=True)
class Aside:
    """What puts a card aside, as parts of a decision: its row, and what is noted of it."""

    updates: Sequence[Change] = ()
    rows: Sequence[CardFinding] = ()


def is_unwanted(case: Case) -> bool:
    """Return whether nobody is to have a card of the case any more."""
    return case.stage in NOT_WANTED


def card_left(case_id: UUID) -> Card | None:
    """Return a card of a case that is still somewhere and not destroyed."""
    return Card.objects.filter(case=case_id).exclude(state__in=NOTHING_LEFT).order_by("-n").first()


def at_ending(case: Case, *, call: Call) -> Aside:
    """Return what puts the card aside that lies at a unit when its case is revoked or closed.

    Nothing where it is still being made or on its way: it is counted in first. One query at most.
    """
    places = {
        Stage.AT_COUNTY: (Card.State.AT_COUNTY, case.accepting_county),
        Stage.AT_STATION: (Card.State.AT_STATION, case.accepting_unit),
    }
    state, unit = places.get(Stage(case.stage), (None, ""))
    if state is None:
        return Aside()
    card = Card.objects.filter(case=case, state=state).first()
    return _aside(card, unit=unit, call=call) if card else Aside()


def _aside(
    card: Card, *, unit: str, call: Call, kind: CardTrouble = CardTrouble.UNWANTED, words: str = ""
) -> Aside:
    kept = Change(
        Card, {"id": card.id, "state": card.state}, {"state": PUT_ASIDE, "held_unit": unit}
    )
    return Aside([kept], [finding(kind, card, call=call, words=words)])


def counted_in(card: Card, *, batch: str, call: Call) -> Decision:
    """A card that comes after its case ended: counted in where it comes, and put aside there."""
    aside = _aside(card, unit=call.actor.unit, call=call)
    return Decision(
        event="ReceivedUnwanted",
        data={"card": card.id, "batch": batch},
        updates=aside.updates,
        rows=aside.rows,
    )


def kept_by_finder(card: Card, *, call: Call) -> Decision:
    """A misrouted card is not sent on where nobody is to have it: its finder keeps it."""
    aside = _aside(card, unit=call.actor.unit, call=call, kind=CardTrouble.MISROUTED)
    return Decision(
        event="MisroutedUnwanted",
        data={"card": card.id, "was": card.state},
        updates=aside.updates,
        rows=aside.rows,
    )


def lost_or_damaged(
    case: Case, call: Call, *, kind: CardTrouble, words: str, updates: Sequence[Change] = ()
) -> Decision:
    """A card that will not come, or came damaged: looked for, or put aside; never made anew.

    One that the centre never made is neither: its order counts as refused.
    """
    card = card_left(case.id)
    if card is None or card.state == PUT_ASIDE:
        raise Barred("这一件没有在途的证件。", clause=CLAUSE)
    demand_reach(case, card, call=call)
    if card.state == Card.State.ORDERED:
        return _never_made(card, kind=kind, words=words, call=call)
    if kind is CardTrouble.DAMAGED and call.actor.unit:
        aside = _aside(card, unit=call.actor.unit, call=call, kind=kind, words=words)
        return Decision(
            event="CardDamaged",
            data={"card": card.id, "order": card.order_no, "was": card.state, "anew": False},
            updates=[*updates, *aside.updates],
            rows=aside.rows,
        )
    return missing(case, card, call=call, words=words, updates=updates)


def _never_made(card: Card, *, kind: CardTrouble, words: str, call: Call) -> Decision:
    if kind is not CardTrouble.MISSING:
        raise Barred("制证中心还没有制成这张证，没有可以损坏的。", clause=CLAUSE)
    refused = Change(Card, {"id": card.id, "state": card.state}, {"state": Card.State.REJECTED})
    return Decision(
        event="CardNotMade",
        data={"card": card.id, "order": card.order_no},
        updates=[refused],
        rows=[finding(CardTrouble.UNWANTED, card, call=call, words=words)],
    )


def missing(
    case: Case,
    card: Card,
    *,
    call: Call,
    words: str,
    updates: Sequence[Change] = (),
    event: str = "CardMissing",
) -> Decision:
    """A card that is in nobody's hands of ours: the county bureau finds out where it is."""
    duty = opening(ObligationKind.INQUIRY_CARD, at=call.at, unit=case.accepting_county)
    lost = Change(Card, {"id": card.id, "state": card.state}, {"state": Card.State.MISSING})
    return Decision(
        event=event,
        data={"card": card.id, "order": card.order_no, "was": card.state, "anew": False},
        opens=[duty],
        updates=[*updates, lost],
        rows=[finding(CardTrouble.MISSING, card, call=call, words=words)],
    )
