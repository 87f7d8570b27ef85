"""The one door: who gets in, who lost a race and to whom, and what is written when somebody did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Case, Event, Intake, Obligation, Outgoing
from tongban.cases.operations import intake_checks, review
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import act_on_case, act_on_intake
from tongban.cases.operations.errors import Forbidden, LostRace, NotFound, WrongStage
from tongban.procedure.acts import Act
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage


def everything() -> tuple[int, ...]:
    return tuple(m._default_manager.count() for m in (Event, Obligation, Outgoing))


def test_a_writer_overtaken_while_deciding_writes_nothing_and_learns_who_was_first(
    world: World,
) -> None:
    case = world.signed()

    def decide(_: Case) -> Decision:
        call = world.call(world.reviewer2, minutes=61)
        review.issue(case.id, call, seen_version=case.version)
        return Decision(event="Issued", changes={"stage": Stage.ISSUED})

    before = Event.objects.filter(subject=case.id).count()
    with pytest.raises(LostRace) as lost:
        act_on_case(case.id, Act.ISSUE, world.call(world.reviewer, minutes=62), decide=decide)
    assert lost.value.sentence == (
        "没有“通过并签发”：在您查看之后，这一件已经有变化。"
        "11月23日 10:31 审核己 已办“通过并签发”。请看过最新情况再办。"
    )
    assert Event.objects.filter(subject=case.id).count() == before + 1
    assert world.fresh(case).issued_by == world.reviewer2.officer_id


def test_two_officers_on_one_intake_at_once(world: World) -> None:
    intake = world.open_intake()

    def decide(_: Intake) -> Decision:
        intake_checks.view_history(intake.id, world.call(world.acceptor2, minutes=3))
        return Decision(event="Declared", changes={"declared": {}})

    with pytest.raises(LostRace, match="09:33 受理乙 已办“查看历史受理信息”"):
        act_on_intake(intake.id, Act.DECLARE, world.call(world.acceptor), decide=decide)
    assert Intake.objects.get(id=intake.id).declared == intake.declared


def test_a_page_seen_before_the_last_change_does_not_decide(world: World) -> None:
    case = world.recomposed(world.returned())
    before = everything()
    with pytest.raises(LostRace, match="受理乙 已办“签名并送审”"):
        review.issue(case.id, world.call(world.reviewer, minutes=90), seen_version=1)
    assert everything() == before


def refuse(case: Case) -> Decision:
    raise AssertionError("must not be asked")


@pytest.mark.parametrize(
    ("make", "act", "role", "place", "error"),
    [
        ("signed", Act.ISSUE, Role.REVIEW, "home_county", None),
        ("signed", Act.ISSUE, Role.REVIEW, "county", Forbidden),
        ("signed", Act.ISSUE, Role.SUPERVISION, "home_county", Forbidden),
        ("signed", Act.ISSUE, Role.ADMIN_SYSTEM, "home_county", NotFound),
        ("composed", Act.VOID, Role.ACCEPTANCE, "elsewhere", NotFound),
        ("composed", Act.ISSUE, Role.REVIEW, "home_county", NotFound),
        ("returned", Act.ISSUE, Role.REVIEW, "home_county", WrongStage),
    ],
)
def test_who_gets_in(
    world: World, make: str, act: Act, role: Role, place: str, error: type[Exception] | None
) -> None:
    case = getattr(world, make)()
    unit = world.elsewhere().unit if place == "elsewhere" else getattr(world, place)
    call = world.call(world.officer("某甲", unit, role), minutes=70)
    before = everything()
    if error is None:
        assert not review.issue(case.id, call, seen_version=case.version).repeated
        return
    with pytest.raises(error):
        act_on_case(case.id, act, call, decide=refuse)
    assert everything() == before


def test_another_unit_cannot_tell_a_case_from_none(world: World) -> None:
    call = world.call(world.elsewhere())
    answers: list[Callable[[], Any]] = [
        lambda: act_on_case(uuid4(), Act.VOID, call, decide=refuse),
        lambda: act_on_case(world.composed().id, Act.VOID, call, decide=refuse),
    ]
    for answer in answers:
        with pytest.raises(NotFound):
            answer()


def test_what_goes_with_an_act_is_written_with_it(world: World) -> None:
    case = world.signed()
    review.issue(case.id, world.call(world.reviewer, minutes=60), seen_version=case.version)
    event = Event.objects.get(subject=case.id, act="ISSUE")
    duty = Obligation.objects.get(case=case, kind="REVIEW")
    message = Outgoing.objects.get(case=case, kind="decision")
    assert event.at == duty.closed_at == message.created_at
    assert (event.officer, event.unit) == (world.reviewer.officer_id, world.home_county)
    assert world.fresh(case).version == case.version + 1
