"""A situation written down and read again is the same situation."""

from typing import Any

from hypothesis import given, settings
from tests.policy.strategies import situations

from tongban.policy.terms import shipped_terms
from tongban.policy.units import shipped_city
from tongban.policy.wire.read import read_question
from tongban.policy.wire.write import situation_json


@settings(max_examples=100, deadline=None, database=None)
@given(situations())
def test_writing_and_reading_agree(source: dict[str, Any]) -> None:
    city, book = shipped_city(), shipped_terms()
    first = read_question(source, city=city, terms_book=book).situation
    again = read_question({"id": "", **situation_json(first)}, city=city, terms_book=book).situation
    assert again == first
