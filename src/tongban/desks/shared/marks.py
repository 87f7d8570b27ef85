"""Marking what a reader could stumble over in a text: rare and unshowable characters."""

from collections.abc import Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from tongban.desks.shared.glyphs import mark_uncovered
from tongban.standards.names import code_point, is_rare


def mark_rare(text: str) -> SafeString:
    """The text as HTML in which each rare character carries its code point on hover.

    The character itself stays, so that it can be copied and searched. One that no font of ours
    covers is followed by its code point in sight: it is never a bare box.
    """
    if not any(map(is_rare, text)):
        return escape(text)
    return mark_safe("".join(_pieces(text)))  # noqa: S308 - each piece is escaped


def _pieces(text: str) -> Iterator[SafeString]:
    for segment in mark_uncovered(text):
        for char in segment.text:
            yield _mark(char, shown=segment.is_covered)


def _mark(char: str, *, shown: bool) -> SafeString:
    if not is_rare(char):
        return escape(char)
    point = code_point(char)
    if shown:
        return format_html('<span class="rare" title="生僻字 {}">{}</span>', point, char)
    return format_html(
        '<span class="rare rare--bare" title="本机没有这个字的字形">{}<code>{}</code></span>',
        char,
        point,
    )
