"""Obligations: each has an owner, a due rule and a way to be met; endings leave five."""

from datetime import UTC, datetime

import pytest
from tests.procedure.transcript import case

from tongban.policy.due import due
from tongban.policy.terms import shipped_terms
from tongban.policy.vocabulary import Stream
from tongban.policy.working_calendar import shipped_calendar
from tongban.procedure.obligations import (
    CLOSED_BY_ENDING,
    OWED,
    SURVIVE_ENDING,
    TERM,
    ObligationKind,
    OwnerRule,
    opened_by_ending,
)
from tongban.procedure.rows import IntakeRow, Row
from tongban.procedure.stages import Stage
from tongban.procedure.standing import owner_of
from tongban.procedure.table import INTAKE_ROWS, ROWS

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
OWNERS = {
    "REVIEW": "HOME_COUNTY",
    "FIX_RETURN": "ACCEPTING_STATION",
    "FORWARD": "ACCEPTING_COUNTY",
    "TELL": "ACCEPTING_STATION",
    "LOOK_IN": "EACH_UNIT",
    "PAY": "ACCEPTING_STATION",
    "COLLECT": "ACCEPTING_STATION",
    "WATCH_ANSWER": "ACCEPTING_STATION",
    "SETTLE_ANSWER": "ACCEPTING_COUNTY",
    "DECIDE_GROUND": "SUPERVISION",
    "WATCH_PRODUCTION": "ACCEPTING_STATION",
    "WATCH_BATCH": "RECEIVER",
    "WATCH_PARCEL": "ACCEPTING_STATION",
    "ASK_ADDRESS": "ACCEPTING_STATION",
    "SETTLE_INTAKE": "STATION_THEN_COUNTY",
    "ANSWER_INQUIRY": "HOME_STATION",
    "GUIDE_RESIDENCE": "ACCEPTING_STATION",
    "ARCHIVE": "ACCEPTING_STATION",
    "PAY_ON_BEHALF": "OFFICER",
    "DELIVER_ANSWER": "SYSTEM_THEN_CITY",
    "REFUND": "ACCEPTING_COUNTY",
    "GIVE_BACK_CASH": "ACCEPTING_STATION",
    "TAKE_BACK_TEMPORARY": "ACCEPTING_STATION",
    "RETURN_OLD_CARD": "ACCEPTING_STATION",
    "INQUIRY_CARD": "ACCEPTING_COUNTY",
    "CHECK_REFUSAL": "SUPERVISION",
    "TELL_AGAIN": "ACCEPTING_STATION",
}
BY_REGULATION = {"REVIEW", "FIX_RETURN", "FORWARD", "TELL", "LOOK_IN"}


def test_every_kind_has_its_owner() -> None:
    """The owners are those of the description."""
    assert {kind: owed.owner.name for kind, owed in OWED.items()} == OWNERS
    assert set(OWED) == set(ObligationKind)


@pytest.mark.parametrize("kind", list(ObligationKind))
def test_every_kind_has_a_due_rule(kind: ObligationKind) -> None:
    """The policy computes a time for it, later than its beginning."""
    owed = OWED[kind]
    assert owed.sentence.endswith("。")
    assert (owed.source != TERM) is (kind in BY_REGULATION)
    calendar = shipped_calendar()
    assert due(owed.due, AT, calendar=calendar, terms=shipped_terms().at(AT)) > AT


@pytest.mark.parametrize("kind", list(ObligationKind))
def test_every_kind_is_opened_and_met_by_an_act(kind: ObligationKind) -> None:
    """No duty without an act that fulfils it; looking in belongs to the day, not to a case."""
    if kind is ObligationKind.LOOK_IN:
        return
    rows: tuple[Row | IntakeRow, ...] = (*ROWS, *INTAKE_ROWS)
    by_ending = {k for s in Stage for t in Stream for k in opened_by_ending(s, stream=t)}
    may = frozenset[ObligationKind]().union(*(r.opens for r in rows), *(r.may_open for r in ROWS))
    assert kind in may | by_ending
    assert any(kind in r.closes for r in rows)


def test_endings_close_all_but_five() -> None:
    """Refund, cash, temporary card, old card and archive outlive the case."""
    five = {"REFUND", "GIVE_BACK_CASH", "TAKE_BACK_TEMPORARY", "RETURN_OLD_CARD", "ARCHIVE"}
    assert five == SURVIVE_ENDING
    assert set(ObligationKind) - five == CLOSED_BY_ENDING


def test_an_ending_act_opens_only_what_outlives_it() -> None:
    """An act that ends the case leaves no duty that the ending would close at once.

    But for what is still to be said to, or cleared up with, the bureau of another place.
    """
    for row in ROWS:
        if row.then and all(stage.is_ending for stage in row.then):
            opened = row.opens | row.may_open
            stays = opened - SURVIVE_ENDING
            between_bureaus = {ObligationKind.DELIVER_ANSWER, ObligationKind.SETTLE_ANSWER}
            assert stays <= between_bureaus, row.act


def test_archive_opens_with_every_ending_of_ours_but_a_void() -> None:
    """第八条: one person, one file, at the accepting station."""
    for stream in Stream:
        for stage in Stage:
            expected = (
                stage.is_ending and stage is not Stage.VOIDED and stream is not Stream.INCOMING
            )
            assert bool(opened_by_ending(stage, stream=stream)) is expected


@pytest.mark.parametrize(
    ("kind", "stage", "owner"),
    [
        (ObligationKind.REVIEW, Stage.IN_REVIEW, "C3"),
        (ObligationKind.FIX_RETURN, Stage.RETURNED, "S1"),
        (ObligationKind.FORWARD, Stage.AT_COUNTY, "C1"),
        (ObligationKind.WATCH_BATCH, Stage.TO_COUNTY, "C1"),
        (ObligationKind.WATCH_BATCH, Stage.TO_STATION, "S1"),
        (ObligationKind.DECIDE_GROUND, Stage.IN_REVIEW, "C1"),
        (ObligationKind.REFUND, Stage.WITHDRAWN, "C1"),
        (ObligationKind.LOOK_IN, Stage.IN_REVIEW, None),
        (ObligationKind.DELIVER_ANSWER, Stage.ANSWERED, None),
    ],
)
def test_the_owner_of_a_case(kind: ObligationKind, stage: Stage, owner: str | None) -> None:
    """The owner follows from the case and its stage."""
    assert owner_of(kind, case(stage)) == owner


def test_every_owner_rule_is_used() -> None:
    """No rule without a duty."""
    assert {owed.owner for owed in OWED.values()} == set(OwnerRule)
