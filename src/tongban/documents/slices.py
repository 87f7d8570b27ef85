"""Our fonts in slices for the browser: a rare character is right on any PC's screen.

The page names the families after the PC's own fonts, so that a slice is fetched only when a
character on the page has no glyph there. ``common`` holds what a page of ordinary Chinese needs
(GB/T 2312 level 1 and punctuation); all else lies in slices of 256 code points per font.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import uharfbuzz as hb

from tongban.documents.typefaces import rare, rare_codes, sans, sans_codes
from tongban.documents.woff2 import pack

SANS, RARE = "Tongban Sans", "Tongban Rare"
_DROPPED = [
    int.from_bytes(tag, "big")
    for tag in (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx")
]
_UNIFIED = range(0x4E00, 0xA000)
_SIGNS = (
    range(0x2010, 0x2027), range(0x2460, 0x2474), range(0x3000, 0x3040), range(0xFE30, 0xFE50),
    range(0xFF01, 0xFFEF),
)  # fmt: skip
# Han and what goes with it; Hangul and what every PC has are left out.
_SERVED = (range(0x2E80, 0xA000), range(0xF900, 0xFB00), range(0xFE30, 0xFFF0))
_PLANE_2 = 0x20000
_LEVEL_1 = (range(0xB0, 0xD8), range(0xA1, 0xFF))


@dataclass(frozen=True, slots=True)
class Slice:
    """Some characters of one font, and the part of Unicode for which the browser may fetch it."""

    name: str
    family: str
    is_rare_face: bool
    codes: frozenset[int]
    unicode_range: str


@cache
def slices() -> dict[str, Slice]:
    """All slices by name: ``sans-4e``, ``rare-200`` … and last ``common``.

    Of two faces with the same character the browser takes the later one, so that the blocks of
    the unified characters may be named whole although ``common`` holds a part of them.
    """
    common = frozenset(_common()) & sans_codes()
    found = [*_blocks(sans_codes() - common, is_rare_face=False)]
    found += _blocks(rare_codes(), is_rare_face=True)
    found.append(Slice("common", SANS, False, common, _ranges(common)))
    return {one.name: one for one in found}


def _blocks(codes: frozenset[int], *, is_rare_face: bool) -> Iterable[Slice]:
    blocks: defaultdict[int, set[int]] = defaultdict(set)
    for code in codes:
        if code >= _PLANE_2 or any(code in served for served in _SERVED):
            blocks[code >> 8].add(code)
    for block, held in sorted(blocks.items()):
        start = block << 8
        is_shared = start >= _PLANE_2
        yield Slice(
            name=f"{'rare' if is_rare_face else 'sans'}-{block:x}",
            family=SANS if start in _UNIFIED else RARE,
            is_rare_face=is_rare_face,
            codes=frozenset(held),
            unicode_range=_ranges(held) if is_shared else f"U+{start:X}-{start + 0xFF:X}",
        )


@lru_cache(maxsize=512)
def cut(name: str) -> bytes:
    """A slice as WOFF2. Raises ``KeyError`` for an unknown name."""
    one = slices()[name]
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(one.codes)
    wanted.name_id_set.clear()
    wanted.drop_table_tag_set.update(_DROPPED)
    wanted.flags |= (
        hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.NOTDEF_OUTLINE
    )
    face = rare() if one.is_rare_face else sans()
    return pack(bytes(hb.subset(face, wanted).blob.data))


@lru_cache(maxsize=4)
def stylesheet(base_url: str) -> str:
    """``@font-face`` for every slice; ``base_url`` ends with a slash."""
    version = edition()
    return "".join(
        f'@font-face{{font-family:"{one.family}";font-display:swap;'
        f'src:url("{base_url}{one.name}.woff2?v={version}")format("woff2");'
        f"unicode-range:{one.unicode_range}}}\n"
        for one in slices().values()
    )


@cache
def edition() -> str:
    """A short hash that changes with the fonts, for addresses that never expire."""
    digest = hashlib.sha256()
    for face in (sans(), rare()):
        digest.update(len(face.blob).to_bytes(8, "big"))
    for codes in (sans_codes(), rare_codes()):
        digest.update(repr(sorted(codes)).encode())
    return digest.hexdigest()[:10]


def _common() -> Iterable[int]:
    rows, cells = _LEVEL_1
    for row in rows:
        for cell in cells:
            if text := bytes([row, cell]).decode("gb2312", "ignore"):
                yield ord(text)
    for signs in _SIGNS:
        yield from signs


def _ranges(codes: Iterable[int]) -> str:
    runs: list[tuple[int, int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return ",".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in runs)
