"""One thing of the city's to see to: what it is, what to do, and the words that close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.queries.city_items import OutageLine, Settlement, StrayLine
from tongban.desks.city.list_screens import moment
from tongban.desks.city.present_look_ins import outage_span
from tongban.desks.city.present_upstream import harm_words, outage_tag, stray_tag
from tongban.desks.shared import message_words
from tongban.desks.shared.fields import Field, FieldKind, Problem, problems_of
from tongban.desks.shared.pieces import Action, Fact, Tag
from tongban.desks.shared.systems import system_name
from tongban.policy.late_fetch import duration_words

_STRAY_ADVICE = {
    "ARRIVED": "核对户籍地单位代码：代码有误的，改正单位名册后按“再办一次”；户籍确实不在本市的，"
    "联系受理地改送，写明后按“已处理”。",
    "WITHDRAWN": "受理地撤回的件没有送到过本市：与受理地核对编号；送到后已撤回的，写明后按“已处理”。",
    "SURPLUS_CARD": "与省厅制证中心核对证件号：属于外市的退回中心转送，查明后写明归属和去向，按“已处理”。",
    "ANSWERED": "本市没有这个受理编号的外出件：与答复单位核对编号；编号有误的请对方重发，写明后按“已处理”。",
}
SURPLUS = "SURPLUS_CARD"
"""A card that a bureau or station found in a parcel: no message, so there is nothing to do again."""
_STRAY_OTHERWISE = "与对方系统的运维核对编号；查明后按“再办一次”，不用再办的写明后按“已处理”。"
_WAITING = "内容取到后自动办理，不用等在这里；长时间取不到的，联系对方系统的运维。"
_OUTAGE_OPEN = (
    "联系该系统的运维，问清恢复时间。各单位照常受理、缴费、发证；已打开清单的单位不算未登录，"
    "恢复后新件和退回自动取回。"
)
_OUTAGE_OVER = (
    "写明原因和怎样处理的。其间取到晚了的件，期限仍从上级系统收到时起算，不算审核单位误期。"
)


@dataclass(frozen=True, slots=True)
class ItemScreen:
    """A message or an outage: its facts, advice, and the form with the words."""

    title: str
    tag: Tag
    facts: tuple[Fact, ...]
    advice: str
    url: str
    words: Field | None
    submit: str
    back_url: str
    problems: tuple[Problem, ...] = ()
    again: Action | None = None
    actions: tuple[Action, ...] = ()


def stray_item(one: StrayLine, *, now: datetime, words: str = "", error: str = "") -> ItemScreen:
    """Return the page of a message that could not be acted upon."""
    url = reverse("shared:case", args=[one.case_id]) if one.case_id else ""
    facts = [
        Fact("来自", system_name(one.system)),
        Fact("编号", one.about or "—", url=url),
        Fact("收到", moment(one.received_at, now)),
        Fact("没有办成的原因", one.reason),
        *_settled(one.settled, now=now),
    ]
    again = Action("再办一次", reverse("city:stray-again", args=[one.id]), post=True, key="G")
    field = None if one.settled else _field(words, error=error)
    return ItemScreen(
        title=message_words.received(one.kind),
        tag=stray_tag(one),
        facts=tuple(facts),
        advice=_WAITING if one.is_waiting else _STRAY_ADVICE.get(one.kind, _STRAY_OTHERWISE),
        url=reverse("city:stray-settle", args=[one.id]),
        words=field,
        submit="已处理",
        back_url=reverse("city:upstream"),
        problems=problems_of((field,)) if field else (),
        again=None if one.settled or one.kind == SURPLUS else again,
    )


def outage_item(one: OutageLine, *, now: datetime, words: str = "", error: str = "") -> ItemScreen:
    """Return the page of a time in which a list could not be had."""
    is_over = one.until is not None
    field = None if one.settled else _field(words, error=error)
    facts = [
        Fact("系统", system_name(one.system)),
        Fact("取不到的时段", outage_span(one, now=now)),
        Fact("持续", duration_words((one.until or now) - one.since)),
        Fact("最近一次取到", moment(one.last_fetch_at, now)),
        Fact("原因", _cause(one)),
        Fact("影响", harm_words(one) or "没有单位在其间打开清单，没有件取到晚了"),
        *_settled(one.settled, now=now),
    ]
    return ItemScreen(
        title="取不到列表",
        tag=outage_tag(one),
        facts=tuple(facts),
        advice=_OUTAGE_OVER if is_over else _OUTAGE_OPEN,
        url=reverse("city:outage-settle", args=[one.id]),
        words=field,
        submit="记下处理情况",
        back_url=reverse("city:upstream"),
        problems=problems_of((field,)) if field else (),
    )


def _cause(one: OutageLine) -> str:
    return message_words.error(one.error_kind) if one.error_kind else one.cause.label


def _field(words: str, *, error: str) -> Field:
    return Field(
        "words",
        "怎样处理的",
        FieldKind.TEXTAREA,
        words,
        hint="联系了哪个单位、哪位同志，结论是什么；不要写公民身份号码。",
        error=error,
        maxlength=300,
        focus=True,
    )


def _settled(found: Settlement | None, *, now: datetime) -> tuple[Fact, ...]:
    if found is None:
        return ()
    if not found.by:
        return (Fact("处理", f"{moment(found.at, now)} 已自动办理"),)
    return (Fact("处理", f"{moment(found.at, now)} {found.by}：{found.words}"),)
