"""Ages, validity, names, ethnic groups, divisions, unit codes, money, time."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.standards import divisions, ethnic_groups, names, timestamps, unit_codes
from tongban.standards.ages import full_years
from tongban.standards.card_validity import printed, validity
from tongban.standards.clock import SystemClock
from tongban.standards.money import yuan
from tongban.standards.months import LeapDay, add_months
from tongban.standards.zones import CN, at_local, local, local_date


def test_a_year_is_full_on_the_birthday() -> None:
    birth = date(1990, 3, 7)
    assert full_years(birth, on=date(2006, 3, 6)) == 15
    assert full_years(birth, on=date(2006, 3, 7)) == 16
    leap = date(2004, 2, 29)
    assert full_years(leap, on=date(2025, 2, 28)) == 20
    assert full_years(leap, on=date(2025, 3, 1)) == 21


@pytest.mark.parametrize(
    ("birth", "until"),
    [
        (date(2010, 5, 20), date(2031, 5, 19)),
        (date(2010, 5, 19), date(2036, 5, 19)),
        (date(2000, 5, 20), date(2036, 5, 19)),
        (date(2000, 5, 19), date(2046, 5, 19)),
        (date(1980, 5, 20), date(2046, 5, 19)),
        (date(1980, 5, 19), None),
    ],
)
def test_validity_by_the_age_of_the_day_of_issue(birth: date, until: date | None) -> None:
    assert validity(birth, issued_on=date(2026, 5, 19)) == (date(2026, 5, 19), until)


def test_validity_from_29_february() -> None:
    issued, birth = date(2024, 2, 29), date(2014, 1, 1)
    assert validity(birth, issued_on=issued)[1] == date(2029, 2, 28)
    other = validity(birth, issued_on=issued, leap_day=LeapDay.FIRST_OF_NEXT_MONTH)
    assert other[1] == date(2029, 3, 1)
    assert printed(other) == "2024.02.29-2029.03.01"
    assert printed((issued, None)) == "2024.02.29-长期"


def test_adding_months() -> None:
    assert add_months(date(2026, 11, 30), months=3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 15), months=12) == date(2027, 1, 15)


def test_ethnic_groups() -> None:
    assert len(ethnic_groups.NAMES) == 58
    assert [ethnic_groups.name_of(code) for code in ("01", "05", "56", "57", "97")] == [
        "汉",
        "维吾尔",
        "基诺",
        "其他",
        "其他",
    ]
    assert ethnic_groups.canonical("57") == "97"
    assert ethnic_groups.canonical("00") is None


def test_names_are_folded_for_comparing_only() -> None:
    for dot in "\u2022\u2027\u30fb\uff65\uff0e\u2219\u22c5\ufe52":
        assert names.fold(f" 买买提{dot}测试\u3000") == "买买提\u00b7测试"
    assert names.fold("\u2f08") != "人"


@settings(max_examples=100, deadline=None, database=None)
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


def test_rare_characters() -> None:
    assert names.rare_characters("颜𬭎䶮𠮷测𬭎\ue81e") == ("𬭎", "䶮", "𠮷", "\ue81e")
    assert names.code_point("𠮷") == "U+20BB7"
    assert not any(names.is_rare(char) for char in "张三·A 1")
    assert names.is_han("张")
    assert not names.is_han("A")


def test_divisions_now_and_then() -> None:
    assert divisions.name_of("370811") == "山东省济宁市任城区"
    old = divisions.find("370802")
    assert old is not None
    assert (old.is_current, old.successor, old.valid_to) == (False, "370811", 2013)
    assert divisions.name_of("320311") == "江苏省"
    assert divisions.name_of("371302") == "山东省临沂市"
    assert divisions.name_of("990000") == "990000"
    assert divisions.is_known("110105")
    assert not divisions.is_known("990101")


def test_unit_codes() -> None:
    assert unit_codes.is_valid("3303040A0000")
    assert not unit_codes.is_valid("3303040a0000")
    assert unit_codes.division_of("330304540000") == "330304"


def test_money() -> None:
    assert [yuan(fen) for fen in (2000, 4005, 7, 0, -2000)] == [
        "20.00",
        "40.05",
        "0.07",
        "0.00",
        "-20.00",
    ]


def test_time_is_judged_in_china() -> None:
    moment = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert local_date(moment) == date(2026, 3, 2)
    assert local(moment).hour == 0
    assert at_local(date(2026, 3, 2), clock=time(0)) == moment
    assert timestamps.write(moment) == "2026-03-02T00:00:00+08:00"
    assert timestamps.parse("2026-03-01T16:00:00Z").tzinfo is CN
    assert SystemClock().now().tzinfo is UTC
