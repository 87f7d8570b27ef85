"""不予受理: the list with its marks, and one refusal with what it rests on and what came after."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, Fact, Happening, KeyHint, Link, Tag
from tongban.policy.vocabulary import Ground


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A way to narrow the list; ``active`` marks the one in force, ``hint`` says it in full."""

    label: str
    url: str
    active: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One refusal: when, where, by whom, on which grounds, and how it stands."""

    url: str
    when: str
    number: str
    station: str
    officer: str
    grounds: tuple[tuple[str, str], ...]
    words: str
    state: Tag
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class RefusalsScreen:
    """A page of the list. ``new`` counts those on it that came since the last look."""

    title: str
    note: str
    rows: tuple[RefusalRow, ...]
    standings: tuple[FilterLink, ...]
    grounds: tuple[FilterLink, ...]
    new: int = 0
    narrowed: str = ""
    next_url: str = ""
    rates_url: str = ""
    endings_url: str = ""
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class GroundBlock:
    """A ground with its clause, the rule's sentence, and its evidence."""

    ground: Ground
    message: str
    lines: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FormBlock:
    """What the looker may do: its heading, what follows from it, its fields."""

    title: str
    note: str
    url: str
    fields: tuple[Field, ...]
    submit: str


@dataclass(frozen=True, slots=True)
class RefusalScreen:
    """One refusal."""

    title: str
    number: str
    state: Tag
    facts: tuple[Fact, ...]
    grounds: tuple[GroundBlock, ...]
    words: str
    pictures: tuple[Link, ...]
    checks: tuple[Happening, ...]
    after: tuple[Fact, ...]
    history: tuple[Happening, ...]
    print_action: Action
    back_url: str
    due: DueText | None = None
    form: FormBlock | None = None
    problems: tuple[Problem, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()
