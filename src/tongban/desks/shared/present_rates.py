"""From counts of ended intakes to the page of rates, and from intakes to the list behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.refusal_rates import PAGE, EndedLine, Rate, Rates
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import EmptyState, Link, Tag, Tone
from tongban.desks.shared.present_refusals import unit_name
from tongban.desks.shared.present_register import Month
from tongban.desks.shared.rate_screens import (
    EndedScreen,
    PlainLine,
    RateRow,
    RatesScreen,
    RateTable,
)
from tongban.policy.outlier import LEAST, LEVEL, is_outlying, tail
from tongban.procedure.stages import IntakeStage

RULE = (
    f"“偏高”：至少 {LEAST} 件，并且按全市本月的比例，同样多的受理出现这么多件不予受理的概率低于 "
    f"{LEVEL:.1%}（精确二项检验）。只提示应当逐件核查，不作结论（运行参数）。"
)
_DEFINITION = "办结的受理：合成、不予受理、申请人撤回、逾期失效；转户籍派出所办理的不在内。"
_TONES = {IntakeStage.REFUSED: Tone.BAD, IntakeStage.COMPOSED: Tone.OK}


def percent(share: float) -> str:
    """A share as it is read: 2.4%."""
    return f"{share:.1%}"


def rates_screen(found: Rates, *, month: Month, today: date, rules: Office) -> RatesScreen:
    """The page of a month; those that stand out first, then by how many."""
    base = reverse("shared:refusal-rates")
    city = found.city
    stations = [
        _row(one, "unit", unit_name(one.key, rules), found, month) for one in found.stations
    ]
    officers = [_row(one, "officer", one.name, found, month) for one in found.officers]
    return RatesScreen(
        title="不予受理的比例",
        month=month.label,
        months=_months(base, month, today=today),
        city=f"全市 {city.refused} 件，占办结的受理 {city.ended} 件的 {percent(city.share)}",
        rule=f"{_DEFINITION}{RULE}",
        tables=(
            _table("派出所", "派出所", stations),
            _table("民警", "办结的民警", officers),
        )
        if city.ended
        else (),
        back_url=reverse("shared:refusals"),
        empty=None if city.ended else EmptyState("本月没有办结的受理", _DEFINITION),
    )


def _months(base: str, month: Month, *, today: date) -> tuple[Link, ...]:
    earlier = Link("上个月", f"{base}?month={month.previous.text}", key="[")
    if month.next.first > today:
        return (earlier,)
    return (earlier, Link("下个月", f"{base}?month={month.next.text}", key="]"))


def _table(title: str, head: str, rows: Sequence[RateRow]) -> RateTable:
    shown = sorted(
        (row for row in rows if row.refused), key=lambda row: (row.mark is None, -row.refused)
    )
    rest = len(rows) - len(shown)
    said = f"其余 {rest} 个{title}本月没有不予受理。" if rest else ""
    return RateTable(f"按{title}", head, tuple(shown), said)


def _row(one: Rate, key: str, name: str, found: Rates, month: Month) -> RateRow:
    given = {key: one.key, "month": month.text}
    stands_out = is_outlying(one.refused, of=one.ended, share=found.city.share)
    mark = None
    if stands_out:
        chance = tail(one.refused, of=one.ended, share=found.city.share)
        hint = f"按全市 {percent(found.city.share)}，出现这么多的概率是 {chance:.2g}。{RULE}"
        mark = Tag("偏高，请逐件核查", Tone.WARN, hint)
    return RateRow(
        name=name,
        refused=one.refused,
        refused_url=with_query(reverse("shared:refusals"), **given),
        ended=one.ended,
        ended_url=with_query(reverse("shared:refusal-ended"), **given),
        share=percent(one.share),
        mark=mark,
    )


def ended_screen(
    lines: Sequence[EndedLine], *, given: dict[str, str], title: str, rules: Office, now: datetime
) -> EndedScreen:
    """The intakes behind a figure."""
    shown, base = lines[:PAGE], reverse("shared:refusal-ended")
    more = len(lines) > PAGE
    back = with_query(reverse("shared:refusal-rates"), month=given["month"])
    return EndedScreen(
        title=title,
        note=_DEFINITION,
        heads=("办结", "派出所", "民警"),
        rows=tuple(_ended(one, rules=rules, now=now) for one in shown),
        back_url=back,
        next_url=with_query(base, **given, after=write_key(shown[-1].at, shown[-1].id))
        if more
        else "",
        empty=None if lines else EmptyState("没有这样的受理", "换一个月，或者回到比例页。"),
    )


def _ended(one: EndedLine, *, rules: Office, now: datetime) -> PlainLine:
    url = ""
    if one.refusal_id is not None:
        url = reverse("shared:refusal", args=[one.refusal_id])
    elif one.case_id is not None:
        url = reverse("shared:case", args=[one.case_id])
    cells = (moment_phrase(one.at, now), unit_name(one.station, rules), one.officer or "系统")
    return PlainLine(cells, url, Tag(one.stage.label, _TONES.get(one.stage, Tone.NONE)))
