"""A month's figures by county bureau or by station: a table in which every figure opens its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.desks.shared.page_keys import with_query
from tongban.desks.shared.pieces import Action, KeyHint, Link
from tongban.desks.shared.present_refusals import unit_name
from tongban.desks.shared.present_register import Month
from tongban.policy.units import Unit, UnitKind
from tongban.standards.labels import Labelled

Kind = TypeVar("Kind", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which month, which county (empty: all), when."""

    month: Month
    unit: str
    today: date
    now: datetime
    rules: Office

    def titled(self, what: str) -> str:
        """The heading of a page about ``what``: of which bureau, of which month."""
        where = f"{unit_name(self.unit, self.rules)} · " if self.unit else ""
        return f"{where}{what} · {self.month.label}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure and the list behind it."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A county bureau or a station; ``url`` opens its stations."""

    name: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class MonthScreen:
    """The page of a month; ``heads`` are the kinds with their definitions."""

    title: str
    note: str
    month: str
    months: tuple[Link, ...]
    heads: tuple[tuple[str, str], ...]
    rows: tuple[MonthRow, ...]
    back_url: str
    back: str
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The kinds by name, for where the heads of the columns are not shown."""
        return tuple(label for label, _ in self.heads)


@dataclass(frozen=True, slots=True)
class MonthTable(Generic[Kind]):
    """What a table counts: the kinds with what each means, and the names of its addresses.

    ``behind`` takes a kind; ``back`` is where the whole city's page came from, and its label.
    """

    title: str
    note: str
    kinds: Mapping[Kind, str]
    page: str
    behind: str
    back: tuple[str, str]

    def screen(self, counts: Mapping[tuple[str, Kind], int], shown: Shown) -> MonthScreen:
        """By county bureau; by station where one bureau is asked for. The sum stands last."""
        city = shown.rules.city
        units: Sequence[Unit] = (
            city.stations_of(city.county_of(shown.unit).code)
            if shown.unit
            else city.of_kind(UnitKind.COUNTY)
        )
        rows = [self._row(unit, counts, shown) for unit in units]
        total = tuple(
            Cell(sum(row.cells[n].count for row in rows), self.behind_url(kind, shown.unit, shown))
            for n, kind in enumerate(self.kinds)
        )
        back, label = self.back
        return MonthScreen(
            title=shown.titled(self.title),
            note=self.note,
            month=shown.month.text,
            months=self._months(shown),
            heads=tuple((kind.label, meaning) for kind, meaning in self.kinds.items()),
            rows=(*rows, MonthRow("合计", total)),
            back_url=self._page(shown, unit="") if shown.unit else reverse(back),
            back="回到各县局" if shown.unit else label,
        )

    def behind_url(self, kind: Kind, unit: str, shown: Shown) -> str:
        """The list behind a figure."""
        return _asking(reverse(self.behind, args=[kind.value]), unit, shown.month)

    def _row(self, unit: Unit, counts: Mapping[tuple[str, Kind], int], shown: Shown) -> MonthRow:
        is_county = unit.kind is UnitKind.COUNTY
        below = shown.rules.city.stations_of(unit.code) if is_county else ()
        codes = [*(one.code for one in below), unit.code]
        cells = tuple(
            Cell(
                sum(counts.get((code, kind), 0) for code in codes),
                self.behind_url(kind, unit.code, shown),
            )
            for kind in self.kinds
        )
        return MonthRow(
            unit.short_name, cells, self._page(shown, unit=unit.code) if is_county else ""
        )

    def _page(self, shown: Shown, *, unit: str, month: Month | None = None) -> str:
        return _asking(reverse(self.page), unit, month or shown.month)

    def _months(self, shown: Shown) -> tuple[Link, ...]:
        previous, following = shown.month.previous, shown.month.next
        earlier = Link("上个月", self._page(shown, unit=shown.unit, month=previous), key="[")
        if following.first > shown.today:
            return (earlier,)
        return (
            earlier,
            Link("下个月", self._page(shown, unit=shown.unit, month=following), key="]"),
        )


def _asking(base: str, unit: str, month: Month) -> str:
    given = {"month": month.text, "unit": unit}
    return with_query(base, **{name: value for name, value in given.items() if value})
