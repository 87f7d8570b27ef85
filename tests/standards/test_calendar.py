"""The statutory working calendar."""

from datetime import date, timedelta

import pytest

from tongban.standards.calendar import (
    CalendarYear,
    DayKind,
    UnknownYear,
    WorkingCalendar,
    seed_calendar,
)

SEED = seed_calendar()


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
        "2025-01-26",
        "2025-10-11",
        "2026-03-02",
    ],
)
def test_working_days_and_make_up_days(day: str) -> None:
    assert SEED.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    ["2026-01-02", "2026-02-16", "2026-06-19", "2026-09-25", "2026-10-07", "2026-03-07"],
)
def test_holidays_and_weekends(day: str) -> None:
    assert not SEED.is_working(date.fromisoformat(day))


def test_the_number_of_working_days_of_2026() -> None:
    first = date(2026, 1, 1)
    assert sum(SEED.is_working(first + timedelta(days=n)) for n in range(365)) == 248


def test_a_year_that_is_not_loaded_is_never_guessed() -> None:
    assert (SEED.years[0], SEED.years[-1]) == (2004, 2026)
    for day in (date(2027, 1, 4), date(2003, 12, 31)):
        with pytest.raises(UnknownYear, match=str(day.year)):
            SEED.is_working(day)
    with pytest.raises(UnknownYear):
        SEED.next_working_day(date(2026, 12, 31))
    with pytest.raises(UnknownYear):
        SEED.next_working_day(date.max)


def test_adding_a_year_leaves_the_first_calendar_alone() -> None:
    new = CalendarYear(
        2027, off=frozenset({date(2027, 1, 1)}), work=frozenset({date(2027, 1, 3)}), source="通知"
    )
    more = SEED.with_years([new])
    assert more.next_working_day(date(2026, 12, 31)) == date(2027, 1, 3)
    assert more.year(2027).source == "通知"
    assert not SEED.has_year(2027)


def test_the_day_itself_does_not_count() -> None:
    assert SEED.add_working_days(date(2026, 3, 7), days=1) == date(2026, 3, 9)
    assert SEED.add_working_days(date(2026, 9, 30), days=3) == date(2026, 10, 10)
    assert WorkingCalendar([]).add_working_days(date(1999, 1, 1), days=0) == date(1999, 1, 1)


@pytest.mark.parametrize(
    ("day", "kind", "festival"),
    [
        ("2026-09-20", DayKind.MAKE_UP, ""),
        ("2026-09-25", DayKind.HOLIDAY, "中秋节"),
        # A weekend inside a holiday is the holiday.
        ("2026-10-03", DayKind.HOLIDAY, "国庆节"),
        ("2026-10-10", DayKind.MAKE_UP, ""),
        ("2026-10-11", DayKind.WEEKEND, ""),
        ("2026-10-12", DayKind.WORKING, ""),
        ("2026-04-06", DayKind.HOLIDAY, "清明节"),
        ("2026-01-02", DayKind.HOLIDAY, "元旦"),
    ],
)
def test_what_a_day_is(day: str, kind: DayKind, festival: str) -> None:
    calendar, on = seed_calendar(), date.fromisoformat(day)
    assert (calendar.kind_of(on), calendar.festival(on)) == (kind, festival)
    assert kind.is_working is calendar.is_working(on)


def test_every_festival_of_the_package_has_a_chinese_name() -> None:
    calendar = seed_calendar()
    days = [day for year in calendar.years for day in calendar.year(year).off]
    assert all(calendar.festival(day) for day in days)
