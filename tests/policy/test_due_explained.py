"""Deadlines explained: the table of examples, and that every explanation agrees with the rule."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.policy.due import UnknownKind, due, reminders
from tongban.policy.due_explained import Explanation, explain, explain_stored
from tongban.policy.due_notes import CALENDAR_LATE, EXCUSED, calendar_missing, why_excused
from tongban.policy.due_sentences import BEGINNINGS, sentences
from tongban.policy.duty import DueRule
from tongban.policy.terms import shipped_terms
from tongban.policy.working_calendar import parse_years, shipped_calendar
from tongban.standards.calendar import UnknownYear
from tongban.standards.zones import local

TERMS = shipped_terms().versions[0]
CALENDAR = shipped_calendar()
EXAMPLES = yaml.safe_load(
    (Path(__file__).parent / "examples" / "due_explained.yaml").read_text("utf-8")
)
# Up to the end of the last loaded year and a little beyond it.
MOMENTS = st.integers(0, 2320 * 86_400_000).map(
    lambda ms: datetime(2020, 9, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
KINDS = st.sampled_from(sorted(TERMS.duties))


def explained(kind: str, at: datetime, *, expedited: bool = False) -> Explanation:
    return explain(kind, at, calendar=CALENDAR, terms=TERMS, expedited=expedited)


def stored(kind: str, at: datetime, due_at: datetime | None) -> Explanation:
    return explain_stored(kind, at, due_at=due_at, calendar=CALENDAR, terms=TERMS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['kind']} {e['at']}")
def test_example(example: dict[str, Any]) -> None:
    at = datetime.fromisoformat(example["at"])
    why = explained(example["kind"], at, expedited=example.get("expedited", False))
    assert (why.due.isoformat() if why.due else None) == example["due"]
    assert list(sentences(why)) == example["says"]
    assert why.authority == example["authority"]


@settings(max_examples=400, deadline=None, database=None)
@given(MOMENTS, KINDS, st.booleans())
def test_an_explanation_agrees_with_the_rule(at: datetime, kind: str, expedited: bool) -> None:
    why = explained(kind, at, expedited=expedited)
    wanted, missing = ruled(kind, at, expedited=expedited)
    assert (why.due, why.missing_year) == (wanted, missing)
    said = "；".join(sentences(why))
    assert ("尚未载入" in said) is (missing is not None)
    assert missing is None or calendar_missing(missing) in said


def ruled(kind: str, at: datetime, *, expedited: bool) -> tuple[datetime | None, int | None]:
    """What the rule itself says: the due time, or the year that is missing."""
    try:
        return due(kind, at, calendar=CALENDAR, terms=TERMS, expedited=expedited), None
    except UnknownYear as unknown:
        return None, unknown.year


@settings(max_examples=400, deadline=None, database=None)
@given(MOMENTS, st.sampled_from(["REVIEW", "TELL", "FIX_RETURN", "FORWARD", "ARCHIVE"]))
def test_the_days_it_names_add_up_to_the_day_it_is_due(at: datetime, kind: str) -> None:
    """From the first day on, each day is counted or left out for a reason, none twice."""
    why = explained(kind, at)
    if why.due is None:
        return
    by_clock = why.duty.rule is DueRule.BY_CLOCK
    assert len(why.counted) == (1 if by_clock else why.amount)
    assert why.counted[-1] == why.due.date()
    left_out = [one.first + timedelta(days=n) for one in why.left_out for n in range(one.days)]
    named = sorted([*why.counted, *left_out])
    start = local(at).date()
    first = start if start in named else start + timedelta(days=1)
    assert named == [first + timedelta(days=n) for n in range((why.due.date() - first).days + 1)]
    assert all(map(CALENDAR.is_working, why.counted))
    assert not any(map(CALENDAR.is_working, left_out))
    assert all(day.weekday() >= 5 for day in why.make_up)


@settings(max_examples=200, deadline=None, database=None)
@given(MOMENTS, st.booleans())
def test_what_is_stored_tells_the_priority(at: datetime, expedited: bool) -> None:
    due_at = explained("FIX_RETURN", at, expedited=expedited).due
    if due_at is not None:
        why = stored("FIX_RETURN", at, due_at)
        assert (why.due, why.was_expedited) == (due_at, expedited)
        assert why.is_as_stored


def test_a_reminder_that_moved_on_is_explained() -> None:
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    second = reminders("PAY", at, terms=TERMS)[1]
    assert sentences(stored("PAY", at, second)) == (
        "3月2日（周一）10:00 合成受理信息，第 15 天再次提醒",
    )
    last = at + timedelta(days=TERMS.close_after_days)
    assert sentences(stored("PAY", at, last)) == (
        "3月2日（周一）10:00 合成受理信息，第 180 天起可以终结",
    )


def test_a_due_time_that_the_rules_of_today_do_not_give_stays_and_says_so() -> None:
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    set_then = datetime(2026, 3, 20, 9, tzinfo=UTC)
    why = stored("REVIEW", at, set_then)
    assert why.due == set_then
    assert sentences(why)[1] == "按当时的日历和运行参数算定，以后的更正不改变已定的期限"


def test_an_operators_year_names_its_festivals() -> None:
    years = parse_years(
        "2027:\n  source: 通知\n  holidays: {元旦: [2027-01-01/2027-01-03], 春节: [2027-02-05]}\n"
    )
    at = datetime(2026, 12, 31, 10, tzinfo=UTC)
    why = explain("REVIEW", at, calendar=CALENDAR.with_years(years), terms=TERMS)
    assert sentences(why) == (
        "12月31日（周四）18:00 送到，已过 17:00，顺延到下一工作日",
        "1月1日至3日元旦放假，不计入",
        "2027年1月4日（周一）17:00 到期",
    )


def test_every_kind_says_what_it_is_counted_from() -> None:
    assert set(BEGINNINGS) == set(TERMS.duties)


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(UnknownKind):
        explained("COFFEE", datetime(2026, 3, 2, tzinfo=UTC))


def test_an_excuse_says_whose_lateness_it_is_not() -> None:
    assert all("不计" in why_excused(note) for note in EXCUSED)
    assert "本单位" in why_excused(CALENDAR_LATE)
    assert why_excused(calendar_missing(2027)) == ""
