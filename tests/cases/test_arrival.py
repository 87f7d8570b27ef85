"""Incoming cases: accepted elsewhere, reviewed here by 17:00, answered exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.elsewhere import arrived, version_of
from tests.cases.world import World

from tongban.cases.models import Case, ComposedVersion, Obligation, Outgoing, Paper, Payment
from tongban.cases.operations import answers, arrival, intake_open, review
from tongban.cases.operations.errors import BadInput, Forbidden, LostRace, WrongStage
from tongban.procedure.actors import UPSTREAM
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnswerSettled, LateCause, ReturnCategory
from tongban.procedure.stages import Stage

pytestmark = pytest.mark.django_db
K = ObligationKind


def duties(case: Case) -> set[str]:
    return set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))


def answered(case: Case) -> list[int]:
    rows = Outgoing.objects.filter(case=case, system="province_remote", kind="decision")
    return [row.payload["version"] for row in rows.order_by("created_at", "id")]


def give_back(world: World, case: Case) -> Case:
    review.return_for_correction(
        case.id,
        world.call(world.reviewer, minutes=20),
        category=ReturnCategory.PHOTO,
        fields=(),
        words="照片反光，请重新采集。",
        seen_version=case.version,
    )
    return world.fresh(case)


def issue(world: World, case: Case) -> Case:
    review.issue(case.id, world.call(world.reviewer, minutes=25), seen_version=case.version)
    return world.fresh(case)


def test_the_clock_runs_from_the_upstreams_arrival(world: World) -> None:
    before = world.at - timedelta(days=3)  # Friday morning; fetched on Monday only
    case = arrived(world, arrived=before, fetched_at=world.at, late_cause=LateCause.UPSTREAM_DOWN)
    duty = Obligation.objects.get(case=case)
    assert duty.due_at is not None
    assert duty.due_at < world.at
    assert (duty.owner_unit, duty.kind) == (world.home_county, K.REVIEW)
    assert duty.opened_at == before
    assert (case.queued_at, case.arrived_at, case.fetched_at) == (before, before, world.at)
    assert case.late_cause == LateCause.UPSTREAM_DOWN


def test_nothing_of_a_window_exists_for_it(world: World) -> None:
    case = issue(world, arrived(world))
    assert case.stage == Stage.ANSWERED
    assert not Payment.objects.filter(case=case).exists()
    assert not case.cards.exists()
    assert not Paper.objects.filter(subject=case.id).exists()
    assert duties(case) == {K.DELIVER_ANSWER}
    assert answered(case) == [1]


def test_the_same_version_arrives_once(world: World) -> None:
    case = arrived(world)
    again = arrival.arrive(
        world.call(UPSTREAM), arrival=version_of(world), case_id=intake_open.new_id()
    )
    assert (again.subject, again.repeated) == (case.id, True)
    assert Case.objects.count() == 1


def test_an_unknown_household_is_for_the_city_to_settle(world: World) -> None:
    with pytest.raises(BadInput, match="户籍地"):
        arrived(world, home_unit="110108540000")


def test_an_officer_cannot_let_one_arrive(world: World) -> None:
    with pytest.raises(Forbidden):
        arrival.arrive(
            world.call(world.reviewer), arrival=version_of(world), case_id=intake_open.new_id()
        )


def test_returned_corrected_and_issued(world: World) -> None:
    case = give_back(world, arrived(world))
    assert (case.stage, duties(case)) == (Stage.RETURNED, {K.DELIVER_ANSWER})
    later = world.at + timedelta(days=1)
    call = world.call(UPSTREAM, minutes=24 * 60)
    arrival.resubmitted_there(
        case.id, call, arrival=version_of(world, 2, arrived=later, answer="已重新采集")
    )
    case = world.fresh(case)
    # The new version is the proof that the answer arrived.
    assert (case.stage, case.current, duties(case)) == (Stage.IN_REVIEW, 2, {K.REVIEW})
    assert Obligation.objects.get(case=case, kind=K.REVIEW, closed_at=None).opened_at == later
    assert (case.returned or {})["answer"] == "已重新采集"
    photos = ComposedVersion.objects.filter(case=case).order_by("n").values_list("photo", flat=True)
    assert list(photos) == ["photo1", "photo2"]
    case = issue(world, case)
    assert answered(case) == [1, 2]


def test_withdrawn_there_closes_everything(world: World) -> None:
    case = give_back(world, arrived(world))
    arrival.withdrawn_there(case.id, world.call(UPSTREAM, minutes=30), version=1)
    assert (world.fresh(case).stage, duties(case)) == (Stage.WITHDRAWN, set())
    with pytest.raises(WrongStage):
        issue(world, world.fresh(case))


def test_a_withdrawal_that_crosses_the_answer_is_settled_by_the_home_bureau(world: World) -> None:
    case = issue(world, arrived(world))
    arrival.record_message(case.id, world.call(UPSTREAM, minutes=30), kind="WITHDRAWN", version=1)
    case = world.fresh(case)
    assert case.stage == Stage.ANSWERED
    duty = Obligation.objects.get(case=case, kind=K.SETTLE_ANSWER, closed_at=None)
    assert duty.owner_unit == world.home_county
    answers.settle_answer(
        case.id,
        world.call(world.reviewer2, minutes=40),
        settled=AnswerSettled.NOTED,
        words="已电话告知受理地派出所",
        seen_version=case.version,
    )
    assert K.SETTLE_ANSWER not in duties(case)


def test_two_people_answer_at_once_and_one_answer_goes(world: World) -> None:
    case = arrived(world)
    issue(world, case)
    call = world.call(world.reviewer2, minutes=26)
    with pytest.raises((LostRace, WrongStage), match="审核戊"):
        review.issue(case.id, call, seen_version=case.version)
    assert answered(case) == [1]


def test_acknowledged_is_delivered(world: World) -> None:
    case = issue(world, arrived(world))
    duty = Obligation.objects.get(case=case, kind=K.DELIVER_ANSWER)
    assert duty.owner_unit == world.chief.unit
    assert duty.due_at == duty.opened_at + timedelta(hours=1)
    answers.acknowledge_answer(case.id, world.call(UPSTREAM, minutes=27))
    assert duties(case) == set()
