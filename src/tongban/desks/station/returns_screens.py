"""The pages of returned cases: the list, and one case with what must be put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, Fact, KeyHint, Link, Photo, Tag
from tongban.desks.station.fix_panels import FixPanel
from tongban.desks.station.screens import WordsDialog


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what was typed and what is wrong; empty when nothing came."""

    values: Mapping[str, str]
    errors: Mapping[str, str]


NOTHING = Typed({}, {})


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return in the list."""

    url: str
    name: str
    number: str
    about: Tag
    words: str
    home: str
    tags: tuple[Tag, ...]
    due: DueText


@dataclass(frozen=True, slots=True)
class ReturnsScreen:
    """All open returns; context name ``screen``."""

    rows: tuple[ReturnRow, ...]
    look_in: Tag
    look_in_note: str
    empty: EmptyState | None
    newer_url: str = ""
    next_url: str = ""
    title: str = "退回"
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class PartTab:
    """One of the three parts: whether the return names it, whether it is put right."""

    label: str
    url: str
    key: str
    tag: Tag | None
    current: bool


@dataclass(frozen=True, slots=True)
class TextPanel:
    """The correctable text; ``id`` of the form is step-form."""

    url: str
    keep_url: str
    draft_url: str
    fields: tuple[Field, ...]
    seen_version: str

    template = "station/return_text.html"


@dataclass(frozen=True, slots=True)
class Beside:
    """The version that was sent, readable beside."""

    title: str
    photo: Photo
    text: tuple[Fact, ...]
    fingers: tuple[Fact, ...]
    versions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReturnScreen:
    """Everything the page of a return shows; context name ``screen``."""

    name: str
    number: str
    tags: tuple[Tag, ...]
    due: DueText | None
    about: str
    what: str
    words: str
    tabs: tuple[PartTab, ...]
    panel: TextPanel | FixPanel | None
    changes: tuple[Fact, ...]
    beside: Beside
    actions: tuple[Action, ...]
    notice: str = ""
    dialogs: tuple[WordsDialog, ...] = ()
    problems: tuple[Problem, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    title: str = "退回处理"
