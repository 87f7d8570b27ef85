"""Cut the three font files of `src/tongban/documents/fonts` from their upstream fonts.

Run by hand when an upstream font is renewed:

    python tools/make_fonts.py SERIF_REGULAR.ttf SERIF_SEMIBOLD.ttf HANAMINB.ttf

The serif pair is Noto Serif SC (SIL OFL 1.1), cut to the characters of GB/T 2312 and the
punctuation that forms use. The rare face is HanaMinB (Hanazono Font License), cut to the
characters of planes 2 that Noto Sans CJK SC lacks. Both are renamed, since a cut font may not
carry a reserved name.
"""

from __future__ import annotations

import sys
from pathlib import Path

import noto_cjk_sans_otc
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parent.parent / "src/tongban/documents/fonts"
NOTO_SC = 2
UNUSED = ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "BASE", "DSIG", "gasp", "VORG", "FFTM"]


def gb2312() -> set[int]:
    """The 6,763 Han characters of GB/T 2312."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for raw in cells if (text := raw.decode("gb2312", "ignore"))}


def punctuation() -> set[int]:
    spans = [
        (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2026), (0x2460, 0x2473), (0x3000, 0x301F),
        (0xFF01, 0xFF5F),
    ]  # fmt: skip
    single = {0x2103, 0x2116, 0x25A1, 0x25CB, 0x2611, 0x2713, 0x2192}
    return single | {code for low, high in spans for code in range(low, high + 1)}


def cut(source: Path, *, codes: set[int], family: str, weight: int, target: Path) -> None:
    """Write the glyphs of `codes` as a font of its own, without hinting and layout."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += UNUSED
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    rename(font, family=family, weight=weight)
    font.save(target)


def rename(font: TTFont, *, family: str, weight: int) -> None:
    """Give the family its own name and keep the notice of the origin (name records 0, 13, 14)."""
    style = "Regular" if weight == 400 else "SemiBold"
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for identifier, text in (
        (1, family),
        (2, "Regular"),
        (4, f"{family} {style}"),
        (6, f"{family}-{style}".replace(" ", "")),
        (16, family),
        (17, style),
    ):
        table.setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def main(serif: Path, semibold: Path, hanazono: Path) -> None:
    common = gb2312() | punctuation()
    for source, weight, name in ((serif, 400, "Regular"), (semibold, 600, "SemiBold")):
        cut(
            source,
            codes=common,
            family="Tongban Song",
            weight=weight,
            target=TARGET / f"TongbanSong-{name}.ttf",
        )
    collection = Path(noto_cjk_sans_otc.__file__).parent / "NotoSansCJK-Regular.ttc"
    held = set(TTCollection(collection, lazy=True).fonts[NOTO_SC].getBestCmap())
    rare = {code for code in TTFont(hanazono).getBestCmap() if code >= 0x20000} - held
    cut(
        hanazono,
        codes=rare,
        family="Tongban Rare",
        weight=400,
        target=TARGET / "TongbanRare-Regular.ttf",
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
