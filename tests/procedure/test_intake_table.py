"""The intake's acts against the hand transcription, and the acts of a unit."""

import pytest
from tests.procedure.transcript import INTAKE_LINES, INTAKE_STAGES, OFFICERS, PARTIES, officer

from tongban.procedure.actors import UPSTREAM
from tongban.procedure.acts import Act
from tongban.procedure.barred import Barred, BarredCode
from tongban.procedure.operated import OPERATED
from tongban.procedure.roles import Role
from tongban.procedure.stages import IntakeStage
from tongban.procedure.standing import IntakeStanding
from tongban.procedure.table import INTAKE_ROWS, judge_intake, judge_unit, offered_intake

NOT_YET: set[str] = set()


def _intake(stage: IntakeStage = IntakeStage.OPEN, **facts: object) -> IntakeStanding:
    known: dict[str, object] = {"stage": stage, "unit": "S1", "county": "C1", "home_unit": "S3"}
    return IntakeStanding(**(known | facts))  # type: ignore[arg-type]


def _codes(place: str, role: Role) -> frozenset[str]:
    if role is Role.SUPERVISION and place in ("accepting county", "city"):
        return frozenset({"SUP"})
    if role is not Role.ACCEPTANCE or "station" not in place:
        return frozenset()
    if place == "accepting station":
        return frozenset({"ST"})
    return frozenset({"SX", "HS"} if place == "home station" else {"SX"})


def _sees(place: str, role: Role) -> bool:
    is_near = place in ("accepting station", "accepting county", "city")
    return is_near and not role.name.startswith("ADMIN")


def test_the_table_is_the_transcription() -> None:
    """Acts, actors and results are those of the transcription."""
    assert {row.act for row in INTAKE_ROWS} == set(INTAKE_LINES)
    for row in INTAKE_ROWS:
        actors, then = INTAKE_LINES[row.act]
        assert set(row.actors) == actors
        assert set(row.then) == (then or set())
        assert set(row.stages) == INTAKE_STAGES[row.act]
        assert row.sentence.endswith("。")


@pytest.mark.parametrize("act", sorted(INTAKE_LINES))
@pytest.mark.parametrize("stage", list(IntakeStage))
def test_every_officer(act: str, stage: IntakeStage) -> None:
    """Stage × act × role × unit: permitted, or refused in words."""
    actors, _ = INTAKE_LINES[act]
    intake = _intake(stage, is_inquiry_open=act == "ANSWER_INQUIRY")
    for place, role, actor in OFFICERS:
        barred = judge_intake(Act(act), intake, actor)
        named = bool(_codes(place, role) & actors)
        if named and stage in INTAKE_STAGES[act] and act not in NOT_YET:
            assert barred is None, (place, role, barred)
            continue
        assert barred is not None, (place, role)
        assert barred.sentence.endswith("。")
        if not _sees(place, role) and not (named and stage is IntakeStage.OPEN):
            assert barred.code is BarredCode.NOT_SEEN
        elif act in NOT_YET:
            assert barred.code is BarredCode.NOT_OFFERED
        elif named:
            assert barred.code is BarredCode.WRONG_STAGE


@pytest.mark.parametrize(
    ("stage", "advice"),
    [
        (IntakeStage.COMPOSED, "打开合成的这一件"),
        (IntakeStage.REFUSED, "重新查询"),
        (IntakeStage.WITHDRAWN, "重新查询"),
        (IntakeStage.LAPSED, "重新查询"),
        (IntakeStage.LOCAL, "第一条"),
    ],
)
def test_of_an_intake_that_is_over_it_says_what_to_do_next(stage: IntakeStage, advice: str) -> None:
    here = officer("accepting station", Role.ACCEPTANCE)
    barred = judge_intake(Act.DECLARE, _intake(stage), here)
    assert barred is not None
    assert advice in barred.sentence


def test_not_yet_is_not_operated() -> None:
    """Everything else at the window is operated."""
    assert NOT_YET.isdisjoint(OPERATED)
    assert {act for act in INTAKE_LINES if act not in NOT_YET} <= OPERATED


def test_an_open_inquiry_keeps_the_intake_and_is_answered_once() -> None:
    """Nothing lapses while the home station is asked; without a question there is no answer."""
    home = officer("home station", Role.ACCEPTANCE)
    asked = _intake(is_inquiry_open=True)
    for standing, lapses, answers in ((asked, False, True), (_intake(), True, False)):
        assert (judge_intake(Act.LAPSE, standing, PARTIES["SYS"]) is None) is lapses
        barred = judge_intake(Act.ANSWER_INQUIRY, standing, home)
        assert (barred is None) is answers
        assert answers or (barred is not None and barred.code is BarredCode.WRONG_STAGE)


def test_the_former_station_reads_a_conflict() -> None:
    """After a take-over the other station is told, not sent away as if nothing had been."""
    taken = _intake(former_units=frozenset({"S4"}))
    barred = judge_intake(Act.DECLARE, taken, officer("station far off", Role.ACCEPTANCE))
    assert barred is not None
    assert barred.code is BarredCode.WRONG_STAGE
    assert "接办" in barred.sentence
    back = judge_intake(Act.TAKE_OVER, taken, officer("station far off", Role.ACCEPTANCE))
    assert back is None


def test_taking_over_what_is_here_already() -> None:
    """The colleague at the next window simply goes on."""
    here = officer("accepting station", Role.ACCEPTANCE)
    barred = judge_intake(Act.TAKE_OVER, _intake(), here)
    assert barred is not None
    assert barred.code is BarredCode.WRONG_STAGE


def test_buttons() -> None:
    """What is offered is what is permitted."""
    for _, _, actor in OFFICERS:
        for stage in IntakeStage:
            buttons = offered_intake(_intake(stage), actor)
            assert set(buttons) == {
                act for act in Act if judge_intake(act, _intake(stage), actor) is None
            }


def test_an_act_of_another_table() -> None:
    """An intake knows no hand-over."""
    window = officer("accepting station", Role.ACCEPTANCE)
    barred = judge_intake(Act.HAND_OVER, _intake(), window)
    assert barred is not None
    assert barred.code is BarredCode.NOT_OFFERED


@pytest.mark.parametrize("act", [Act.LOOK_UP, Act.OPEN_INTAKE, Act.LOOK_IN])
def test_acts_of_a_unit(act: Act) -> None:
    """Looking up and opening belong to windows; looking in to every station and county bureau."""
    for place, role, actor in OFFICERS:
        at_window = role is Role.ACCEPTANCE and "station" in place
        works = place != "city" and not role.name.startswith("ADMIN")
        barred = judge_unit(act, actor)
        assert (barred is None) is (works if act is Act.LOOK_IN else at_window)


def test_arrival_and_strangers() -> None:
    """An arrival comes from upstream and from nobody else; other acts need a case."""
    assert judge_unit(Act.ARRIVE, UPSTREAM) is None
    by_hand: Barred | None = judge_unit(Act.ARRIVE, officer("home county", Role.REVIEW))
    assert by_hand is not None
    assert by_hand.code is BarredCode.NOT_YOURS
    other = judge_unit(Act.SIGN, officer("accepting station", Role.ACCEPTANCE))
    assert other is not None
    assert other.code is BarredCode.NOT_OFFERED
