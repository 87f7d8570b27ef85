"""Due times: the table of examples, and what holds for any moment."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.policy.due import UnknownKind, due, reminders
from tongban.policy.terms import shipped_terms
from tongban.policy.working_calendar import shipped_calendar
from tongban.standards.calendar import UnknownYear
from tongban.standards.zones import CN, local

TERMS = shipped_terms().versions[0]
CALENDAR = shipped_calendar()
EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples" / "due.yaml").read_text("utf-8"))
MOMENTS = st.integers(0, 2280 * 86_400_000).map(
    lambda ms: datetime(2020, 9, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)


def due_time(kind: str, at: datetime, *, expedited: bool = False) -> datetime:
    return due(kind, at, calendar=CALENDAR, terms=TERMS, expedited=expedited)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['kind']} {e['note']}")
def test_example(example: dict[str, Any]) -> None:
    at, kind = datetime.fromisoformat(example["at"]), example["kind"]
    expedited = example.get("expedited", False)
    if example["due"] is None:
        with pytest.raises(UnknownYear, match="2027"):
            due_time(kind, at, expedited=expedited)
    else:
        found = due_time(kind, at, expedited=expedited)
        assert found.isoformat() == example["due"]


@settings(max_examples=200, deadline=None, database=None)
@given(MOMENTS, st.sampled_from(sorted(TERMS.duties)), st.booleans())
def test_nothing_is_due_before_it_begins(at: datetime, kind: str, expedited: bool) -> None:
    found = due_time(kind, at, expedited=expedited)
    assert found >= at
    assert found.utcoffset() == timedelta(hours=8)


@settings(max_examples=200, deadline=None, database=None)
@given(MOMENTS)
def test_review_is_the_nearest_closing_time_of_a_working_day(at: datetime) -> None:
    found = due_time("REVIEW", at)
    assert found.time() == time(17)
    assert CALENDAR.is_working(found.date())
    day = local(at).date()
    while day < found.date():
        at_five = datetime.combine(day, time(17), tzinfo=CN)
        assert at_five < at or not CALENDAR.is_working(day)
        day += timedelta(days=1)


@settings(max_examples=200, deadline=None, database=None)
@given(MOMENTS, st.sampled_from(["FIX_RETURN", "FORWARD"]), st.booleans())
def test_working_days_are_counted_after_the_day_of_the_event(
    at: datetime, kind: str, expedited: bool
) -> None:
    last = due_time(kind, at, expedited=expedited).date()
    first = local(at).date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    wanted = 3 if kind == "FIX_RETURN" and not expedited else 2
    assert sum(map(CALENDAR.is_working, days)) == wanted
    assert CALENDAR.is_working(last)


def test_reminders_follow_the_terms() -> None:
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    days = [moment.date().isoformat() for moment in reminders("PAY", at, terms=TERMS)]
    assert days == ["2026-03-05", "2026-03-17", "2026-04-01"]
    assert reminders("REVIEW", at, terms=TERMS) == ()


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(UnknownKind):
        due_time("COFFEE", datetime(2026, 3, 2, tzinfo=UTC))


def test_the_temporary_card_is_due_back_when_it_runs_out() -> None:
    assert TERMS.duties["TAKE_BACK_TEMPORARY"].amount == TERMS.temporary_card_months
