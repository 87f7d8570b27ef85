"""The overview of the city bureau: what will be late, county by duty, upstream, the month."""

from dataclasses import dataclass

from tongban.desks.shared.fields import Field
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A unit and duty that will be late: 邹城市局 审核签发 7, 剩 61 件，每小时 13 件."""

    unit: str
    duty: str
    count: int
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What will miss its deadline today at the present speed; ``definition`` says how reckoned.

    ``units`` are the county bureaus concerned, the worst of them in ``lines``. ``overdue`` counts
    what is late already, so that a calm day does not hide it.
    """

    total: int
    due: DueText | None
    definition: str
    lines: tuple[RiskLine, ...] = ()
    view_url: str = ""
    chase: Action | None = None
    units: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class DutyColumn:
    """Head of one column: 审核签发, its rule in short (17:00 前), its definition and clause."""

    label: str
    rule: str
    definition: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Open cases and how many of them are late. ``share`` is 0 to 100, of the column's largest.

    ``note`` tells on hover what else is in the figure: those from elsewhere, those excused.
    """

    count: int
    overdue: int
    share: float
    url: str
    overdue_url: str = ""
    label: str = ""
    note: str = ""

    @property
    def overdue_share(self) -> float:
        """The part of the bar that is late, 0 to 100 of the whole width."""
        return self.share * self.overdue / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One county. ``bars`` in the order of the columns; ``look_in`` 已登录 / 未登录 1."""

    unit: str
    url: str
    bars: tuple[Bar, ...]
    look_in: Tag
    look_in_url: str


@dataclass(frozen=True, slots=True)
class UpstreamLine:
    """One upstream system with its state in a word and a figure or two."""

    name: str
    tone: Tone
    word: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class CityItem:
    """Something the city bureau itself has to see to: how much of it, and the list behind."""

    label: str
    count: int
    url: str
    tone: Tone
    definition: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the month. ``value`` is ready text, ``definition`` says what is counted."""

    label: str
    value: str
    definition: str
    url: str
    unit: str = ""
    note: str = ""
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class Trend:
    """A line of daily values, drawn by the server; ``summary`` says it in words."""

    title: str
    summary: str
    values: tuple[float, ...]
    first_label: str
    last_label: str
    url: str = ""

    @property
    def points(self) -> str:
        """SVG points in a box of 296 × 56, the largest value at the top."""
        top, low = max(self.values, default=0.0), min(self.values, default=0.0)
        span = (top - low) or 1.0
        step = 288 / max(len(self.values) - 1, 1)
        return " ".join(
            f"{4 + index * step:.1f},{52 - (value - low) / span * 48:.1f}"
            for index, value in enumerate(self.values)
        )


@dataclass(frozen=True, slots=True)
class ChaseForm:
    """督办: who is chased, with which words; sent to all named units at once."""

    url: str
    words: Field
    units: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class OverviewScreen:
    """Everything the overview shows; context name ``screen``.

    ``items`` are the city's own work, none when there is none. ``as_of`` is ready text (12:48:03).
    ``empty`` stands in place of the table when there is no
    unit or no case at all.
    """

    at_risk: AtRisk
    columns: tuple[DutyColumn, ...]
    rows: tuple[UnitRow, ...]
    upstream: tuple[UpstreamLine, ...]
    month_title: str
    month: tuple[Figure, ...]
    as_of: str
    items: tuple[CityItem, ...] = ()
    trend: Trend | None = None
    chase_form: ChaseForm | None = None
    total: UnitRow | None = None
    keys: tuple[KeyHint, ...] = ()
    empty: EmptyState | None = None
