"""After acceptance the residence guidance, after the end the file (第四、八条)."""

from __future__ import annotations

import pytest
from tests.cases.world import World

from tongban.cases.models import Event, Obligation
from tongban.cases.operations import closing, fee, withdraw
from tongban.cases.operations.errors import Barred, Forbidden, NotFound, WrongStage
from tongban.procedure.reasons import ResidenceOutcome


def test_a_file_is_sealed_once_and_what_misses_is_kept(world: World) -> None:
    case = world.handed_over()
    call = world.call(world.acceptor, minutes=300)
    closing.seal_file(case.id, call, missing=["RECEIPT"])
    case = world.fresh(case)
    assert case.sealed_at == call.at
    assert Event.objects.get(name="FileSealed").data["missing"] == ["RECEIPT"]
    assert not Obligation.objects.filter(case=case, closed_at=None).exists()
    with pytest.raises((WrongStage, Forbidden)):
        closing.seal_file(case.id, world.call(world.acceptor, minutes=301))


def test_a_running_case_has_no_file_to_seal(world: World) -> None:
    with pytest.raises(WrongStage):
        closing.seal_file(world.at_station().id, world.call(world.acceptor))


def test_what_outlives_the_ending_bars_the_seal(world: World) -> None:
    case = world.signed()
    fee.take_cash(case.id, world.call(world.acceptor, minutes=8))
    case = world.fresh(case)
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=50),
        words="改在户籍地办理",
        signature="s",
        seen_version=case.version,
    )
    with pytest.raises(Barred, match="退还现金"):
        closing.seal_file(case.id, world.call(world.acceptor, minutes=60))
    fee.give_back_cash(case.id, world.call(world.acceptor, minutes=65), signature="s")
    closing.seal_file(case.id, world.call(world.acceptor, minutes=70))


def test_only_the_station_that_accepted_seals(world: World) -> None:
    case = world.handed_over()
    stranger = world.officer("外所", world.home.code, *world.acceptor.roles)
    with pytest.raises(NotFound):
        closing.seal_file(case.id, world.call(stranger))
    with pytest.raises(Forbidden):
        closing.seal_file(case.id, world.call(world.keeper))


@pytest.mark.parametrize("outcome", list(ResidenceOutcome))
def test_guidance_ends_however_it_went(world: World, outcome: ResidenceOutcome) -> None:
    case = world.signed()
    duty = Obligation.objects.filter(case=case, kind="GUIDE_RESIDENCE")
    closing.guide_residence(case.id, world.call(world.acceptor, minutes=20), outcome=outcome)
    assert not duty.filter(closed_at=None).exists()
    assert [one.outcome for one in duty] in ([], [outcome.value])
