"""The upstream systems as the city bureau sees them: how they answer, and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.queries.city_items import PAGE, OutageLine, StrayLine
from tongban.cases.queries.failed_messages import FailedMessage
from tongban.cases.queries.overview import CreditFreshness
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.city.list_screens import ListScreen, PlainRow, moment
from tongban.desks.city.present_look_ins import outage_span
from tongban.desks.shared import message_words
from tongban.desks.shared.alarms import unfetched_since
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.phrases import arrival_phrase
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone
from tongban.desks.shared.systems import system_name
from tongban.desks.shared.work_frame import dot_of
from tongban.policy.late_fetch import duration_words

SHOWN = 8
"""Rows of each kind on the page of all; the lists behind go on."""


@dataclass(frozen=True, slots=True)
class UpstreamScreen:
    """The page on the upstream systems: all of them, then what the city has to see to."""

    title: str
    systems: ListScreen
    parts: tuple[ListScreen, ...]
    said: str = ""
    keys: tuple[KeyHint, ...] = (KeyHint(("J", "K"), "下一件 上一件"),)
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class UpstreamFacts:
    """What the page is drawn from; of each list one row more than is shown."""

    health: Sequence[SystemHealth]
    failed: Sequence[FailedMessage]
    strays: Sequence[StrayLine]
    outages: Sequence[OutageLine]
    credit: CreditFreshness | None
    now: datetime


def upstream(facts: UpstreamFacts, *, said: str = "") -> UpstreamScreen:
    """Return the page of all."""
    now = facts.now
    return UpstreamScreen(
        title="上游监测",
        systems=_systems(facts),
        parts=(
            _part(outages(facts.outages, now=now), "outages"),
            _part(strays(facts.strays, now=now), "strays"),
            _part(failed(facts.failed, now=now), "failed"),
        ),
        said=said,
    )


def _part(whole: ListScreen, name: str) -> ListScreen:
    """The first rows of a list, with the way to all of it."""
    is_long = len(whole.rows) > SHOWN
    return ListScreen(
        key=name,
        title=whole.title,
        note=whole.note,
        heads=whole.heads,
        rows=whole.rows[:SHOWN],
        next_url=reverse(f"city:{name}") if is_long or name == "outages" else "",
        empty=whole.empty,
    )


def _systems(facts: UpstreamFacts) -> ListScreen:
    heads = (
        "系统",
        "最近正常",
        "最近出错",
        "响应",
        "数据截至",
        "待发",
        "需人工",
        "来文未办",
        "状态",
    )
    in_order = sorted(facts.health, key=lambda one: (one.is_well, not one.is_fetched))
    rows = tuple(_system(one, credit=facts.credit, now=facts.now) for one in in_order)
    empty = EmptyState("还没有往来", "第一次与上级系统通信后，这里会显示它们的状态。")
    return ListScreen(title="各系统", heads=heads, rows=rows, empty=None if rows else empty)


def _system(health: SystemHealth, *, credit: CreditFreshness | None, now: datetime) -> PlainRow:
    dot = dot_of(health)
    return PlainRow(
        (
            dot.name,
            moment(health.last_ok_at, now),
            _last_error(health, now=now),
            f"{health.latency_ms} 毫秒",
            _fetched(health, credit=credit, now=now),
            str(health.waiting),
            str(health.failed),
            _unhandled(health),
        ),
        tag=Tag(dot.words, dot.tone),
    )


def _last_error(health: SystemHealth, *, now: datetime) -> str:
    if health.last_error_at is None:
        return "—"
    return f"{moment(health.last_error_at, now)} {message_words.error(health.last_error_kind)}"


def _fetched(health: SystemHealth, *, credit: CreditFreshness | None, now: datetime) -> str:
    """How fresh what we have from the system is."""
    if health.system == "credit" and credit:
        return f"第 {credit.number} 号 {moment(credit.issued_at, now)}"
    if not health.is_fetched:
        return "—"
    since = unfetched_since(health, at=now)
    got = moment(health.last_fetch_at, now)
    if since is None:
        return got
    return f"{got}，{arrival_phrase(since, now)} 起取不到（{duration_words(now - since)}）"


def _unhandled(health: SystemHealth) -> str:
    parts = (
        f"{health.strays} 条不能办理" if health.strays else "",
        f"{health.unread} 条等内容" if health.unread else "",
    )
    return "，".join(part for part in parts if part) or "0"


def outages(lines: Sequence[OutageLine], *, now: datetime, is_all: bool = False) -> ListScreen:
    """Return outages as a list: those to be spoken to, or all."""
    rows = tuple(_outage(one, now=now) for one in lines)
    url = reverse("city:outages")
    return ListScreen(
        title="取不到列表的时段" if is_all else "取不到列表的时段（市局处理）",
        note="取不到列表不算单位未登录；联系该系统的运维，恢复后写明处理情况。",
        heads=("系统", "时段", "持续", "影响", "状态"),
        rows=rows,
        next_url=_more(url, [(one.since, one.id) for one in lines]),
        empty=None
        if rows
        else EmptyState("没有要处理的", "三个系统的列表都按时取到，没有影响过单位。"),
    )


def _outage(one: OutageLine, *, now: datetime) -> PlainRow:
    end = one.until or now
    return PlainRow(
        (
            system_name(one.system),
            outage_span(one, now=now),
            duration_words(end - one.since),
            harm_words(one) or "没有影响单位",
        ),
        url=reverse("city:outage", args=[one.id]),
        tag=outage_tag(one),
    )


def harm_words(one: OutageLine) -> str:
    """What an outage has done: units that opened the list in vain, cases fetched late."""
    parts = (
        f"{one.units} 个单位打开清单取不到" if one.units else "",
        f"{one.late_cases} 件取到晚了" if one.late_cases else "",
    )
    return "，".join(part for part in parts if part)


def outage_tag(one: OutageLine) -> Tag:
    """How an outage stands."""
    if one.until is None:
        return Tag("还没恢复", Tone.BAD)
    if one.settled is None and harm_words(one):
        return Tag("已恢复，待说明", Tone.WARN)
    return Tag("已说明" if one.settled else "已恢复", Tone.OK)


def strays(lines: Sequence[StrayLine], *, now: datetime) -> ListScreen:
    """Return the messages that could not be acted upon, as a list."""
    rows = tuple(_stray(one, now=now) for one in lines)
    return ListScreen(
        title="没有办成的来文",
        note="上级系统送来、本系统办不了的消息。逐条查明：改正后再办一次，或写明怎样处理的。",
        heads=("来文", "系统", "编号", "收到", "原因", "状态"),
        rows=rows,
        next_url=_more(reverse("city:strays"), [(one.received_at, one.id) for one in lines]),
        empty=None if rows else EmptyState("没有办不成的来文", "收到的消息都已经办理。"),
    )


def _stray(one: StrayLine, *, now: datetime) -> PlainRow:
    return PlainRow(
        (
            message_words.received(one.kind),
            system_name(one.system),
            one.about or "—",
            moment(one.received_at, now),
            one.reason,
        ),
        url=reverse("city:stray", args=[one.id]),
        tag=stray_tag(one),
    )


def stray_tag(one: StrayLine) -> Tag:
    """How a message stands."""
    if one.settled is not None:
        return Tag("已处理", Tone.OK)
    return Tag("等内容", Tone.INFO) if one.is_waiting else Tag("待处理", Tone.WARN)


def failed(lines: Sequence[FailedMessage], *, now: datetime) -> ListScreen:
    """Return the messages of ours that do not arrive, as a list."""
    rows = tuple(_failed(one, now=now) for one in lines)
    return ListScreen(
        title="没有送达的消息",
        note="自动重发仍不成的；查明原因后再送一次，送两次也只生效一次。",
        heads=("内容", "系统", "受理编号", "产生时间", "原因", ""),
        rows=rows,
        next_url=_more(reverse("city:failed"), [(one.created_at, one.id) for one in lines]),
        empty=None
        if rows
        else EmptyState("没有需要处理的消息", "所有消息都已送达，或正在自动重发。"),
    )


def _failed(one: FailedMessage, *, now: datetime) -> PlainRow:
    return PlainRow(
        (
            message_words.sent(one.kind),
            system_name(one.system),
            one.case_number,
            moment(one.created_at, now),
            message_words.error(one.error),
        ),
        url=reverse("shared:case", args=[one.case_id]) if one.case_id else "",
        act=again(one.id),
    )


def again(message_id: UUID) -> Action:
    """The button that sends a message once more."""
    return Action("再送一次", reverse("city:resend", args=[message_id]), post=True)


def _more(url: str, keys: Sequence[tuple[datetime, UUID]]) -> str:
    """The address of the rows behind a full page."""
    if len(keys) < PAGE:
        return ""
    return with_query(url, after=write_key(*keys[-1]))
