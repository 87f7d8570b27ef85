"""The fonts of paper and screen, and which characters they can show.

Three files in order of preference: Noto Sans CJK SC (from its package), Tongban Song (titles and
running text on paper) and Tongban Rare (planes 2 beyond Noto). Together they hold every Han
character of GB 18030-2022 level 3. A character that none of them has is never dropped: it is
written as its code point, ``[U+30EDE]``.
"""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import noto_cjk_sans_otc
import uharfbuzz as hb

FONTS = Path(__file__).resolve().parent / "fonts"
NOTO_FOLDER = Path(noto_cjk_sans_otc.__file__).resolve().parent
# Place of the simplified-Chinese face in the collection of five scripts.
_NOTO_SC = 2
_LAYOUT = frozenset("\n\t ")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that is all covered by our fonts, or one character that is not."""

    text: str
    is_covered: bool

    @property
    def code_point(self) -> str:
        """``U+30EDE`` for the single character of an uncovered segment."""
        return f"U+{ord(self.text[0]):04X}"


@cache
def sans() -> hb.Face:
    """Noto Sans CJK SC, regular."""
    path = NOTO_FOLDER / noto_cjk_sans_otc.FONT_FILE
    return hb.Face(hb.Blob.from_file_path(str(path)), _NOTO_SC)


@cache
def rare() -> hb.Face:
    """Tongban Rare: Han characters of plane 2 that Noto lacks."""
    return hb.Face(hb.Blob.from_file_path(str(FONTS / "TongbanRare-Regular.ttf")), 0)


@cache
def sans_codes() -> frozenset[int]:
    """Code points with a glyph in Noto Sans CJK SC."""
    return frozenset(sans().unicodes)


@cache
def rare_codes() -> frozenset[int]:
    """Code points with a glyph in Tongban Rare."""
    return frozenset(rare().unicodes)


def is_covered(character: str) -> bool:
    """Whether paper and screen can show the character as itself."""
    code = ord(character)
    return character in _LAYOUT or code in sans_codes() or code in rare_codes()


def segments(text: str) -> list[Segment]:
    """Cut text into covered runs and single uncovered characters, in order, losing nothing."""
    found: list[Segment] = []
    for covered, run in groupby(text, key=is_covered):
        piece = "".join(run)
        found += [Segment(piece, True)] if covered else [Segment(one, False) for one in piece]
    return found


def spell(text: str) -> str:
    """The text with each uncovered character written as ``[U+…]``, as paper needs it."""
    if text.isascii():
        return text
    return "".join(
        part.text if part.is_covered else f"[{part.code_point}]" for part in segments(text)
    )
