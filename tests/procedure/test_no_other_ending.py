"""There is no unfavourable ending but the named ones (第一条, 第十五条(二))."""

from __future__ import annotations

from tongban.procedure.acts import Act
from tongban.procedure.stages import ENDINGS, IntakeStage, Stage
from tongban.procedure.table import INTAKE_ROWS, ROWS

FAVOURABLE = {Stage.HANDED_OVER, Stage.DELIVERED, Stage.ANSWERED}
WELL_ENDED = {IntakeStage.COMPOSED, IntakeStage.LOCAL}
OWN_WISH = {Act.WITHDRAW, Act.WITHDRAWN_THERE, Act.WITHDRAW_INTAKE, Act.WISH_TO_WITHDRAW}
"""The applicant's own words, here or at the station elsewhere that took the application."""
NAMED = {
    Act.REFUSE: IntakeStage.REFUSED,
    Act.LAPSE: IntakeStage.LAPSED,
    Act.VOID: Stage.VOIDED,
    Act.CLOSE: Stage.CLOSED,
    Act.REVOKE: Stage.REVOKED,
}


def ways_out() -> list[tuple[Act, Stage | IntakeStage]]:
    """Every act of the table with every ending it may lead to."""
    found: list[tuple[Act, Stage | IntakeStage]] = []
    for row in ROWS:
        found += [(row.act, stage) for stage in row.then if stage in ENDINGS]
    for line in INTAKE_ROWS:
        found += [(line.act, stage) for stage in line.then if stage.is_ending]
    return found


def test_every_way_out_is_favourable_the_applicants_own_or_named() -> None:
    """An act that ends an application in any other way would stand here first."""
    for act, stage in ways_out():
        if stage in FAVOURABLE or stage in WELL_ENDED or act in OWN_WISH:
            continue
        assert act in NAMED, f"{act} ends with {stage}"
        assert NAMED[act] is stage


def test_every_ending_is_reached_by_some_way() -> None:
    """The table leaves no ending without an act, so nothing is forgotten above."""
    reached = {stage for _, stage in ways_out()}
    assert reached >= ENDINGS
    assert {stage for stage in IntakeStage if stage.is_ending} <= reached
