"""The books of a unit: each has its own letter and its own sequence, so that none has a gap."""

from __future__ import annotations

from tests.cases import odd_cards
from tests.cases.world import World

from tongban.cases.models import Card, Destruction, Inquiry, Payment
from tongban.cases.operations import fee, inquiry
from tongban.cases.operations.destruction import Chosen
from tongban.policy.vocabulary import Detail
from tongban.procedure.reasons import Destroyed


def test_an_inquiry_a_slip_and_a_list_of_destruction_each_begin_their_own_book(
    world: World,
) -> None:
    handed = world.handed_over(9)
    assert Card.objects.get(case=handed).old_card == "TAKEN_IN"
    odd_cards.destroy(world, world.keeper, Chosen(Destroyed.OLD_CARD, handed.id))
    question = inquiry.Question([Detail.NAME], shows_picture=False, words="请核实是不是本人。")
    inquiry.ask_inquiry(world.open_intake(8).id, world.call(world.acceptor), question=question)
    fee.take_cash(world.composed().id, world.call(world.acceptor, minutes=7))
    numbers = {
        Destruction.objects.get().number,
        Inquiry.objects.get().number,
        Payment.objects.get(cash_no__gt="").cash_no,
    }
    assert numbers == {f"{world.station}{letter}202611230001" for letter in "HXS"}
