"""Pictures that a station elsewhere took: the standard photo, and pages of what was shown.

Everything is drawn from the same few values whenever it is asked for, so a case that is read again
is the same case, and a ledger of hundreds of cases stays small.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

import noto_cjk_sans_otc
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFont

from tongban.policy.vocabulary import EvidenceKind, Sex
from tongban.simulators.people.faces import draw_face
from tongban.simulators.people.features import Variant

_SIMPLIFIED = 2
"""Place of the simplified-Chinese face in the font collection."""
_PAGE = (760, 520)
_WIDE = 470
"""Pixels of a line, which leave room for the portrait."""


def standard_photo(seed: str, *, age: int, sex: Sex, take: int, is_poor: bool) -> bytes:
    """The photo of the `take`-th attempt (GA/T 461), JPEG; a poor one has a shadow behind."""
    drawn = draw_face(seed, age=age, sex=sex, variant=Variant.STANDARD)
    if take == 1 and not is_poor:
        return drawn
    with Image.open(BytesIO(drawn)) as opened:
        picture = opened.convert("RGB")
    picture = ImageEnhance.Color(picture).enhance(1 - 0.04 * (take - 1))
    if is_poor:
        shade = Image.linear_gradient("L").rotate(90).resize(picture.size)
        lifted = shade.point(lambda value: 160 + value * 95 // 255)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (lifted,) * 3))
    return _jpeg(picture, quality=88, dpi=350)


def evidence_page(
    kind: EvidenceKind, *, lines: tuple[str, ...], seed: str, age: int, sex: Sex
) -> bytes:
    """A page as a copier leaves it: what is read from the document, and plainly not one."""
    portrait = draw_face(seed, age=age, sex=sex, variant=Variant.RECORD)
    page = Image.new("L", _PAGE, 247)
    pen = ImageDraw.Draw(page)
    pen.rectangle((16, 16, _PAGE[0] - 17, _PAGE[1] - 17), outline=140, width=3)
    pen.text((40, 34), f"{kind.label}（模拟样张，不是证件）", fill=60, font=_font(24))
    top = 96
    for line in lines:
        for part in _wrapped(line):
            pen.text((40, top), part, fill=70, font=_font(24))
            top += 38
    with Image.open(BytesIO(portrait)) as opened:
        page.paste(opened.convert("L").resize((179, 220)), (_PAGE[0] - 220, 96))
    pen.text((40, _PAGE[1] - 66), "复印件与原件核对一致", fill=120, font=_font(20))
    return _jpeg(page, quality=72, dpi=150)


def _wrapped(line: str) -> list[str]:
    """Lines that fit; what the font lacks is written as its code point."""
    parts = [""]
    for char in line:
        shown = char if ord(char) <= 0xFFFF else f"[U+{ord(char):X}]"
        if _font(24).getlength(parts[-1] + shown) > _WIDE:
            parts.append("")
        parts[-1] += shown
    return parts


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    folder = noto_cjk_sans_otc.__file__.rpartition("/")[0]
    return ImageFont.truetype(f"{folder}/{noto_cjk_sans_otc.FONT_FILE}", size, index=_SIMPLIFIED)


def _jpeg(picture: Image.Image, *, quality: int, dpi: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()
