"""From counts of the green channel to the city's page, and to the cases behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from tongban.cases.queries.case_lists import PAGE, CaseLine
from tongban.cases.queries.green_use import Used
from tongban.desks.city.list_screens import ListScreen
from tongban.desks.city.present_endings import Cell, EndingRow, EndingsScreen, Shown
from tongban.desks.city.present_lists import rows_of
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.pieces import EmptyState, Link
from tongban.desks.shared.present_refusals import unit_name
from tongban.desks.shared.present_register import Month
from tongban.policy.units import Unit, UnitKind

Counts = Mapping[tuple[str, Used], int]
DEFINITIONS = {
    Used.ACCEPTED: "这个月在本市合成受理的件。",
    Used.GREEN: "登记了绿色通道的件：有特殊困难或者急需用证，在同一期限内先办。",
    Used.VISITED: "民警上门办理的件，同时走绿色通道。",
}
_NOTE = "开辟绿色通道，对有特殊困难的积极上门服务（第十四条）。按受理派出所计；点数字看是哪些件，查看留痕。"


def use_screen(counts: Counts, shown: Shown) -> EndingsScreen:
    """By county bureau; by station where one bureau is asked for. The sum stands last."""
    city = shown.rules.city
    units: Sequence[Unit] = (
        city.stations_of(city.county_of(shown.unit).code)
        if shown.unit
        else city.of_kind(UnitKind.COUNTY)
    )
    rows = [_row(unit, counts, shown) for unit in units]
    total = tuple(
        Cell(sum(row.cells[n].count for row in rows), _behind(kind, shown.unit, shown))
        for n, kind in enumerate(Used)
    )
    where = f"{unit_name(shown.unit, shown.rules)} · " if shown.unit else ""
    return EndingsScreen(
        title=f"{where}绿色通道与上门服务 · {shown.month.label}",
        note=_NOTE,
        month=shown.month.text,
        months=_months(shown),
        heads=tuple((kind.label, DEFINITIONS[kind]) for kind in Used),
        rows=(*rows, EndingRow("合计", total)),
        back_url=_page(shown, unit="") if shown.unit else reverse("city:overview"),
        back="回到各县局" if shown.unit else "回到今日",
    )


def _row(unit: Unit, counts: Counts, shown: Shown) -> EndingRow:
    is_county = unit.kind is UnitKind.COUNTY
    stations = [one.code for one in shown.rules.city.stations_of(unit.code)] if is_county else []
    codes = [*stations, unit.code]
    cells = tuple(
        Cell(sum(counts.get((code, kind), 0) for code in codes), _behind(kind, unit.code, shown))
        for kind in Used
    )
    return EndingRow(unit.short_name, cells, _page(shown, unit=unit.code) if is_county else "")


def _page(shown: Shown, *, unit: str, month: Month | None = None) -> str:
    return _asking(reverse("city:green"), unit, (month or shown.month).text)


def _behind(kind: Used, unit: str, shown: Shown) -> str:
    return _asking(reverse("city:green-behind", args=[kind.value]), unit, shown.month.text)


def _asking(base: str, unit: str, month: str) -> str:
    given = {"month": month, "unit": unit}
    return with_query(base, **{name: value for name, value in given.items() if value})


def _months(shown: Shown) -> tuple[Link, ...]:
    previous, following = shown.month.previous, shown.month.next
    earlier = Link("上个月", _page(shown, unit=shown.unit, month=previous), key="[")
    if following.first > shown.today:
        return (earlier,)
    return (earlier, Link("下个月", _page(shown, unit=shown.unit, month=following), key="]"))


def behind_screen(lines: Sequence[CaseLine], kind: Used, shown: Shown) -> ListScreen:
    """The cases behind a figure, the latest composed first."""
    where = f"{unit_name(shown.unit, shown.rules)} · " if shown.unit else ""
    more = ""
    if len(lines) == PAGE:
        after = write_key(lines[-1].composed_at, lines[-1].case_id)
        more = with_query(_behind(kind, shown.unit, shown), after=after)
    return ListScreen(
        title=f"{where}{kind.label.removeprefix('其中')} · {shown.month.label}",
        note=DEFINITIONS[kind],
        cases=rows_of(lines, now=shown.now),
        next_url=more,
        empty=None if lines else EmptyState("本月没有", "这个月没有这样的件。"),
    )
