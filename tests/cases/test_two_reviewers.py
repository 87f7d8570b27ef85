"""审核通过 by one, 签发 or 退回 by another, where the operator's term asks for two (运行参数)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases import elsewhere
from tests.cases.world import World

from tongban.cases.models import Case
from tongban.cases.operations import fix, review
from tongban.cases.operations.errors import Barred, Forbidden
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.stages import Stage


@pytest.fixture
def two(world: World, tmp_path: Path) -> World:
    """A city in which two officers review."""
    (tmp_path / "overlay").mkdir()
    terms = '- version: "2020-09-01"\n  terms: {reviewers_per_case: {value: 2}}'
    (tmp_path / "overlay" / "terms.yaml").write_text(terms, encoding="utf-8")
    return world


def approve(world: World, case: Case, by: Actor) -> Case:
    review.approve(case.id, world.call(by, minutes=50), seen_version=case.version)
    return world.fresh(case)


def issue(world: World, case: Case, by: Actor) -> Case:
    review.issue(case.id, world.call(by, minutes=60), seen_version=case.version)
    return world.fresh(case)


def send_back(world: World, case: Case, by: Actor) -> Case:
    review.return_for_correction(
        case.id,
        world.call(by, minutes=60),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="照片背景不均匀。",
        seen_version=case.version,
    )
    return world.fresh(case)


def test_off_by_default(world: World) -> None:
    case = world.signed()
    with pytest.raises(Barred, match="一人审签"):
        approve(world, case, world.reviewer)
    assert issue(world, case, world.reviewer).stage == Stage.ISSUED


def test_two_officers(two: World) -> None:
    case = two.signed()
    with pytest.raises(Barred, match="双人审签"):
        issue(two, case, two.reviewer)
    case = approve(two, case, two.reviewer)
    assert (case.stage, case.approved_by) == (Stage.IN_REVIEW, two.reviewer.officer_id)
    for act in (issue, send_back, approve):
        with pytest.raises(Forbidden, match="另一名民警"):
            act(two, case, two.reviewer)
    with pytest.raises(Barred, match="已经由另一名民警审核通过"):
        approve(two, case, two.reviewer2)
    assert issue(two, case, two.reviewer2).stage == Stage.ISSUED


def test_the_second_may_return_and_a_new_version_begins_anew(two: World) -> None:
    case = send_back(two, approve(two, two.signed(), two.reviewer), two.reviewer2)
    fix.resubmit(
        case.id, two.call(two.acceptor, minutes=70), words="照片符合", seen_version=case.version
    )
    case = two.fresh(case)
    assert (case.stage, case.approved_by) == (Stage.IN_REVIEW, None)
    case = send_back(two, approve(two, case, two.reviewer2), two.reviewer)
    assert two.recomposed(case).approved_by is None


def test_a_case_accepted_elsewhere_is_reviewed_by_two_as_well(two: World) -> None:
    case = approve(two, elsewhere.arrived(two), two.reviewer)
    assert issue(two, case, two.reviewer2).stage == Stage.ANSWERED
