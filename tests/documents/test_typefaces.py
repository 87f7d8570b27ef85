"""Every character of GB 18030-2022 has a glyph; what has none is written as its code point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.documents.typefaces import is_covered, segments, spell

# Blocks of GB 18030-2022 level 3 as far as that standard takes them.
LEVEL_3 = {
    "unified": range(0x4E00, 0x9FF0),
    "A": range(0x3400, 0x4DB6),
    "B": range(0x20000, 0x2A6D7),
    "C": range(0x2A700, 0x2B735),
    "D": range(0x2B740, 0x2B81E),
    "E": range(0x2B820, 0x2CEA2),
    "F": range(0x2CEB0, 0x2EBE1),
}


@pytest.mark.parametrize("block", LEVEL_3)
def test_level_3_is_covered_without_a_gap(block: str) -> None:
    assert [f"{code:X}" for code in LEVEL_3[block] if not is_covered(chr(code))] == []


def test_what_no_font_has_is_written_as_its_code_point() -> None:
    assert spell("张\U00031350𠮷") == "张[U+31350]𠮷"
    assert spell("\ue000\u200b") == "[U+E000][U+200B]"
    assert spell("plain (2026)") == "plain (2026)"


@given(st.text())
def test_segments_lose_nothing(text: str) -> None:
    found = segments(text)
    assert "".join(part.text for part in found) == text
    assert all(part.is_covered or len(part.text) == 1 for part in found)


def test_an_uncovered_segment_names_its_code_point() -> None:
    parts = segments("王\U00031350")
    assert [(part.text, part.is_covered) for part in parts] == [("王", True), ("\U00031350", False)]
    assert parts[1].code_point == "U+31350"
