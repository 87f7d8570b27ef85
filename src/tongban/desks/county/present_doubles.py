"""疑似重复: the same person once more under way, said to the reviewer (运行参数)."""

from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import office
from tongban.cases.queries.doubles import Double
from tongban.desks.county.screens import CaseNotice
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Link, Tone


def double_notice(one: Double, *, at: datetime) -> CaseNotice:
    """What else is under way, where, since when, and what to do about it."""
    where = _station(one.station) if one.station else one.office
    what = f"{one.stream.label}件" if one.stream else "一次受理"
    told = f"{where}{what}，{moment_phrase(one.since, at)} 受理，现为“{one.state}”。"
    if one.case_id is None:
        text = f"{told}不在本单位经办范围内，请电话核实；确属重复的，退回并说明。"
        return CaseNotice("疑似重复", text, Tone.WARN)
    link = Link("查看", reverse("shared:case", args=[one.case_id]))
    return CaseNotice("疑似重复", f"{told}确属重复的，退回并说明。", Tone.WARN, link=link)


def _station(code: str) -> str:
    city = office().city
    unit = city.get(code)
    return f"{city.county_of(code).short_name}{unit.short_name}" if unit else ""
