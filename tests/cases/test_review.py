"""Review and issue by operations (第九条): who may, by when, with what effect."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.cases.guardians import FATHER
from tests.cases.world import World

from tongban.cases.models import Case, Event, Obligation, Outgoing
from tongban.cases.operations import fix, review, sign
from tongban.cases.operations.errors import BadInput, Forbidden, LostRace, NotFound, WrongStage
from tongban.policy.vocabulary import Priority
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.standards.zones import CN

WORDS = "照片背景不均匀，请重新采集。"


def issue(world: World, case: Case, *, minutes: int = 60) -> Case:
    call = world.call(world.reviewer, minutes=minutes)
    review.issue(case.id, call, seen_version=case.version)
    return world.fresh(case)


def return_it(world: World, case: Case, **more: object) -> Case:
    given: dict[str, object] = {"category": ReturnCategory.PHOTO, "fields": [], "words": WORDS}
    review.return_for_correction(
        case.id,
        world.call(world.reviewer, minutes=60),
        seen_version=case.version,
        **(given | more),  # type: ignore[arg-type]
    )
    return world.fresh(case)


def due(case: Case, kind: str) -> datetime:
    at = Obligation.objects.get(case=case, kind=kind, closed_at=None).due_at
    assert at is not None
    return at.astimezone(CN)


def test_issuing_fixes_the_validity_and_tells_the_register(world: World) -> None:
    case = issue(world, world.signed())
    assert case.stage == Stage.ISSUED
    assert case.valid_from == date(2026, 11, 23)
    assert case.valid_until == date(2046, 11, 23)
    assert Obligation.objects.get(case=case, kind="REVIEW").outcome == "ISSUE"
    kinds = set(Outgoing.objects.filter(case=case).values_list("system", "kind"))
    assert ("population", "decision") in kinds
    assert ("self", "order") not in kinds


def test_a_paid_case_is_ordered_with_its_issue(world: World) -> None:
    case = issue(world, world.paid())
    assert Outgoing.objects.filter(case=case, system="self", kind="order").exists()


@pytest.mark.parametrize(
    ("birth", "until"),
    [
        (date(2010, 11, 24), date(2031, 11, 23)),
        (date(2010, 11, 23), date(2036, 11, 23)),
        (date(2000, 11, 24), date(2036, 11, 23)),
        (date(2000, 11, 23), date(2046, 11, 23)),
        (date(1980, 11, 24), date(2046, 11, 23)),
        (date(1980, 11, 23), None),
    ],
)
def test_the_age_on_the_day_of_issue_decides(world: World, birth: date, until: date | None) -> None:
    is_minor = birth == date(2010, 11, 24)
    guardian = FATHER if is_minor else None
    case = issue(world, world.signed(birth=birth, guardian=guardian))
    assert case.valid_until == until
    assert case.is_long_term is (until is None)


@pytest.mark.parametrize(
    ("birth", "until"),
    [
        (date(1980, 11, 25), None),
        (date(2000, 11, 25), date(2046, 11, 25)),
    ],
)
def test_a_birthday_between_acceptance_and_issue_counts(
    world: World, birth: date, until: date | None
) -> None:
    case = issue(world, world.signed(birth=birth), minutes=2 * 24 * 60)
    assert case.valid_until == until


def test_of_two_reviewers_at_once_one_wins_and_the_other_learns_who(world: World) -> None:
    case = world.signed()
    review.issue(case.id, world.call(world.reviewer, minutes=60), seen_version=case.version)
    with pytest.raises(WrongStage, match="审核戊 已办“通过并签发”"):
        return_it(world, case)
    assert Event.objects.filter(subject=case.id, act__in=("ISSUE", "RETURN")).count() == 1


def test_a_case_that_moved_on_in_the_meantime_is_not_decided_unseen(world: World) -> None:
    seen = world.returned()
    world.recomposed(seen)
    with pytest.raises(LostRace, match="签名"):
        review.issue(seen.id, world.call(world.reviewer, minutes=90), seen_version=seen.version)
    assert world.fresh(seen).stage == Stage.IN_REVIEW


def test_the_same_request_twice_is_one_decision(world: World) -> None:
    case, request_id = world.signed(), uuid4()
    for _ in range(2):
        call = world.call(world.reviewer, minutes=60, request_id=request_id)
        review.issue(case.id, call, seen_version=case.version)
    assert Event.objects.filter(subject=case.id, act="ISSUE").count() == 1
    assert Outgoing.objects.filter(case=case, kind="decision").count() == 1


def test_nobody_decides_on_what_he_accepted(world: World) -> None:
    case = world.signed()
    case.acceptors = [*case.acceptors, world.call(world.reviewer).officer]
    case.save()
    with pytest.raises(Forbidden, match="未参与受理"):
        issue(world, case)
    with pytest.raises(Forbidden, match="未参与受理"):
        return_it(world, case)


def test_the_officer_of_any_version_is_an_acceptor(world: World) -> None:
    case = world.recomposed(world.returned())
    assert set(case.acceptors) == {world.acceptor.officer_id, world.acceptor2.officer_id}


def test_other_units_and_roles_do_not_decide(world: World) -> None:
    case = world.signed()
    call = world.call(world.officer("外县", world.county, Role.REVIEW), minutes=60)
    with pytest.raises(Forbidden):
        review.issue(case.id, call, seen_version=case.version)
    stranger = next(
        u.code
        for u in world.city.units
        if u.kind == "COUNTY" and u.code not in (world.county, world.home_county)
    )
    call = world.call(world.officer("外人", stranger, Role.REVIEW), minutes=60)
    with pytest.raises(NotFound):
        review.issue(case.id, call, seen_version=case.version)
    call = world.call(world.officer("督导", world.home_county, Role.SUPERVISION), minutes=60)
    with pytest.raises(Forbidden):
        review.issue(case.id, call, seen_version=case.version)


def test_an_unsigned_case_is_not_in_front_of_the_home_bureau(world: World) -> None:
    case = world.composed()
    with pytest.raises(NotFound):
        review.issue(case.id, world.call(world.reviewer), seen_version=case.version)


@pytest.mark.parametrize(("priority", "day"), [(Priority.ORDINARY, 26), (Priority.EXPEDITED, 25)])
def test_a_return_is_due_in_three_or_two_working_days(
    world: World, priority: Priority, day: int
) -> None:
    case = return_it(world, world.signed(priority=priority))
    assert due(case, "FIX_RETURN") == datetime(2026, 11, day, 17, tzinfo=CN)
    assert not Obligation.objects.filter(case=case, kind="REVIEW", closed_at=None).exists()


def test_a_return_needs_a_reason_and_for_text_the_field(world: World) -> None:
    case = world.signed()
    with pytest.raises(BadInput) as caught:
        return_it(world, case, category=ReturnCategory.TEXT, words="不对")
    assert {fault.field for fault in caught.value.faults} == {"fields", "words"}
    assert world.fresh(case).stage == Stage.IN_REVIEW


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=CN)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=CN)),
        (datetime(2026, 11, 23, 9, 1, tzinfo=UTC), datetime(2026, 11, 24, 17, tzinfo=CN)),
        (datetime(2026, 11, 27, 9, 1, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=CN)),
        (datetime(2026, 11, 28, 2, 0, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=CN)),
    ],
)
def test_what_arrives_until_five_is_due_at_five(
    world: World, signed: datetime, expected: datetime
) -> None:
    world.at = signed - timedelta(minutes=6)
    assert due(world.signed(), "REVIEW") == expected


def test_a_returned_case_comes_back_into_the_queue_with_a_new_deadline(world: World) -> None:
    case = world.returned()
    words = "照片符合标准，请复核。"
    call = world.call(world.acceptor, minutes=9 * 60)
    fix.resubmit(case.id, call, words=words, seen_version=case.version)
    case = world.fresh(case)
    assert case.returned is not None
    assert case.returned["answer"] == words
    assert due(case, "REVIEW") == datetime(2026, 11, 24, 17, tzinfo=CN)
    assert issue(world, case, minutes=10 * 60).stage == Stage.ISSUED


def test_signing_version_two_asks_for_review_again(world: World) -> None:
    case = world.recomposed(world.returned())
    assert case.stage == Stage.IN_REVIEW
    assert case.current == 2
    with pytest.raises(WrongStage):
        sign.sign(
            case.id,
            world.call(world.acceptor, minutes=90),
            signature=sign.Signature(pad="pad"),
            seen_version=case.version,
        )
