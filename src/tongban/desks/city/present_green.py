"""From counts of the green channel to the city's page, and to the cases behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.cases.queries.case_lists import PAGE, CaseLine
from tongban.cases.queries.green_use import Used
from tongban.desks.city.list_screens import ListScreen
from tongban.desks.city.present_lists import rows_of
from tongban.desks.city.present_month import MonthTable, Shown
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.pieces import EmptyState

DEFINITIONS = {
    Used.ACCEPTED: "这个月在本市合成受理的件。",
    Used.GREEN: "登记了绿色通道的件：有特殊困难或者急需用证，在同一期限内先办。",
    Used.VISITED: "民警上门办理的件，同时走绿色通道。",
}
_NOTE = "开辟绿色通道，对有特殊困难的积极上门服务（第十四条）。按受理派出所计；点数字看是哪些件，查看留痕。"
TABLE = MonthTable(
    title="绿色通道与上门服务",
    note=_NOTE,
    kinds=DEFINITIONS,
    page="city:green",
    behind="city:green-behind",
    back=("city:overview", "回到今日"),
)


def behind_screen(lines: Sequence[CaseLine], kind: Used, shown: Shown) -> ListScreen:
    """The cases behind a figure, the latest composed first."""
    more = ""
    if len(lines) == PAGE:
        after = write_key(lines[-1].composed_at, lines[-1].case_id)
        more = with_query(TABLE.behind_url(kind, shown.unit, shown), after=after)
    return ListScreen(
        title=shown.titled(kind.label.removeprefix("其中")),
        note=DEFINITIONS[kind],
        cases=rows_of(lines, now=shown.now),
        next_url=more,
        empty=None if lines else EmptyState("本月没有", "这个月没有这样的件。"),
    )
