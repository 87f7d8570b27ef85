"""Glyphs for screens: slices of our fonts, for characters that the PC's own fonts lack.

Open to everybody: the sign-in page may already need them, and a font tells nothing of anybody.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from tongban.accounts.requests import sign_in_not_required
from tongban.documents import slices
from tongban.documents.typefaces import Segment, segments

PREFIX = "glyphs/"
_DAY = 24 * 3600
_YEAR = 365 * _DAY


def mark_uncovered(text: str) -> list[Segment]:
    """Covered runs and single uncovered characters, for a filter that shows code points."""
    return segments(text)


@sign_in_not_required
@require_safe
@gzip_page
@condition(etag_func=lambda request: f'"{slices.edition()}"')
def glyphs_css(request: HttpRequest) -> HttpResponse:
    """The faces of all slices; asked for anew once a day, answered 304 while nothing changed."""
    response = HttpResponse(slices.stylesheet(f"/{PREFIX}"), content_type="text/css")
    patch_cache_control(response, public=True, max_age=_DAY)
    return response


@sign_in_not_required
@require_safe
def glyph_slice(request: HttpRequest, name: str) -> HttpResponse:
    """One slice as WOFF2; its address carries the edition, so that it never expires."""
    try:
        content = slices.cut(name)
    except KeyError:
        raise Http404 from None
    response = HttpResponse(content, content_type="font/woff2")
    patch_cache_control(response, public=True, max_age=_YEAR, immutable=True)
    return response


def glyph_urls() -> list[URLPattern]:
    """The patterns to be added at the root of the URL table."""
    return [
        path(f"{PREFIX}glyphs.css", glyphs_css, name="glyphs-css"),
        path(f"{PREFIX}<slug:name>.woff2", glyph_slice, name="glyph-slice"),
    ]
