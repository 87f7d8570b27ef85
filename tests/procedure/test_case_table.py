"""Stage × act × role × own or other unit × stream, against the hand transcription."""

import pytest
from tests.procedure.transcript import (
    CASE_LINES,
    MONEY_LINES,
    OFFICERS,
    PARTIES,
    SOMEBODY,
    STREAMS,
    Line,
    case,
    codes_of,
    officer,
    sees,
)

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.barred import BarredCode
from tongban.procedure.operated import OPERATED, OPERATED_STREAMS
from tongban.procedure.roles import Role
from tongban.procedure.rows_money import MONEY_ROWS
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding
from tongban.procedure.table import ROWS, judge, offered, permit, row_for

CASE_ACTS = sorted({line.act for line in CASE_LINES})
ANYWHERE = {"SA", "DX"}


def _line(act: str, stage: Stage, stream: Stream) -> Line | None:
    found = [
        line
        for line in CASE_LINES
        if line.act == act and stage in line.stages and stream in line.streams
    ]
    assert len(found) <= 1
    return found[0] if found else None


def _standing(stage: Stage, stream: Stream, line: Line | None) -> CaseStanding:
    return case(stage, stream, held=line is not None and "held" in line.conditions)


def test_the_table_has_exactly_the_transcribed_acts() -> None:
    """Nothing is missing and nothing was invented."""
    money = {line.act for line in MONEY_LINES}
    assert {row.act for row in ROWS} == set(CASE_ACTS) | money


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("stream", list(Stream))
def test_every_officer_at_every_act(stage: Stage, stream: Stream) -> None:
    """An act is permitted to exactly those whom the transcription names, else refused in words."""
    for act in CASE_ACTS:
        line = _line(act, stage, stream)
        standing = _standing(stage, stream, line)
        for place, role, actor in OFFICERS:
            codes = codes_of(place, role)
            named = line is not None and bool(codes & line.actors)
            in_front = named and line is not None and bool(codes & line.actors & ANYWHERE)
            barred = permit(Act(act), standing, actor)
            if named and (sees(place, role) or in_front):
                assert barred is None, (act, place, role, barred)
                continue
            assert barred is not None, (act, place, role)
            assert barred.sentence.endswith("。")
            assert (barred.code is BarredCode.NOT_SEEN) is not sees(place, role)
            if line is not None and sees(place, role):
                assert barred.code is BarredCode.NOT_YOURS


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("stream", list(Stream))
def test_every_outside_party_at_every_act(stage: Stage, stream: Stream) -> None:
    """System, upstream, card centre and post do what is theirs and nothing else."""
    for act in CASE_ACTS:
        line = _line(act, stage, stream)
        for code, actor in PARTIES.items():
            barred = permit(Act(act), _standing(stage, stream, line), actor)
            named = line is not None and code in line.actors
            assert (barred is None) is named, (act, code, barred)


def test_wrong_stage_is_said_to_those_whose_act_it_is() -> None:
    """The reviewer of a case already issued reads where it stands and when he could have."""
    barred = permit(Act.ISSUE, case(Stage.ISSUED), officer("home county", Role.REVIEW))
    assert barred is not None
    assert barred.code is BarredCode.WRONG_STAGE
    assert "已签发" in barred.sentence
    assert "待审核签发" in barred.sentence


@pytest.mark.parametrize("line", CASE_LINES, ids=lambda line: f"{line.act}-{len(line.stages)}")
def test_what_follows(line: Line) -> None:
    """Resulting stages and obligations are those of the transcription."""
    for stream in line.streams:
        for stage in line.stages or {None}:
            row = row_for(Act(line.act), stage=Stage(stage) if stage else None, stream=stream)
            assert row is not None
            assert set(row.then) == (line.then or set())
            assert line.opens <= row.opens | row.may_open
            assert line.closes <= row.closes
            assert row.sentence.endswith("。")
            assert row.source.startswith("第") or row.source == "运行参数"


def test_streams_as_letters_cover_all() -> None:
    """The transcription speaks of every stream."""
    assert set(STREAMS.values()) == set(Stream)


@pytest.mark.parametrize("line", [li for li in CASE_LINES if li.conditions], ids=lambda li: li.act)
def test_conditions(line: Line) -> None:
    """What a hold bars or needs, and what needs the fee."""
    act = Act(line.act)
    actor = PARTIES.get(min(line.actors)) or officer(
        "accepting station" if line.actors == {"SD"} else "accepting county",
        Role.DELIVERY if line.actors == {"SD"} else Role.SUPERVISION,
    )
    for stage in line.stages:
        held = permit(act, case(stage, held=True), actor)
        free = permit(act, case(stage, held=False), actor)
        if "held" in line.conditions:
            assert held is None
            assert free is not None
            assert free.code is BarredCode.WRONG_STAGE
        else:
            assert free is None
            assert held is not None
            assert held.code is BarredCode.HELD
        if "paid" in line.conditions:
            unpaid = permit(act, case(stage, is_paid=False), actor)
            assert unpaid is not None
            assert "工本费" in unpaid.sentence


def test_a_hold_bars_nothing_else() -> None:
    """A held case can still be reviewed, forwarded, told of."""
    barring = {li.act for li in CASE_LINES if "not-held" in li.conditions}
    assert barring == {row.act for row in ROWS if row.hold.name == "BARRED"}


@pytest.mark.parametrize(
    ("act", "stage", "place", "role", "fact"),
    [
        (Act.ISSUE, Stage.IN_REVIEW, "home county", Role.REVIEW, "acceptors"),
        (Act.RETURN, Stage.IN_REVIEW, "home county", Role.REVIEW, "acceptors"),
        (Act.APPROVE, Stage.IN_REVIEW, "home county", Role.REVIEW, "acceptors"),
        (Act.REPORT_GROUND, Stage.IN_REVIEW, "home county", Role.REVIEW, "acceptors"),
        (Act.ISSUE, Stage.IN_REVIEW, "home county", Role.REVIEW, "approved_by"),
        (Act.RELEASE, Stage.ISSUED, "accepting county", Role.SUPERVISION, "held_by"),
        (Act.REVOKE, Stage.ISSUED, "city", Role.SUPERVISION, "held_by"),
    ],
)
def test_nobody_decides_on_his_own_work(
    act: Act, stage: Stage, place: str, role: Role, fact: str
) -> None:
    """Four eyes: acceptor and reviewer, first and second reviewer, holder and releaser."""
    actor = officer(place, role)
    facts: dict[str, object] = {"held": fact == "held_by"}
    mine = frozenset({actor.officer_id, SOMEBODY}) if fact == "acceptors" else actor.officer_id
    theirs = frozenset({SOMEBODY}) if fact == "acceptors" else SOMEBODY
    barred = permit(act, case(stage, facts=facts | {fact: mine}), actor)
    assert barred is not None
    assert barred.code is BarredCode.OWN_WORK
    assert permit(act, case(stage, facts=facts | {fact: theirs}), actor) is None


@pytest.mark.parametrize("stage", list(Stage))
def test_buttons_are_what_is_permitted_and_operated(stage: Stage) -> None:
    """A page offers exactly the acts that would succeed, in the fixed order."""
    for _, _, actor in OFFICERS:
        buttons = offered(case(stage), actor)
        assert list(buttons) == [a for a in Act if a in buttons]
        if sees_any(actor.unit, actor.roles):
            permitted = {a for a in Act if judge(a, case(stage), actor) is None}
            assert set(buttons) == permitted
        else:
            assert buttons == ()


def sees_any(unit: str, roles: frozenset[Role]) -> bool:
    """Return whether an officer sees the case of ``case``."""
    return unit in ("S1", "C1", "C3", "CITY") and not any(r.name.startswith("ADMIN") for r in roles)


def test_only_operated_acts_of_operated_streams_are_offered() -> None:
    """The rest of the table is refused in words, whatever role asks."""
    assert frozenset(Stream) == OPERATED_STREAMS
    for stream in Stream:
        for stage in Stage:
            for _, _, actor in OFFICERS:
                for act in set(Act) - OPERATED:
                    barred = judge(act, case(stage, stream), actor)
                    assert barred is not None
                    assert barred.code in (BarredCode.NOT_OFFERED, BarredCode.NOT_SEEN)


def test_seal_once() -> None:
    """A sealed file is not sealed again."""
    window = officer("accepting station", Role.ACCEPTANCE)
    assert judge(Act.SEAL_FILE, case(Stage.HANDED_OVER), window) is None
    barred = judge(Act.SEAL_FILE, case(Stage.HANDED_OVER, is_sealed=True), window)
    assert barred is not None
    assert barred.code is BarredCode.WRONG_STAGE


def test_the_money_is_a_part_of_the_table() -> None:
    """Money acts are judged through the same question."""
    assert set(MONEY_ROWS) <= set(ROWS)
