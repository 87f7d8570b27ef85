"""An operator's calendar file, and the alarm for a year that is not loaded."""

from datetime import date
from pathlib import Path

import pytest

from tongban.policy.terms import shipped_terms
from tongban.policy.working_calendar import (
    CalendarError,
    load_calendar,
    parse_years,
    shipped_calendar,
    year_to_load,
)

TERMS = shipped_terms().versions[0]
YEAR = """
2027:
  source: 放假通知
  holidays: [2027-01-01, 2027-02-05/2027-02-11]
  workdays: [2027-01-03]
"""


def test_an_operator_adds_a_year(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(YEAR, "utf-8")
    calendar = load_calendar(tmp_path)
    assert calendar.is_working(date(2027, 1, 3))
    assert not calendar.is_working(date(2027, 2, 8))
    assert calendar.is_working(date(2027, 2, 12))
    assert calendar.is_working(date(2026, 10, 10))
    assert load_calendar(tmp_path / "absent") is shipped_calendar()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "YAML"),
        ("- 2027", "年份"),
        ("soon: {}", "年份"),
        ("2027: []", "年份"),
        ("2027: {holidays: [2027-01-01]}", "source"),
        ("2027: {holidays: [2028-01-01], source: x}", "不在该年"),
        ("2027: {holidays: [2027-02-11/2027-02-05], source: x}", "颠倒"),
        ("2027: {holidays: [soon], source: x}", "2027-01-01"),
        ("2027: {holidays: 2027-01-01, source: x}", "列表"),
        ("2027: {holidays: [2027-01-02], workdays: [2027-01-02], source: x}", "既放假又上班"),
        ("2027: {holidays: [2027-01-01], workdays: [2027-01-04], source: x}", "周末"),
    ],
)
def test_a_wrong_file_is_told_in_words(text: str, says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        parse_years(text)


def test_an_empty_file_adds_nothing() -> None:
    assert parse_years("") == ()


def test_the_alarm_stands_from_the_first_of_december() -> None:
    calendar = shipped_calendar()
    assert year_to_load(calendar, on=date(2026, 11, 30), terms=TERMS) is None
    assert year_to_load(calendar, on=date(2026, 12, 1), terms=TERMS) == 2027
    assert year_to_load(calendar, on=date(2027, 1, 1), terms=TERMS) == 2027
    assert year_to_load(calendar, on=date(2025, 12, 31), terms=TERMS) is None
