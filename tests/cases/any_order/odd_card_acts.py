"""How cards go astray and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cases.any_order.card_acts import newest
from tests.cases.any_order.review_acts import CaseDoer
from tests.cases.any_order.town import Town

from tongban.cases.models import Card, Case
from tongban.cases.operations import card_inquiry, destruction, intake_open, remake, stray_cards
from tongban.cases.operations.errors import Barred
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import (
    CardInquiryOutcome,
    CardTrouble,
    Destroyed,
    Fault,
    ReturnCategory,
)

WORDS = "清点两遍并查看监控后确认"


def make_anew(town: Town, case: Case, actor: Actor) -> object:
    kind = town.chance.choice((CardTrouble.MISSING, CardTrouble.DAMAGED))
    return remake.remake(case.id, town.call(actor), kind=kind, words=WORDS)


def wrong_data(town: Town, case: Case, actor: Actor) -> object:
    return remake.wrong_data(
        case.id,
        town.call(actor),
        fault=town.chance.choice(tuple(Fault)),
        words=WORDS,
        taken_in=True,
        category=ReturnCategory.TEXT,
    )


def misrouted(town: Town, case: Case, actor: Actor) -> object:
    return stray_cards.misrouted(newest(case).order_no, town.call(actor))


def find_card(town: Town, case: Case, actor: Actor) -> object:
    missing = Card.objects.filter(case=case, state=Card.State.MISSING).first()
    return stray_cards.find_card((missing or newest(case)).order_no, town.call(actor))


def settle_inquiry(town: Town, case: Case, actor: Actor) -> object:
    outcome = town.chance.choice(tuple(CardInquiryOutcome))
    return card_inquiry.settle_card_inquiry(case.id, town.call(actor), outcome=outcome, words=WORDS)


def destroy_listed(town: Town, case: Case, actor: Actor) -> object:
    spoiled = Card.objects.filter(case=case, state=Card.State.SPOILED).first()
    if spoiled is None:
        raise Barred("nothing lies there to be destroyed")
    others = [one.officer_id for one in town.parties if one.unit == actor.unit]
    return destruction.destroy(
        town.call(actor),
        chosen=[destruction.Chosen(Destroyed.CARD, spoiled.id)],
        witness=next((one for one in others if one != actor.officer_id), None),
        destruction_id=intake_open.new_id(),
    )


DOERS: Mapping[Act, CaseDoer] = {
    Act.REMAKE: make_anew,
    Act.WRONG_DATA: wrong_data,
    Act.MISROUTED: misrouted,
    Act.FIND_CARD: find_card,
    Act.SETTLE_CARD_INQUIRY: settle_inquiry,
    Act.DESTROY_LISTED: destroy_listed,
}
