"""协查: asked by the window, answered by the home station or from outside, back in the worklist."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.elsewhere import OUT_OF_PROVINCE
from tests.cases.world import World

from tongban.cases.models import Event, Inquiry, Intake, Obligation
from tongban.cases.operations import intake_checks, intake_end, intake_open
from tongban.cases.operations.errors import BadInput, Barred, NotFound, WrongStage
from tongban.cases.operations.inquiry import Answer, Question, answer_inquiry, ask_inquiry
from tongban.cases.queries.station_waiting import Source, waiting
from tongban.policy.vocabulary import Detail
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import AnsweredBy, InquiryAnswer
from tongban.procedure.roles import Role

OUTSIDE: dict[str, Any] = OUT_OF_PROVINCE


def ask(world: World, intake: Intake, *, by: Actor | None = None, **more: Any) -> Inquiry:
    given: dict[str, Any] = {
        "details": (Detail.NAME, Detail.ADDRESS),
        "shows_picture": False,
        "words": "申请人面貌变化较大，请核对。",
    }
    call = world.call(by or world.acceptor, minutes=10, request_id=more.pop("request_id", None))
    ask_inquiry(intake.id, call, question=Question(**(given | more)))
    return Inquiry.objects.filter(intake=intake).latest("asked_at")


def at_home(world: World, *roles: Role) -> Actor:
    return world.officer("户籍壬", world.home.code, *(roles or (Role.ACCEPTANCE,)))


def answer(
    world: World, intake: Intake, by: Actor, said: InquiryAnswer | None = InquiryAnswer.SAME,
    **more: Any,
) -> Inquiry:  # fmt: skip
    call = world.call(by, minutes=60, request_id=more.pop("request_id", None))
    given = Answer(**({"answer": said, "words": "与本所底册照片一致。"} | more))
    answer_inquiry(intake.id, call, answer=given)
    return Inquiry.objects.get(intake=intake)


def owed(intake: Intake) -> list[tuple[str, str]]:
    rows = Obligation.objects.filter(intake=intake, closed_at=None)
    return sorted(rows.values_list("kind", "owner_unit"))


def test_the_home_station_owes_an_answer_in_three_working_days(world: World) -> None:
    intake = world.open_intake()
    row = ask(world, intake)
    assert (row.home_unit, row.home_office, row.details) == (
        world.home.code,
        "",
        ["name", "address"],
    )
    assert row.declared["name"] == row.record["name"] == "颜𬭎"
    assert owed(intake) == [("ANSWER_INQUIRY", world.home.code)]
    due = Obligation.objects.get(intake=intake).due_at
    assert due is not None
    assert due.date() == date(2026, 11, 26)


def test_events_tell_no_words_and_no_names(world: World) -> None:
    intake = world.open_intake()
    ask(world, intake)
    answer(world, intake, at_home(world))
    told = str(list(Event.objects.filter(subject=intake.id).values_list("data", flat=True)))
    for secret in ("颜𬭎", intake.record["id_number"], "请核对", "底册"):
        assert secret not in told


def test_the_answer_comes_back_and_states_nothing_by_itself(world: World) -> None:
    intake = world.open_intake()
    ask(world, intake)
    assert not [one for one in waiting(world.station) if one.source is Source.ANSWERED]
    row = answer(world, intake, at_home(world), InquiryAnswer.NOT_SAME)
    assert (row.answer, row.way, row.answered_unit) == ("NOT_SAME", "SYSTEM", world.home.code)
    assert owed(intake) == []
    fresh = Intake.objects.get(id=intake.id)
    assert (fresh.identity_confirmed, fresh.touched_at) == (None, row.answered_at)
    (back,) = [one for one in waiting(world.station) if one.source is Source.ANSWERED]
    assert (back.id, back.note) == (intake.id, "NOT_SAME")
    intake_checks.state_identity(intake.id, world.call(world.acceptor, minutes=90), confirmed=False)
    assert not [one for one in waiting(world.station) if one.source is Source.ANSWERED]


def test_one_question_at_a_time_and_another_after_the_answer(world: World) -> None:
    intake = world.open_intake()
    ask(world, intake)
    with pytest.raises(Barred, match="还没有答复"):
        ask(world, intake)
    answer(world, intake, at_home(world), InquiryAnswer.CANNOT_SAY, words="底册无照片")
    call = world.call(world.acceptor2, minutes=70)
    ask_inquiry(intake.id, call, question=Question((Detail.SEX,), False, "请看户口底册"))
    assert Inquiry.objects.filter(intake=intake).count() == 2
    numbers = list(Inquiry.objects.order_by("asked_at").values_list("number", flat=True))
    assert [number[-4:] for number in numbers] == ["0001", "0002"]


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"words": "  "}, {"question"}),
        ({"words": "问" * 501}, {"question"}),
        ({"details": ()}, {"details"}),
        ({"shows_picture": True}, {"picture"}),
        ({"words": "", "details": ()}, {"question", "details"}),
    ],
)
def test_a_question_that_asks_nothing(world: World, more: Any, fields: set[str]) -> None:
    with pytest.raises(BadInput) as caught:
        ask(world, world.open_intake(), **more)
    assert {fault.field for fault in caught.value.faults} == fields
    assert not Inquiry.objects.exists()


def test_the_picture_goes_along_as_it_was(world: World) -> None:
    intake = world.identified()
    Intake.objects.filter(id=intake.id).update(live_photo="first")
    assert ask(world, intake, shows_picture=True).live_photo == "first"


def test_who_may_answer_in_the_city(world: World) -> None:
    intake = world.open_intake()
    ask(world, intake)
    with pytest.raises(Barred, match="由户籍派出所"):
        answer(world, intake, world.acceptor)
    for stranger in (world.elsewhere(), world.reviewer, at_home(world, Role.DELIVERY)):
        with pytest.raises(NotFound):
            answer(world, intake, stranger)
    assert Inquiry.objects.get().answer == ""


def test_the_home_station_can_answer_and_nothing_else(world: World) -> None:
    intake, home = world.open_intake(), at_home(world)
    ask(world, intake)
    for act in (
        lambda: intake_checks.state_identity(intake.id, world.call(home), confirmed=True),
        lambda: ask(world, intake, by=home),
        lambda: intake_end.withdraw_intake(intake.id, world.call(home), words="不办了"),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("said", [InquiryAnswer.NOT_SAME, InquiryAnswer.CANNOT_SAY])
def test_anything_but_yes_wants_its_reasons(world: World, said: InquiryAnswer) -> None:
    intake = world.open_intake()
    ask(world, intake)
    with pytest.raises(BadInput) as caught:
        answer(world, intake, at_home(world), said, words=" ")
    assert [fault.field for fault in caught.value.faults] == ["words"]
    with pytest.raises(BadInput):
        answer(world, intake, at_home(world), None)


def test_outside_the_city_by_letter_or_phone(world: World) -> None:
    intake = world.open_intake(**OUTSIDE)
    row = ask(world, intake)
    assert (row.home_unit, row.home_office) == ("", OUTSIDE["home_office"])
    assert owed(intake) == [("ANSWER_INQUIRY", world.station)]
    with pytest.raises(BadInput) as caught:
        answer(world, intake, world.acceptor2)
    assert {f.field for f in caught.value.faults} == {"way", "answerer", "answered_on"}
    with pytest.raises(BadInput) as caught:
        answer(
            world, intake, world.acceptor2, way=AnsweredBy.PHONE, answerer="某所张警官",
            answered_on=date(2026, 12, 1),
        )  # fmt: skip
    assert [f.field for f in caught.value.faults] == ["answered_on"]
    row = answer(
        world, intake, world.acceptor2, way=AnsweredBy.PHONE, answerer="某所张警官",
        answered_on=date(2026, 11, 23),
    )  # fmt: skip
    assert (row.way, row.answered_unit) == ("PHONE", world.station)
    assert owed(intake) == []


def test_whoever_has_the_intake_now_sees_the_answer(world: World) -> None:
    intake, elsewhere = world.open_intake(), world.elsewhere()
    ask(world, intake)
    intake_open.take_over(intake.id, world.call(elsewhere, minutes=20), found=world.found())
    answer(world, intake, at_home(world))
    assert [o.source for o in waiting(elsewhere.unit)] == [Source.INTAKE, Source.ANSWERED]
    assert not waiting(world.station)


def test_duties_about_the_intake_move_with_it(world: World) -> None:
    intake, elsewhere = world.open_intake(**OUTSIDE), world.elsewhere()
    intake_end.print_one_time_notice(intake.id, world.call(world.acceptor))
    ask(world, intake)
    intake_open.take_over(
        intake.id, world.call(elsewhere, minutes=20), found=world.found(**OUTSIDE)
    )
    assert owed(intake) == [
        ("ANSWER_INQUIRY", elsewhere.unit),
        ("SETTLE_INTAKE", elsewhere.unit),
    ]


def test_an_ending_frees_the_home_station(world: World) -> None:
    intake = world.open_intake()
    ask(world, intake)
    intake_end.withdraw_intake(intake.id, world.call(world.acceptor, minutes=30), words="不办了")
    assert owed(intake) == []
    with pytest.raises((WrongStage, NotFound)):
        answer(world, intake, at_home(world))


def test_asked_and_answered_twice_by_one_request_is_once(world: World) -> None:
    intake, asked, answered = world.open_intake(), uuid4(), uuid4()
    ask(world, intake, request_id=asked)
    ask(world, intake, request_id=asked)
    answer(world, intake, at_home(world), request_id=answered)
    answer(world, intake, at_home(world), request_id=answered)
    names = list(Event.objects.filter(subject=intake.id).values_list("name", flat=True))
    assert (names.count("InquiryAsked"), names.count("InquiryAnswered")) == (1, 1)
