"""The code of a paper: typed carelessly it is still read, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.standards.check_code import ALPHABET, LENGTH, new_code, read, shown


def test_a_code_has_twelve_characters_nobody_confuses() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
    assert new_code() != code


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_printed_is_read_again(code: str) -> None:
    assert read(shown(code)) == code
    assert read(f" {shown(code).lower()} ") == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7QM 2XRA 9PH1", "K7QM2XRA9PH1"),
        ("k7qm-2xra-9phi", "K7QM2XRA9PH1"),
        ("K7QM-2XRA-OPHL", "K7QM2XRA0PH1"),
        ("K7QM-2XRA-9PH", ""),
        ("K7QM-2XRA-9PHCC", ""),
        ("K7QM-2XRA-9PHU", ""),
        ("K7QM-2XRA-9PH张", ""),
        ("", ""),
        ("' OR 1=1 --", ""),
    ],
)
def test_misreadings_are_forgiven_and_other_things_are_no_code(typed: str, code: str) -> None:
    assert read(typed) == code
