"""What the pages of temporary cards and certificates show."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.pieces import Action, EmptyState, Fact, KeyHint, Link, Photo, Tag


@dataclass(frozen=True, slots=True)
class IssueForm:
    """What is needed to give one out: nothing for a card, the purpose of a certificate.

    ``say`` is read aloud to the applicant where there can be no card.
    """

    url: str
    say: str
    purpose: Field | None
    phrases: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class EndForm:
    """One way in which a temporary card ends: taken back or lost, or written off."""

    url: str
    head: str
    note: str
    fields: tuple[Field, ...]
    submit: str


@dataclass(frozen=True, slots=True)
class TemporaryScreen:
    """One case: what may be given out, what is with the applicant; context name ``screen``."""

    title: str
    name: str
    number: str
    id_number: str
    tags: tuple[Tag, ...]
    photo: Photo
    person: tuple[Fact, ...]
    head: str
    note: str
    where: str
    issue: IssueForm | None
    live: tuple[Fact, ...]
    state: Tag | None
    ends: tuple[EndForm, ...]
    past: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document of the register."""

    url: str
    number: str
    kind: str
    name: str
    id_number: str
    issued: str
    officer: str
    until: str
    reprints: str
    state: Tag
    note: str


@dataclass(frozen=True, slots=True)
class RegisterScreen:
    """What a unit gave out in a month; context name ``screen``."""

    title: str
    month: str
    find_url: str
    months: tuple[Link, ...]
    totals: tuple[Fact, ...]
    rows: tuple[RegisterRow, ...]
    empty: EmptyState | None
    newer_url: str
    next_url: str
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = (KeyHint(("F2",), "查找要办的件"),)
