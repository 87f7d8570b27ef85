"""不予受理的比例: by station and by officer, with those that stand out; and the intakes behind."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Link, Tag


@dataclass(frozen=True, slots=True)
class RateRow:
    """A station or an officer; both figures lead to what is behind them."""

    name: str
    refused: int
    refused_url: str
    ended: int
    ended_url: str
    share: str
    mark: Tag | None = None


@dataclass(frozen=True, slots=True)
class RateTable:
    """One table: its heading, what is counted, its rows, the sum of those not listed."""

    title: str
    head: str
    rows: tuple[RateRow, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class RatesScreen:
    """The page of a month; ``city`` is the share that the others are measured by."""

    title: str
    month: str
    months: tuple[Link, ...]
    city: str
    rule: str
    tables: tuple[RateTable, ...]
    back_url: str
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainLine:
    """One row of a plain list."""

    cells: tuple[str, ...]
    url: str = ""
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class EndedScreen:
    """The intakes behind a figure."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[PlainLine, ...]
    back_url: str
    next_url: str = ""
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()
