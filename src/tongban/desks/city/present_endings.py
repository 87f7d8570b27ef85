"""From counts of unusual endings to the city's page, and to the lists behind its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.refusal_rates import PAGE, EndedLine
from tongban.cases.queries.unusual_endings import EndedCase, Unusual
from tongban.desks.city.list_screens import ListScreen, PlainRow, moment
from tongban.desks.shared.page_keys import with_query
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Link
from tongban.desks.shared.present_refusals import unit_name
from tongban.desks.shared.present_register import Month
from tongban.policy.units import Unit, UnitKind

Counts = Mapping[tuple[str, Unusual], int]
DEFINITIONS = {
    Unusual.REFUSED: "依第五条的一种情形不予异地受理，出具通知书。",
    Unusual.LAPSED: "受理后长期无人办理，短信提醒后失效；随时可以重新申请。",
    Unusual.VOIDED: "合成后作废：申请人离开、填写有误或者发现情形。",
    Unusual.CLOSED: "提醒满期仍无人缴费、补正或者领取，或者申请人死亡，终结并出具通知书。",
    Unusual.REVOKED: "受理后发现第五条情形，由两名督导民警撤销并出具通知书。",
}
_NOTE = "除领到证件和申请人自己撤回以外，只有这五种结束；每一件都在这里计数，点数字看是哪些件，查看留痕。"


@dataclass(frozen=True, slots=True)
class Shown:
    """Which month, which county (empty: all), when."""

    month: Month
    unit: str
    today: date
    now: datetime
    rules: Office


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure and the list behind it."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A county bureau or a station; ``url`` opens its stations."""

    name: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class EndingsScreen:
    """The page of a month; ``heads`` are the kinds with their definitions."""

    title: str
    note: str
    month: str
    months: tuple[Link, ...]
    heads: tuple[tuple[str, str], ...]
    rows: tuple[EndingRow, ...]
    back_url: str
    back: str
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The kinds by name, for where the heads of the columns are not shown."""
        return tuple(label for label, _ in self.heads)


def endings_screen(counts: Counts, shown: Shown) -> EndingsScreen:
    """By county bureau; by station where one bureau is asked for. The sum stands last."""
    city = shown.rules.city
    units: Sequence[Unit]
    if shown.unit:
        units, above = city.stations_of(city.county_of(shown.unit).code), shown.unit
    else:
        units, above = city.of_kind(UnitKind.COUNTY), ""
    rows = [_row(unit, counts, shown) for unit in units]
    total = tuple(
        Cell(sum(row.cells[n].count for row in rows), _url(kind, above, shown))
        for n, kind in enumerate(Unusual)
    )
    where = f"{unit_name(shown.unit, shown.rules)} · " if shown.unit else ""
    return EndingsScreen(
        title=f"{where}非正常结束 · {shown.month.label}",
        note=_NOTE,
        month=shown.month.text,
        months=_months(shown),
        heads=tuple((kind.label, DEFINITIONS[kind]) for kind in Unusual),
        rows=(*rows, EndingRow("合计", total)),
        back_url=_page(shown, unit="") if shown.unit else reverse("shared:refusals"),
        back="回到各县局" if shown.unit else "回到不予受理",
    )


def _page(shown: Shown, *, unit: str, month: Month | None = None) -> str:
    given = {"month": (month or shown.month).text, "unit": unit}
    return with_query(reverse("city:endings"), **{k: v for k, v in given.items() if v})


def _months(shown: Shown) -> tuple[Link, ...]:
    earlier = Link("上个月", _page(shown, unit=shown.unit, month=shown.month.previous), key="[")
    if shown.month.next.first > shown.today:
        return (earlier,)
    return (
        earlier,
        Link("下个月", _page(shown, unit=shown.unit, month=shown.month.next), key="]"),
    )


def _row(unit: Unit, counts: Counts, shown: Shown) -> EndingRow:
    is_county = unit.kind is UnitKind.COUNTY
    stations = [one.code for one in shown.rules.city.stations_of(unit.code)] if is_county else []
    codes = [*stations, unit.code]
    cells = tuple(
        Cell(sum(counts.get((code, kind), 0) for code in codes), _url(kind, unit.code, shown))
        for kind in Unusual
    )
    return EndingRow(unit.short_name, cells, _page(shown, unit=unit.code) if is_county else "")


def _url(kind: Unusual, unit: str, shown: Shown) -> str:
    given = {"month": shown.month.text, "unit": unit}
    base = reverse("city:endings-behind", args=[kind.value])
    return with_query(base, **{k: v for k, v in given.items() if v})


def cases_behind(lines: Sequence[EndedCase], kind: Unusual, shown: Shown) -> ListScreen:
    """The cases behind a figure, the latest ending first."""
    rows = tuple(
        PlainRow(
            (one.number, one.name, unit_name(one.station, shown.rules), moment(one.at, shown.now)),
            url=reverse("shared:case", args=[one.id]),
        )
        for one in lines
    )
    last = (lines[-1].at, lines[-1].id) if lines else None
    return _list(rows, ("受理编号", "申请人", "派出所", "结束"), kind, shown, last=last)


def intakes_behind(lines: Sequence[EndedLine], kind: Unusual, shown: Shown) -> ListScreen:
    """The intakes behind a figure."""
    rows = tuple(
        PlainRow(
            (moment(one.at, shown.now), unit_name(one.station, shown.rules), one.officer or "系统")
        )
        for one in lines
    )
    last = (lines[-1].at, lines[-1].id) if lines else None
    return _list(rows, ("结束", "派出所", "办结"), kind, shown, last=last)


def _list(
    rows: tuple[PlainRow, ...],
    heads: tuple[str, ...],
    kind: Unusual,
    shown: Shown,
    *,
    last: tuple[datetime, object] | None,
) -> ListScreen:
    where = f"{unit_name(shown.unit, shown.rules)} · " if shown.unit else ""
    more = ""
    if last is not None and len(rows) >= PAGE:
        more = with_query(_url(kind, shown.unit, shown), after=f"{last[0].isoformat()}~{last[1]}")
    return ListScreen(
        title=f"{where}{kind.label} · {shown.month.label}",
        note=DEFINITIONS[kind],
        heads=heads,
        rows=rows,
        next_url=more,
        empty=None if rows else EmptyState("本月没有", f"这个月没有“{kind.label}”的件。"),
    )
