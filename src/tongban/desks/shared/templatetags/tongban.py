"""The template library of the house: ``{% load tongban %}``.

Tags show the dataclasses of ``desks.shared.pieces`` and ``fields``; filters turn numbers, money
and moments into the words of the glossary.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import uuid4

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tongban.desks.shared.fields import Field, Problem, field_of
from tongban.desks.shared.marks import mark_rare
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import (
    Action,
    Comparison,
    EmptyState,
    Fact,
    Happening,
    KeyHint,
    Measure,
    Photo,
    RuleRow,
    Tag,
    Tone,
)
from tongban.standards import id_number, money
from tongban.standards.zones import local

register = template.Library()


class _Piece(TypedDict, total=False):
    """Context of an inclusion template; each reads only its own name."""

    action: Action
    button_class: str
    comparison: Comparison
    due: DueText | None
    empty: EmptyState
    events: Sequence[Happening]
    facts: Sequence[Fact]
    field: Field
    key: str
    keys: Sequence[KeyHint]
    left: bool
    measures: Sequence[Measure]
    photo: Photo | None
    photo_class: str
    missing: str
    problems: Sequence[Problem]
    rules: Sequence[RuleRow]


# ---------- filters ----------


@register.filter
def item(values: Sequence[str], place: int) -> str:
    """The value at a place counted from 0; empty where there is none."""
    return values[place] if place < len(values) else ""


@register.filter
def grouped(number: str) -> str:
    """``370811 19900307 007X``."""
    return id_number.group(number)


@register.filter
def masked(number: str) -> str:
    """``370811********007X``."""
    return id_number.mask(number)


@register.filter
def yuan(fen: int) -> str:
    """``20.00 元``."""
    return f"{money.yuan(fen)} 元"


@register.filter
def rare(text: str) -> SafeString:
    """The text with its rare characters marked."""
    return mark_rare(text)


@register.filter
def clock(at: datetime) -> str:
    """``10:42`` in China."""
    return f"{local(at):%H:%M}"


@register.filter
def clock_seconds(at: datetime) -> str:
    """``10:42:18`` in China."""
    return f"{local(at):%H:%M:%S}"


@register.filter
def day(value: datetime | date) -> str:
    """``2026-11-23`` in China."""
    return f"{local(value) if isinstance(value, datetime) else value:%Y-%m-%d}"


@register.filter
def exact(at: datetime) -> str:
    """``2026-11-23 10:42:18`` in China, for the hover."""
    return f"{local(at):%Y-%m-%d %H:%M:%S}"


@register.filter
def percent(value: float) -> str:
    """A number as SVG wants it, with a point whatever the language of the page."""
    return f"{value:.2f}"


# ---------- simple tags ----------


@register.simple_tag
def request_id() -> SafeString:
    """The hidden field that makes a repeated submit harmless. Goes into every posting form."""
    return format_html('<input type="hidden" name="request_id" value="{}">', uuid4())


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the sprite beside a label; never the only carrier of a meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("tongban/icons.svg"),
        name,
    )


_KEY_NAMES = {"Enter": "↵", "ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc"}


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """``Ctrl+Enter`` as one key cap: Ctrl ↵; hidden from screen readers."""
    if not keys:
        return SafeString("")
    caps = " ".join(_KEY_NAMES.get(key, key) for key in keys.split("+"))
    return format_html('<kbd aria-hidden="true">{}</kbd>', caps)


@register.simple_tag
def sign(tone: Tone) -> SafeString:
    """The sign of a tone, read out as a word."""
    return format_html(
        '<span class="sign {}"><span aria-hidden="true">{}</span><span class="sr">{}</span></span>',
        tone,
        tone.sign,
        tone.word,
    )


@register.simple_tag
def tag(value: Tag | None, size: str = "") -> SafeString:
    """A status word. Nothing for None. ``size`` ``l`` for the head of a panel."""
    if value is None:
        return SafeString("")
    return format_html(
        '<span class="tag {} {}"{}>{}</span>',
        value.tone,
        "tag--l" if size == "l" else "",
        format_html(' title="{}"', value.hint) if value.hint else "",
        value.text,
    )


@register.simple_tag
def tags(values: Iterable[Tag]) -> SafeString:
    """Several status words in a row."""
    return format_html_join(" ", "{}", ((tag(value),) for value in values))


# ---------- inclusion tags ----------


@register.inclusion_tag("shared/partials/action.html")
def act(action: Action, button_class: str = "") -> _Piece:
    """A button or link for an action. (Django hands the CSRF token on by itself.)"""
    return _Piece(action=action, button_class=button_class)


@register.inclusion_tag("shared/partials/field.html")
def field(value: Field | BoundField) -> _Piece:
    """A labelled input with hint and error."""
    return _Piece(field=field_of(value) if isinstance(value, BoundField) else value)


@register.inclusion_tag("shared/partials/problems.html")
def problems(values: Sequence[Problem]) -> _Piece:
    """The error summary that takes the focus; nothing when there is none."""
    return _Piece(problems=values)


@register.inclusion_tag("shared/partials/comparison.html")
def comparison(value: Comparison) -> _Piece:
    """Details side by side, each difference explained."""
    return _Piece(comparison=value)


@register.inclusion_tag("shared/partials/rules.html")
def rules(values: Sequence[RuleRow]) -> _Piece:
    """The findings of a verdict."""
    return _Piece(rules=values)


@register.inclusion_tag("shared/partials/facts.html")
def facts(values: Sequence[Fact], align: str = "") -> _Piece:
    """Terms and values; ``align`` ``left`` for long values."""
    return _Piece(facts=values, left=align == "left")


@register.inclusion_tag("shared/partials/events.html")
def events(values: Sequence[Happening]) -> _Piece:
    """A history, newest last."""
    return _Piece(events=values)


@register.inclusion_tag("shared/partials/measures.html")
def measures(values: Sequence[Measure]) -> _Piece:
    """Measured and allowed values of the photo standard."""
    return _Piece(measures=values)


@register.inclusion_tag("shared/partials/photo.html")
def photo(value: Photo | None, missing: str = "尚无照片", photo_class: str = "") -> _Piece:
    """A picture with its caption, or an empty frame saying what is missing."""
    return _Piece(photo=value, missing=missing, photo_class=photo_class)


@register.inclusion_tag("shared/partials/due.html")
def due(value: DueText | None) -> _Piece:
    """A deadline that counts down by itself on its last day."""
    return _Piece(due=value)


@register.inclusion_tag("shared/partials/due_why.html")
def due_why(value: DueText | None) -> _Piece:
    """Why a deadline is when it is, in sight, with its clause."""
    return _Piece(due=value)


@register.inclusion_tag("shared/partials/due_open.html")
def due_open(value: DueText | None, key: str = "") -> _Piece:
    """A deadline whose reasons open by a click, by Enter or by ``key``.

    One that is past opens nothing: its reasons stand in sight, by ``due_why``.
    """
    return _Piece(due=value, key=key)


@register.inclusion_tag("shared/partials/keys.html")
def keys(values: Sequence[KeyHint]) -> _Piece:
    """The keys named at the foot; ``?`` is always added."""
    return _Piece(keys=values)


@register.inclusion_tag("shared/partials/empty.html")
def empty_state(value: EmptyState) -> _Piece:
    """Why nothing is here and what comes next."""
    return _Piece(empty=value)
