"""From counts of unusual endings to the city's page, and to the lists behind its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from tongban.cases.queries.refusal_rates import PAGE, EndedLine
from tongban.cases.queries.unusual_endings import EndedCase, Unusual
from tongban.desks.city.list_screens import ListScreen, PlainRow, moment
from tongban.desks.city.present_month import MonthTable, Shown
from tongban.desks.shared.page_keys import with_query
from tongban.desks.shared.pieces import EmptyState
from tongban.desks.shared.present_refusals import unit_name

DEFINITIONS = {
    Unusual.REFUSED: "依第五条的一种情形不予异地受理，出具通知书。",
    Unusual.LAPSED: "受理后长期无人办理，短信提醒后失效；随时可以重新申请。",
    Unusual.VOIDED: "合成后作废：申请人离开、填写有误或者发现情形。",
    Unusual.CLOSED: "提醒满期仍无人缴费、补正或者领取，或者申请人死亡，终结并出具通知书。",
    Unusual.REVOKED: "受理后发现第五条情形，由两名督导民警撤销并出具通知书。",
}
_NOTE = "除领到证件和申请人自己撤回以外，只有这五种结束；每一件都在这里计数，点数字看是哪些件，查看留痕。"


TABLE = MonthTable(
    title="非正常结束",
    note=_NOTE,
    kinds=DEFINITIONS,
    page="city:endings",
    behind="city:endings-behind",
    back=("shared:refusals", "回到不予受理"),
)


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
    more = ""
    if last is not None and len(rows) >= PAGE:
        more = with_query(
            TABLE.behind_url(kind, shown.unit, shown), after=f"{last[0].isoformat()}~{last[1]}"
        )
    return ListScreen(
        title=shown.titled(kind.label),
        note=DEFINITIONS[kind],
        heads=heads,
        rows=rows,
        next_url=more,
        empty=None if rows else EmptyState("本月没有", f"这个月没有“{kind.label}”的件。"),
    )
