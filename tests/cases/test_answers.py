"""Outgoing cases: the home bureau elsewhere answers, repeats itself, contradicts itself, is late."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases.elsewhere import OUT_OF_PROVINCE, answer, issued, outgoing, returned
from tests.cases.world import World

from tongban.cases.models import Case, ComposedVersion, Event, Obligation, Outgoing
from tongban.cases.operations import answers, fix, withdraw
from tongban.cases.operations.errors import Barred, LostRace, OperationError
from tongban.policy.vocabulary import Priority
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnswerSettled, ReturnCategory
from tongban.procedure.stages import Stage
from tongban.standards.zones import local

pytestmark = pytest.mark.django_db
K = ObligationKind


def duties(case: Case) -> set[str]:
    return set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))


def told(case: Case, system: str) -> list[str]:
    rows = Outgoing.objects.filter(case=case, system=system).order_by("created_at", "id")
    return list(rows.values_list("kind", flat=True))


def paid(world: World, case: Case) -> Case:
    world.pay(case)
    return world.fresh(case)


@pytest.mark.parametrize(
    ("home", "handed_in_to", "system"),
    [
        ({}, "population", "PROVINCE_REMOTE"),
        (OUT_OF_PROVINCE, "national_remote", "NATIONAL_REMOTE"),
    ],
)
def test_signing_hands_it_in_and_waits(
    world: World, home: dict[str, Any], handed_in_to: str, system: str
) -> None:
    case = outgoing(world, **home)
    assert (case.stage, case.system, case.home_county) == (Stage.IN_REVIEW, system, "")
    assert K.WATCH_ANSWER in duties(case)
    assert K.REVIEW not in duties(case)
    assert told(case, handed_in_to) == ["submit"]


def test_issued_there_fixes_validity_and_orders_when_paid(world: World) -> None:
    case = paid(world, outgoing(world))
    case = answer(world, case, issued())
    assert (case.stage, str(case.valid_until)) == (Stage.ISSUED, "2046-11-23")
    assert (case.issuer_code, case.issuer_name) == ("370102000000", "济南市公安局历下区分局")
    assert case.issued_by is None
    assert K.WATCH_ANSWER not in duties(case)
    assert told(case, "self") == ["order"]


@pytest.mark.parametrize(
    ("priority", "due"), [(Priority.ORDINARY, "11-26 17:00"), (Priority.EXPEDITED, "11-25 17:00")]
)
def test_returned_there_is_put_right_in_three_days_or_two(
    world: World, priority: Priority, due: str
) -> None:
    case = answer(world, outgoing(world, priority=priority), returned())
    assert case.stage == Stage.RETURNED
    assert (case.returned or {})["words"] == "照片背景不均匀，请重新采集。"
    found = Obligation.objects.get(case=case, kind=K.FIX_RETURN, closed_at=None)
    assert found.due_at is not None
    assert f"{local(found.due_at):%m-%d %H:%M}" == due


def test_sent_again_goes_as_a_version_of_its_own(world: World) -> None:
    case = answer(world, outgoing(world), returned())
    call = world.call(world.acceptor, minutes=60)
    fix.resubmit(case.id, call, words="照片符合标准，请再核对", seen_version=case.version)
    case = world.fresh(case)
    assert (case.stage, case.current) == (Stage.IN_REVIEW, 2)
    assert duties(case) >= {K.WATCH_ANSWER}
    sent = Outgoing.objects.filter(case=case, system="population", kind="submit").last()
    assert sent is not None
    assert sent.payload["version"] == 2
    # What was said of the first version is said of nothing any more.
    assert answer(world, case, issued(1)).stage == Stage.IN_REVIEW
    assert answer(world, case, issued(2)).stage == Stage.ISSUED


def test_the_same_answer_twice_is_recorded_only(world: World) -> None:
    case = answer(world, outgoing(world), issued())
    again = answer(world, case, issued())
    assert (again.stage, again.held) == (Stage.ISSUED, False)
    assert K.SETTLE_ANSWER not in duties(case)
    assert Event.objects.filter(subject=case.id, name="AnswerRepeated").count() == 1


def test_a_contradiction_holds_the_order_until_settled(world: World) -> None:
    case = answer(world, outgoing(world), issued())
    case = answer(world, case, returned())
    assert (case.stage, case.held) == (Stage.ISSUED, True)
    duty = Obligation.objects.get(case=case, kind=K.SETTLE_ANSWER, closed_at=None)
    assert duty.owner_unit == world.county
    paid(world, case)
    assert told(case, "self") == []


@pytest.mark.parametrize(
    ("settled", "stage", "opens"),
    [
        (AnswerSettled.EARLIER, Stage.ISSUED, set()),
        (AnswerSettled.LATER, Stage.RETURNED, {K.FIX_RETURN}),
    ],
)
def test_settling_releases_or_returns(
    world: World, settled: AnswerSettled, stage: Stage, opens: set[ObligationKind]
) -> None:
    case = answer(world, answer(world, outgoing(world), issued()), returned())
    case = paid(world, case)
    answers.settle_answer(
        case.id,
        world.call(world.supervisor, minutes=90),
        settled=settled,
        words="已向历下区分局户政大队核实",
        seen_version=case.version,
    )
    case = world.fresh(case)
    assert (case.stage, case.held) == (stage, False)
    assert K.SETTLE_ANSWER not in duties(case)
    assert opens <= duties(case)
    assert told(case, "self") == (["order"] if stage is Stage.ISSUED else [])


def test_the_later_return_is_fixed_by_what_it_said(world: World) -> None:
    case = answer(world, answer(world, outgoing(world), issued()), returned())
    answers.settle_answer(
        case.id,
        world.call(world.supervisor, minutes=90),
        settled=AnswerSettled.LATER,
        words="历下区分局户政大队确认退回",
        seen_version=case.version,
    )
    told = world.fresh(case).returned or {}
    assert told["category"] == ReturnCategory.PHOTO
    assert "照片背景不均匀，请重新采集" in told["words"]
    assert "历下区分局户政大队确认退回" in told["words"]


def test_what_does_not_differ_cannot_be_settled(world: World) -> None:
    case = paid(world, answer(world, outgoing(world), issued()))
    with pytest.raises(Barred, match="没有需要核定的答复"):
        answers.settle_answer(
            case.id,
            world.call(world.supervisor, minutes=90),
            settled=AnswerSettled.LATER,
            words="没有矛盾也要退回",
            seen_version=case.version,
        )
    assert world.fresh(case).stage == Stage.ISSUED


def test_issued_after_returned_is_settled_not_obeyed(world: World) -> None:
    case = answer(world, answer(world, outgoing(world), returned()), issued())
    assert case.stage == Stage.RETURNED
    assert {K.SETTLE_ANSWER, K.FIX_RETURN} <= duties(case)


def test_an_answer_that_crosses_a_withdrawal_stands_as_a_difference(world: World) -> None:
    case = outgoing(world)
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=100),
        words="不办了",
        signature="pad",
        seen_version=case.version,
    )
    case = world.fresh(case)
    assert case.stage == Stage.WITHDRAWN
    assert told(case, "population") == ["submit", "cancel"]
    case = answer(world, case, issued(), minutes=200)
    assert case.stage == Stage.WITHDRAWN
    assert K.SETTLE_ANSWER in duties(case)


def test_the_station_chases_first_and_the_city_from_then_on(world: World) -> None:
    case = outgoing(world)
    with pytest.raises(Barred, match="12月02日 17:00"):
        answers.chase_answer(case.id, world.call(world.acceptor), seen_version=case.version)
    late = 10 * 24 * 60
    call = world.call(world.chief, minutes=late)
    with pytest.raises(Barred, match="受理所"):
        answers.chase_answer(case.id, call, seen_version=case.version)
    call = world.call(world.acceptor, minutes=late)
    answers.chase_answer(case.id, call, seen_version=case.version)
    case = world.fresh(case)
    assert (case.chases, told(case, "province_remote")) == (1, ["chase"])
    again = world.call(world.acceptor, minutes=3 * late)
    with pytest.raises(Barred, match="市局"):
        answers.chase_answer(case.id, again, seen_version=case.version)
    call = world.call(world.chief, minutes=3 * late)
    answers.chase_answer(case.id, call, seen_version=case.version)
    assert world.fresh(case).chases == 2


def test_an_old_page_does_not_settle(world: World) -> None:
    case = answer(world, answer(world, outgoing(world), issued()), returned())
    with pytest.raises((LostRace, OperationError)):
        answers.settle_answer(
            case.id,
            world.call(world.supervisor),
            settled=AnswerSettled.EARLIER,
            words="已核实清楚",
            seen_version=case.version - 1,
        )
    assert world.fresh(case).held


def test_the_version_after_a_return_keeps_the_one_before(world: World) -> None:
    case = answer(world, outgoing(world), returned())
    call = world.call(world.acceptor, minutes=40)
    correction = fix.Correction(photo="photo2", photo_report={})
    fix.recompose(case.id, call, correction=correction, seen_version=case.version)
    world.sign(world.fresh(case))
    photos = ComposedVersion.objects.filter(case=case).order_by("n").values_list("photo", flat=True)
    assert list(photos) == ["photo", "photo2"]
    assert answer(world, world.fresh(case), issued(2)).stage == Stage.ISSUED
