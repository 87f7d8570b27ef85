"""The signature: who signs, on what, and what may still stop it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.cases.guardians import FATHER
from tests.cases.world import World

from tongban.cases.models import Case, Obligation, Outgoing
from tongban.cases.operations import (
    intake_end,
    review,
    sign,
    taking_back,
)
from tongban.cases.operations.errors import BadInput, Barred, LostRace, WrongStage
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.stages import Stage
from tongban.standards.zones import CN


def take(
    world: World, case: Case, *, pad: str = "pad", page: str = "", guardian: bool = False
) -> Case:
    sign.sign(
        case.id,
        world.call(world.acceptor2, minutes=8),
        signature=sign.Signature(pad=pad, page=page, by_guardian=guardian),
        seen_version=case.version,
    )
    return world.fresh(case)


@pytest.mark.parametrize(("pad", "page"), [("pad", ""), ("", "page")])
def test_a_signature_sends_the_case_to_the_home_bureau(world: World, pad: str, page: str) -> None:
    case = take(world, world.composed(), pad=pad, page=page)
    version = case.versions.get()
    assert case.stage == Stage.IN_REVIEW
    assert case.reached_review
    assert case.queued_at == case.signed_at == version.signed_at
    assert (version.signature, version.signed_page, version.signer) == (pad, page, "APPLICANT")
    assert version.signature_taken_by == world.acceptor2.officer_id
    assert set(case.acceptors) == {world.acceptor.officer_id, world.acceptor2.officer_id}
    duty = Obligation.objects.get(case=case, kind="REVIEW", closed_at=None)
    assert duty.owner_unit == world.home_county
    message = Outgoing.objects.get(case=case)
    assert (message.system, message.kind, message.payload["version"]) == ("population", "submit", 1)


@pytest.mark.parametrize(
    ("signed_at", "due"),
    [
        ((23, 9, 0), (23, 17, 0)),
        ((23, 16, 59), (23, 17, 0)),
        ((23, 17, 1), (24, 17, 0)),
        ((27, 17, 30), (30, 17, 0)),
        ((28, 10, 0), (30, 17, 0)),
    ],
)
def test_reviewed_the_same_day_or_the_next_working_day(
    world: World, signed_at: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    case = world.composed()
    at = datetime(2026, 11, *signed_at, tzinfo=CN)
    world.at = at - timedelta(minutes=8)
    case = take(world, case)
    expected = datetime(2026, 11, *due, tzinfo=CN)
    assert Obligation.objects.get(case=case, kind="REVIEW").due_at == expected


@pytest.mark.parametrize(
    ("birth", "registered", "by_guardian", "words"),
    [
        (date(2010, 11, 24), True, True, ""),
        (date(2010, 11, 24), True, False, "请由监护人签名"),
        (date(2010, 11, 23), False, False, ""),
        (date(2010, 11, 23), True, False, ""),
        (date(2010, 11, 23), True, True, "今天已满 16 周岁，请由本人签名"),
        (date(1990, 3, 7), False, True, "请由申请人本人签名"),
    ],
)
def test_who_signs(
    world: World, birth: date, registered: bool, by_guardian: bool, words: str
) -> None:
    today = world.at
    if registered:
        # The guardian was registered the day before, while the applicant was a child for certain.
        world.at -= timedelta(days=1)
    case = world.composed(birth=birth, guardian=FATHER if registered else None)
    world.at = today
    if not words:
        case = take(world, case, guardian=by_guardian)
        signer = "GUARDIAN" if by_guardian else "APPLICANT"
        assert case.versions.get().signer == signer
        return
    with pytest.raises(BadInput, match=words):
        take(world, case, guardian=by_guardian)
    assert world.fresh(case).stage == Stage.COMPOSED


def test_no_signature_no_review(world: World) -> None:
    with pytest.raises(BadInput, match="签名"):
        take(world, world.composed(), pad="")


def test_a_ground_that_appears_after_composing_stops_the_signature(world: World) -> None:
    case = world.composed()
    world.discredit()
    with pytest.raises(Barred) as barred:
        take(world, case)
    assert barred.value.clause == "第十五条(一)"
    assert "第五条(五)" in barred.value.sentence
    assert world.fresh(case).stage == Stage.COMPOSED


def test_from_there_the_way_leads_to_a_refusal(world: World) -> None:
    """Take the version back, then the intake ends on the ground found since."""
    case = world.composed()
    world.discredit()
    taking_back.void(case.id, world.call(world.acceptor), words="情形", seen_version=case.version)
    intake = world.intake_of(case)
    intake_end.refuse(intake.id, world.call(world.acceptor, minutes=9), words="信用平台的推送。")
    assert world.intake_of(case).stage == "REFUSED"


def test_what_is_signed_is_what_was_shown(world: World) -> None:
    case = world.composed()
    world.pay(case)
    with pytest.raises(LostRace, match="确认到账"):
        take(world, case)
    assert take(world, world.fresh(case)).stage == Stage.IN_REVIEW


def test_a_version_is_signed_once(world: World) -> None:
    case = take(world, world.composed())
    with pytest.raises(WrongStage, match="受理乙 已办“签名并送审”"):
        take(world, case)


def test_a_new_version_is_signed_anew_and_queued_anew(world: World) -> None:
    first = world.signed()
    review.return_for_correction(
        first.id,
        world.call(world.reviewer, minutes=60),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="背景不均匀，请重拍。",
        seen_version=first.version,
    )
    case = world.recomposed(world.fresh(first))
    assert [v.signed_at is not None for v in case.versions.order_by("n")] == [True, True]
    assert case.queued_at != first.queued_at
    kinds = Obligation.objects.filter(case=case).values_list("kind", flat=True)
    assert sorted(kinds).count("GUIDE_RESIDENCE") <= 1
    assert list(kinds).count("REVIEW") == 2
