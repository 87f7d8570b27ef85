"""Citizen ID numbers, GB 11643."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.standards import id_number
from tongban.standards.id_number import IdNumberError, IdNumberFault, check_digit, parse

VECTORS = (
    "11010519491231002X",
    "440524188001010014",
    "37081119900307007X",
    "370811199001010014",
)
NUMBERS = st.builds(
    lambda division, birth, sequence: f"{division:06d}{birth:%Y%m%d}{sequence:03d}",
    st.integers(0, 999_999),
    st.dates(min_value=date(1800, 1, 1), max_value=date(2026, 3, 2)),
    st.integers(0, 999),
).map(lambda first: first + check_digit(first))


@pytest.mark.parametrize("text", VECTORS)
def test_known_numbers(text: str) -> None:
    assert parse(text).text == text
    assert id_number.is_valid(text)


def test_parts_of_a_number() -> None:
    number = parse("37081119900307007x")
    assert number.text.endswith("X")
    assert (number.division, number.birth_date) == ("370811", date(1990, 3, 7))
    assert (number.sequence, number.is_male) == ("007", True)
    assert not parse("11010519491231002X").is_male


@settings(max_examples=200, deadline=None, database=None)
@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, by: int) -> None:
    assert parse(number).text == number
    digit = str((int(number[place]) + by) % 10)
    assert not id_number.is_valid(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", IdNumberFault.LENGTH),
        ("370811900307007", IdNumberFault.LENGTH),
        ("37081119900307007X ", IdNumberFault.LENGTH),
        ("X70811199003070070", IdNumberFault.LENGTH),
        ("37081119900307007Y", IdNumberFault.LENGTH),
        ("37081119900307007\uff38", IdNumberFault.LENGTH),
        ("370811199002300070", IdNumberFault.DATE),
        ("370811000002300070", IdNumberFault.DATE),
        ("370811199003070070", IdNumberFault.CHECK_DIGIT),
    ],
)
def test_faults_in_order(text: str, fault: IdNumberFault) -> None:
    with pytest.raises(IdNumberError) as caught:
        parse(text)
    assert caught.value.fault is fault


def test_a_birth_after_the_day_is_a_fault() -> None:
    assert parse(VECTORS[2], not_after=date(1990, 3, 7)).birth_date == date(1990, 3, 7)
    with pytest.raises(IdNumberError) as caught:
        parse(VECTORS[2], not_after=date(1990, 3, 6))
    assert caught.value.fault is IdNumberFault.DATE


def test_fifteen_digits_are_converted_for_search_only() -> None:
    assert id_number.from_15_digits("370811900307007").text == VECTORS[2]
    assert id_number.from_15_digits("370811900307997").birth_date.year == 1890
    assert not id_number.is_valid("370811900307007")
    with pytest.raises(IdNumberError):
        id_number.from_15_digits("37081190030700")


def test_shown_forms() -> None:
    assert id_number.group(VECTORS[2]) == "370811 19900307 007X"
    assert id_number.mask(VECTORS[2]) == "370811********007X"
    assert id_number.mask("123456") == "********3456"
    assert id_number.compact(" 370811 19900307 007x ") == VECTORS[2]
