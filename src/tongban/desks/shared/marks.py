"""Marking what a reader could stumble over in a text: rare characters, grouped numbers."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tongban.standards.names import code_point, is_rare


def mark_rare(text: str) -> SafeString:
    """The text as HTML in which each rare character carries its code point on hover.

    The character itself stays as it is, so that it can be copied and searched.
    """
    return format_html_join(
        "",
        "{}",
        ((_rare(char) if is_rare(char) else char,) for char in text),
    )


def _rare(char: str) -> SafeString:
    point = code_point(char)
    return format_html('<span class="rare" title="生僻字 {}">{}</span>', point, char)
