"""Green channel and home visit (第十四条): marked with a reason, taken off, carried to the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Case, Event, Intake
from tongban.cases.operations import compose, green, taking_back
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.procedure.reasons import GreenReason, TakenAtHome

AGED = green.Mark(GreenReason.AGED)


def visit(**other: Any) -> green.Visit:
    given: dict[str, Any] = {
        "by": "受理甲、受理乙",
        "on": date(2026, 11, 23),
        "place": "南苑敬老院",
        "taken": (TakenAtHome.SIGNATURE, TakenAtHome.PHOTO),
    }
    return green.Visit(**(given | other))


def mark(world: World, intake: Intake, what: green.Mark | None) -> Intake:
    green.set_green(intake.id, world.call(world.acceptor), mark=what)
    return Intake.objects.get(id=intake.id)


def test_a_mark_has_its_reason_and_its_event(world: World) -> None:
    intake = mark(world, world.open_intake(), AGED)
    assert (intake.green, intake.green_words, intake.visit) == ("AGED", "", None)
    event = Event.objects.get(subject=intake.id, act="SET_GREEN")
    assert (event.name, event.officer) == ("GreenMarked", world.acceptor.officer_id)
    assert event.data == {"reason": "AGED", "is_visit": False, "taken": []}


def test_a_visit_says_who_when_whereabouts_and_what_was_taken(world: World) -> None:
    ill = green.Mark(GreenReason.ILL, visit=visit())
    intake = mark(world, world.open_intake(), ill)
    assert intake.visit == {
        "by": "受理甲、受理乙",
        "on": "2026-11-23",
        "place": "南苑敬老院",
        "taken": ["PHOTO", "SIGNATURE"],
    }
    event = Event.objects.get(subject=intake.id, act="SET_GREEN")
    assert event.data == {"reason": "ILL", "is_visit": True, "taken": ["PHOTO", "SIGNATURE"]}
    assert "敬老院" not in str(event.data)


def test_a_mark_is_changed_and_taken_off_again(world: World) -> None:
    intake = mark(world, world.open_intake(), green.Mark(GreenReason.ILL, visit=visit()))
    intake = mark(world, intake, green.Mark(GreenReason.OTHER, " 独自带三个孩子 "))
    assert (intake.green, intake.green_words, intake.visit) == ("OTHER", "独自带三个孩子", None)
    intake = mark(world, intake, None)
    assert (intake.green, intake.green_words) == ("", "")
    assert Event.objects.filter(subject=intake.id).latest("seq").name == "GreenTakenOff"
    with pytest.raises(Barred, match="没有登记") as barred:
        mark(world, intake, None)
    assert barred.value.clause == "第十四条"


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        (green.Mark(GreenReason.OTHER, "  "), ["words"]),
        (
            green.Mark(GreenReason.AGED, visit=visit(by=" ", on=None, place="")),
            ["by", "on", "place"],
        ),
        (green.Mark(GreenReason.AGED, visit=visit(on=date(2026, 11, 24))), ["on"]),
    ],
    ids=("other without words", "a visit without anything", "a visit to come"),
)
def test_what_is_missing_is_told_at_once(world: World, what: green.Mark, fields: list[str]) -> None:
    intake = world.open_intake()
    with pytest.raises(BadInput) as bad:
        mark(world, intake, what)
    assert [one.field for one in bad.value.faults] == fields
    assert {one.clause for one in bad.value.faults} == {"第十四条"}
    assert Intake.objects.get(id=intake.id).version == intake.version


def test_the_same_press_twice_is_one_mark(world: World) -> None:
    intake = mark(world, world.open_intake(), AGED)
    once = world.call(world.acceptor, request_id=uuid4())
    assert not green.set_green(intake.id, once, mark=None).repeated
    assert green.set_green(intake.id, once, mark=None).repeated
    assert Event.objects.filter(subject=intake.id, act="SET_GREEN").count() == 2


def test_the_case_carries_the_mark(world: World) -> None:
    mark(world, intake := world.complete(), green.Mark(GreenReason.DISABLED, visit=visit()))
    compose.compose(intake.id, world.call(world.acceptor), case_id=(case_id := uuid4()))
    case = Case.objects.get(id=case_id)
    assert (case.green, case.is_visited) == ("DISABLED", True)
    with pytest.raises(WrongStage, match="已经结束"):
        mark(world, intake, None)
    plain = world.composed(serial=8)
    assert (plain.green, plain.is_visited) == ("", False)


def test_a_voided_version_opens_the_mark_again(world: World) -> None:
    mark(world, intake := world.complete(), AGED)
    compose.compose(intake.id, world.call(world.acceptor), case_id=(case_id := uuid4()))
    call = world.call(world.acceptor)
    version = Case.objects.get(id=case_id).version
    taking_back.void(case_id, call, words="申请人离开", seen_version=version)
    assert mark(world, intake, None).green == ""


def test_only_the_window_marks(world: World) -> None:
    intake = world.open_intake()
    for actor in (world.keeper, world.supervisor):
        with pytest.raises(Forbidden):
            green.set_green(intake.id, world.call(actor), mark=AGED)
    for actor in (world.reviewer, world.elsewhere()):
        with pytest.raises(NotFound):
            green.set_green(intake.id, world.call(actor), mark=AGED)


def test_a_mark_keeps_an_intake_from_lapsing_like_any_act(world: World) -> None:
    intake = world.open_intake()
    world.at += timedelta(days=3)
    assert mark(world, intake, AGED).touched_at == world.at
