"""Withdrawal on the applicant's own signed words, until a card is ordered."""

from __future__ import annotations

import pytest
from tests.cases.world import World

from tongban.cases.models import Case, Obligation, Outgoing, Paper, PersonSlot
from tongban.cases.operations import fix, withdraw
from tongban.cases.operations.errors import BadInput, LostRace, WrongStage
from tongban.procedure.actors import Actor
from tongban.procedure.stages import Stage


def take_back(
    world: World, case: Case, *, by: Actor | None = None, words: str = "改在户籍地办理",
    signature: str = "s", seen: int | None = None,
) -> Case:  # fmt: skip
    withdraw.withdraw(
        case.id,
        world.call(by or world.acceptor, minutes=100),
        words=words,
        signature=signature,
        seen_version=case.version if seen is None else seen,
    )
    return world.fresh(case)


@pytest.mark.parametrize("stage", ["composed", "signed", "returned", "issued"])
def test_before_production_the_applicant_may_withdraw(world: World, stage: str) -> None:
    case = take_back(world, getattr(world, stage)())
    assert (case.stage, case.ended_at is not None) == (Stage.WITHDRAWN, True)
    still = set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))
    assert still == ({"ARCHIVE", "REFUND"} if stage == "issued" else {"ARCHIVE"})
    paper = Paper.objects.get(kind="WITHDRAWAL")
    assert (paper.contents, paper.blob) == ({"words": "改在户籍地办理"}, "s")
    cancelled = Outgoing.objects.filter(system="population", kind="cancel").exists()
    # What the city's own bureau has issued cannot be taken back from the system.
    assert cancelled is (stage in ("signed", "returned"))


def test_the_person_may_apply_anew_at_once(world: World) -> None:
    take_back(world, world.signed())
    assert not PersonSlot.objects.exists()
    assert world.composed().stage == Stage.COMPOSED


def test_words_and_signature_are_the_applicants(world: World) -> None:
    case = world.signed()
    with pytest.raises(BadInput) as caught:
        take_back(world, case, words=" ", signature="")
    assert {fault.field for fault in caught.value.faults} == {"words", "signature"}


def test_any_station_takes_the_withdrawal(world: World) -> None:
    case = world.signed()
    elsewhere = world.officer("外所", world.home.code, *world.acceptor.roles)
    assert take_back(world, case, by=elsewhere).stage == Stage.WITHDRAWN


@pytest.mark.parametrize("stage", ["in_production", "at_station", "handed_over"])
def test_once_a_card_is_ordered_it_is_too_late(world: World, stage: str) -> None:
    case = getattr(world, stage)()
    with pytest.raises(WrongStage):
        take_back(world, case)


def test_a_withdrawal_that_crosses_a_correction_loses(world: World) -> None:
    case = world.returned()
    seen = case.version
    fix.resubmit(
        case.id, world.call(world.acceptor2, minutes=70), words="照片符合", seen_version=seen
    )
    with pytest.raises(LostRace, match="受理乙"):
        take_back(world, case, seen=seen)
