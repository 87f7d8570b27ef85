"""Slices for the browser: every covered character is served once, as a font that can be read."""

import io

import pytest
from django.http import Http404
from django.test import RequestFactory
from fontTools.ttLib import TTFont

from tongban.accounts.requests import is_open
from tongban.desks.shared.glyphs import glyph_slice, glyph_urls, glyphs_css, mark_uncovered
from tongban.documents.slices import RARE, SANS, cut, slices, stylesheet
from tongban.documents.typefaces import rare_codes, sans_codes

REQUEST = RequestFactory()


def test_every_han_character_lies_in_exactly_one_slice() -> None:
    served = [code for one in slices().values() for code in one.codes]
    assert len(served) == len(set(served))
    han = {code for code in sans_codes() if 0x3400 <= code < 0xA000 or code >= 0x20000}
    assert (han | rare_codes()) - set(served) == set()


@pytest.mark.parametrize("name", ["common", "sans-4e", "sans-4d", "rare-200", "rare-2ce"])
def test_a_slice_is_a_readable_font_with_its_characters(name: str) -> None:
    font = TTFont(io.BytesIO(cut(name)))
    assert set(font.getBestCmap()) == slices()[name].codes
    glyphs = font.getGlyphSet()
    assert all(name in glyphs for name in font.getBestCmap().values())


def test_a_slice_for_one_rare_character_is_small() -> None:
    sizes = [len(cut(name)) for name in ("rare-200", "rare-21f", "sans-34")]
    assert max(sizes) < 120_000


def test_the_stylesheet_names_every_slice() -> None:
    style = stylesheet("/glyphs/")
    assert style.count("@font-face") == len(slices())
    assert f'"{SANS}"' in style
    assert f'"{RARE}"' in style
    assert len(style) < 200_000
    assert style.rstrip().splitlines()[-1].find("common.woff2") > 0


def test_the_views_are_open_and_kept_by_the_browser() -> None:
    assert is_open(glyphs_css)
    assert is_open(glyph_slice)
    style = glyphs_css(REQUEST.get("/glyphs/glyphs.css", HTTP_ACCEPT_ENCODING="gzip"))
    assert style["Content-Encoding"] == "gzip"
    again = glyphs_css(REQUEST.get("/glyphs/glyphs.css", HTTP_IF_NONE_MATCH=style["ETag"]))
    assert again.status_code == 304
    font = glyph_slice(REQUEST.get("/glyphs/sans-4e.woff2"), name="sans-4e")
    assert font["Content-Type"] == "font/woff2"
    assert "immutable" in font["Cache-Control"]


@pytest.mark.parametrize("name", ["sans-ffff", "x", "common-", "rare-2000000"])
def test_unknown_slices_are_not_found(name: str) -> None:
    with pytest.raises(Http404):
        glyph_slice(REQUEST.get("/"), name=name)


def test_addresses() -> None:
    style, one = glyph_urls()
    assert style.resolve("glyphs/glyphs.css")
    match = one.resolve("glyphs/rare-2ce.woff2")
    assert match is not None
    assert match.kwargs == {"name": "rare-2ce"}


def test_uncovered_characters_are_marked() -> None:
    assert [part.is_covered for part in mark_uncovered("张\U00031350三")] == [True, False, True]
