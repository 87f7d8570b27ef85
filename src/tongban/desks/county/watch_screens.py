"""所辖派出所: the stations of a county bureau and their duties, and what the bureau must settle."""

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag


@dataclass(frozen=True, slots=True)
class Cell:
    """Open duties of one kind at one station and how many are overdue; ``url`` lists them."""

    open: int
    late: int
    url: str


@dataclass(frozen=True, slots=True)
class DutyHead:
    """Head of a column: the duty, its rule in short, what it is and by which clause."""

    label: str
    rule: str
    definition: str


@dataclass(frozen=True, slots=True)
class StationRow:
    """One station. ``look_in`` 已登录, 今天未登录, or which system could not be had."""

    name: str
    cells: tuple[Cell, ...]
    look_in: Tag


@dataclass(frozen=True, slots=True)
class RefundItem:
    """A refund to approve."""

    url: str
    name: str
    lines: tuple[str, ...]
    due: DueText | None
    approve: Action


@dataclass(frozen=True, slots=True)
class Notice:
    """A refusal of today or a message that did not go."""

    title: str
    lines: tuple[str, ...]
    url: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class ChaseForm:
    """Words to all stations with overdue duties."""

    url: str
    units: tuple[str, ...]
    words: Field
    problems: tuple[Problem, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class WatchScreen:
    """The page of the county's supervision; ``summary`` says how things stand in a sentence.

    ``own_look_in`` tells of the bureau itself, which looks in every day like its stations.
    """

    summary: Tag
    own_look_in: str
    heads: tuple[DutyHead, ...]
    rows: tuple[StationRow, ...]
    refunds: tuple[RefundItem, ...]
    refusals: tuple[Notice, ...]
    messages: tuple[Notice, ...]
    chase: ChaseForm | None = None
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One open duty: about whom, since when, by when."""

    name: str
    number: str
    note: str
    since: str
    due: DueText
    url: str = ""


@dataclass(frozen=True, slots=True)
class DutyListScreen:
    """The duties behind a figure."""

    title: str
    definition: str
    clause: str
    items: tuple[DutyItem, ...]
    empty: EmptyState | None = None
    next_url: str = ""
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()
