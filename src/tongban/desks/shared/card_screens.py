"""What the pages about odd cards show: the way of each card, a form, lists and figures."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, Fact, Happening, KeyHint, Tag


@dataclass(frozen=True, slots=True)
class TracedItem:
    """One card: how it stands, what was found of it, every event."""

    title: str
    state: Tag
    facts: tuple[Fact, ...]
    findings: tuple[Fact, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class TraceScreen:
    """All cards of a case, one above another, the newest first; context name ``screen``."""

    title: str
    name: str
    number: str
    case_url: str
    tags: tuple[Tag, ...]
    cards: tuple[TracedItem, ...]
    note: str
    empty: EmptyState | None
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class CardForm:
    """One form about the card of a case; ``fields`` are empty where nothing can be done now."""

    title: str
    name: str
    number: str
    facts: tuple[Fact, ...]
    note: str
    warns: bool
    url: str
    submit: str
    fields: tuple[Field, ...]
    back_url: str
    problems: tuple[Problem, ...] = ()
    due: DueText | None = None
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryItem:
    """A lost or damaged card: whose, who found it missing and in which words, how it stands."""

    url: str
    name: str
    number: str
    kind: Tag
    serial: str
    found: str
    words: str
    state: str
    due: DueText | None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class InquiriesScreen:
    """The cards looked for, and those found out about lately; context name ``screen``."""

    title: str
    open: tuple[InquiryItem, ...]
    settled: tuple[InquiryItem, ...]
    surplus: tuple[InquiryItem, ...]
    empty: EmptyState | None
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class StockLine:
    """The cards of one unit by place; ``cells`` stand in the order of the heads."""

    name: str
    cells: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class StockScreen:
    """Where all cards are; the sums are shown with what they are compared to."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[StockLine, ...]
    totals: tuple[str, ...]
    total: str
    check: Tag
    facts: tuple[Fact, ...]
    wrong: tuple[Fact, ...]
    empty: EmptyState | None
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class ThingItem:
    """One thing to destroy, or destroyed."""

    key: str
    kind: str
    serial: str
    name: str
    id_number: str
    number: str
    url: str
    since: str
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class DestructionItem:
    """A destruction in the list of those that were."""

    url: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class DestructionScreen:
    """What is to be destroyed at the unit, and the lists of what was; context name ``screen``."""

    title: str
    url: str
    list_id: str
    things: tuple[ThingItem, ...]
    thing_error: str
    witness: Field | None
    past: tuple[DestructionItem, ...]
    empty: EmptyState | None
    problems: tuple[Problem, ...] = ()
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class DestroyedScreen:
    """One destruction list as it was recorded."""

    title: str
    facts: tuple[Fact, ...]
    things: tuple[ThingItem, ...]
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()
