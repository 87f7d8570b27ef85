"""The card pages of a county bureau: what comes, what must go on, what is under way."""

from dataclasses import dataclass

from tongban.desks.shared.counting import CardItem
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A batch in a list: where it goes or comes from, how many, how many are missing."""

    url: str
    number: str
    unit: str
    sent: str
    count: str
    state: Tag
    due: DueText | None


@dataclass(frozen=True, slots=True)
class PileItem:
    """Cards for one station."""

    url: str
    station: str
    count: int
    note: str
    due: DueText | None


@dataclass(frozen=True, slots=True)
class CardsScreen:
    """All batches and piles; an ``empty_…`` sentence stands where a list has nothing."""

    incoming: tuple[BatchItem, ...]
    piles: tuple[PileItem, ...]
    forwarded: tuple[BatchItem, ...]
    counted: tuple[BatchItem, ...]
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class ForwardScreen:
    """The cards of one station, to be sent as one batch."""

    title: str
    station: str
    url: str
    batch_id: str
    cards: tuple[CardItem, ...]
    problem: str = ""
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()
