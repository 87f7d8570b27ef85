"""Every stage and every act can be reached, and every case can end."""

import pytest
from tests.procedure.transcript import OFFICERS, PARTIES, case, sees

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.roles import Role
from tongban.procedure.stages import ENDINGS, Stage
from tongban.procedure.standing import can_see
from tongban.procedure.table import INTAKE_ROWS, ROWS

OF_A_UNIT = {Act.LOOK_UP, Act.OPEN_INTAKE, Act.LOOK_IN}
OURS = set(Stage) - {Stage.ANSWERED}
THEIRS = {Stage.IN_REVIEW, Stage.RETURNED, Stage.ANSWERED, Stage.WITHDRAWN}


def _reached(stream: Stream, start: set[Stage]) -> set[Stage]:
    reached = set(start)
    while True:
        more = {
            stage
            for row in ROWS
            if stream in row.streams and reached & row.stages
            for stage in row.then
        }
        if more <= reached:
            return reached
        reached |= more


def _born(stream: Stream) -> set[Stage]:
    return {s for r in ROWS if stream in r.streams and not r.stages for s in r.then}


@pytest.mark.parametrize("stream", list(Stream))
def test_stages_of_a_stream(stream: Stream) -> None:
    """Internal and outgoing cases see all but ANSWERED; incoming ones only the review."""
    expected = THEIRS if stream is Stream.INCOMING else OURS
    assert _reached(stream, _born(stream)) == expected


@pytest.mark.parametrize("stream", list(Stream))
def test_every_row_is_reached(stream: Stream) -> None:
    """No line of the table is dead."""
    reached = _reached(stream, _born(stream))
    for row in ROWS:
        if stream in row.streams and row.stages:
            assert row.stages & reached, row.act


@pytest.mark.parametrize("stream", list(Stream))
def test_nothing_is_stuck(stream: Stream) -> None:
    """From every stage an ending can be reached."""
    for stage in _reached(stream, _born(stream)):
        assert _reached(stream, {stage}) & ENDINGS


def test_every_act_has_its_place() -> None:
    """Each act stands in one of the tables."""
    acts = {row.act for row in ROWS} | {row.act for row in INTAKE_ROWS} | OF_A_UNIT
    assert acts == set(Act)


def test_labels_are_distinct() -> None:
    """No two stages or acts read the same on a button."""
    assert len({act.label for act in Act}) == len(Act)
    assert len({stage.label for stage in Stage}) == len(Stage)


@pytest.mark.parametrize("reached_review", [True, False])
def test_who_sees_a_case(*, reached_review: bool) -> None:
    """Accepting station, county above, home county once in review, city; administrators never."""
    standing = case(Stage.COMPOSED, reached_review=reached_review)
    for place, role, actor in OFFICERS:
        assert can_see(actor, standing) is sees(place, role, reached_review=reached_review)
    for actor in PARTIES.values():
        assert can_see(actor, standing)


def test_an_incoming_case_is_seen_at_home_and_in_the_city_only() -> None:
    """It has no accepting unit of ours."""
    incoming = case(
        Stage.IN_REVIEW, Stream.INCOMING, accepting_unit="elsewhere", accepting_county=None
    )
    seen = {place for place, role, actor in OFFICERS if can_see(actor, incoming)}
    assert seen == {"home county", "city"}
    assert Role.REVIEW in {role for place, role, actor in OFFICERS if can_see(actor, incoming)}
