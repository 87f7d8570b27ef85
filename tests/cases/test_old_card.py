"""The old card after a delivery by courier: taken in and destroyed, or written off."""

from __future__ import annotations

import pytest
from tests.cases import mailed
from tests.cases.world import World

from tongban.cases.models import Card, Event, Obligation, Paper
from tongban.cases.operations import closing
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.cases.operations.old_card import (
    PAPER,
    BroughtBy,
    OldCardIn,
    take_in_old_card,
    write_off_old_card,
)
from tongban.policy.vocabulary import Reason

GIVEN = OldCardIn(BroughtBy.APPLICANT, destroyed=True, words="剪角")


@pytest.mark.parametrize("role", ["keeper", "acceptor"])
def test_an_old_card_is_taken_in_and_destroyed_with_a_record(world: World, role: str) -> None:
    case = mailed.delivered(world)
    take_in_old_card(case.id, world.call(getattr(world, role), minutes=300), given=GIVEN)
    assert mailed.owed(case) == {"ARCHIVE"}
    assert Card.objects.get().old_card == "TAKEN_IN"
    paper = Paper.objects.get(kind=PAPER)
    assert paper.contents == {"brought_by": "APPLICANT", "way": "CUT", "words": "剪角"}
    duty = Obligation.objects.get(case=case, kind="RETURN_OLD_CARD")
    assert duty.outcome == "TAKEN_IN"
    closing.seal_file(case.id, world.call(world.acceptor, minutes=310))


def test_the_file_waits_for_the_old_card_or_the_reason_without(world: World) -> None:
    case = mailed.delivered(world)
    with pytest.raises(Barred, match="收回旧证"):
        closing.seal_file(case.id, world.call(world.acceptor, minutes=290))
    write_off_old_card(case.id, world.call(world.acceptor, minutes=300), words="声明已丢失")
    assert Card.objects.get().old_card == "LOST"
    assert "声明" not in str(Event.objects.get(name="OldCardWrittenOff").data)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=310))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (OldCardIn(None, destroyed=True), "brought_by"),
        (OldCardIn(BroughtBy.POST, destroyed=False), "destroyed"),
        (OldCardIn(BroughtBy.POST, destroyed=True, words="长" * 201), "words"),
    ],
)
def test_what_is_missing_is_said(world: World, given: OldCardIn, field: str) -> None:
    case = mailed.delivered(world)
    with pytest.raises(BadInput) as caught:
        take_in_old_card(case.id, world.call(world.keeper, minutes=300), given=given)
    assert [fault.field for fault in caught.value.faults] == [field]


@pytest.mark.parametrize("words", ["", "  ", "长" * 201])
def test_a_write_off_needs_its_reason(world: World, words: str) -> None:
    case = mailed.delivered(world)
    with pytest.raises(BadInput):
        write_off_old_card(case.id, world.call(world.acceptor, minutes=300), words=words)


def test_there_must_be_an_old_card_to_take_in(world: World) -> None:
    lost = mailed.delivered(world, 1, reason=Reason.LOST)
    with pytest.raises(Barred):
        take_in_old_card(lost.id, world.call(world.keeper, minutes=300), given=GIVEN)
    with pytest.raises(WrongStage):
        take_in_old_card(mailed.posted(world, 2).id, world.call(world.keeper), given=GIVEN)
    twice = mailed.delivered(world, 3)
    take_in_old_card(twice.id, world.call(world.keeper, minutes=300), given=GIVEN)
    with pytest.raises(Barred):
        take_in_old_card(twice.id, world.call(world.keeper, minutes=301), given=GIVEN)


def test_only_the_station_that_accepted_takes_it_in(world: World) -> None:
    case = mailed.delivered(world)
    stranger = world.officer("外所", world.home.code, *world.keeper.roles)
    with pytest.raises(NotFound):
        take_in_old_card(case.id, world.call(stranger), given=GIVEN)
    with pytest.raises(Forbidden):
        write_off_old_card(case.id, world.call(world.keeper), words="声明已丢失")
