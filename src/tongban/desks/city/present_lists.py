"""The lists behind the city's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from tongban.cases.operations.office import office
from tongban.cases.queries import case_lists
from tongban.cases.queries.failed_messages import FailedMessage
from tongban.cases.queries.look_ins import missing_units
from tongban.cases.queries.overview import ChaseLine, CreditFreshness
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.city.present_overview import duty_url
from tongban.desks.city.risk import PACED, Risk
from tongban.desks.shared.case_rows import CaseRow, case_row
from tongban.desks.shared.phrases import CLOSES, moment_phrase
from tongban.desks.shared.pieces import EmptyState, KeyHint, Link, Tag, Tone
from tongban.desks.shared.work_frame import SYSTEMS, dot_of
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import OWED, ObligationKind
from tongban.procedure.stages import Stage
from tongban.standards.zones import at_local, local, local_date

OPEN_KINDS = tuple(k for k in ObligationKind if k is not ObligationKind.LOOK_IN)


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row of a list that is not of cases: cells, and where it leads."""

    cells: tuple[str, ...]
    url: str = ""
    tag: Tag | None = None
    resend_url: str = ""


@dataclass(frozen=True, slots=True)
class ListScreen:
    """A list: cases, or plain rows under ``heads``. ``next_url`` leads to the next page."""

    title: str
    note: str = ""
    cases: tuple[CaseRow, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[PlainRow, ...] = ()
    filters: tuple[Link, ...] = ()
    next_url: str = ""
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = (KeyHint(("J", "K"), "下一件 上一件"), KeyHint(("Enter",), "打开"))
    actions: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a county, only late ones, only today's, and where to go on."""

    county: str = ""
    late_at: datetime | None = None
    due_by: datetime | None = None
    after: case_lists.Key | None = None

    @classmethod
    def read(cls, given: Mapping[str, str], *, at: datetime) -> Asked:
        """Read the query; what cannot be read is as if it had not been given."""
        closing = at_local(local_date(at), clock=CLOSES)
        return cls(
            county=given.get("county", "")[:12],
            late_at=at if given.get("late") == "1" else None,
            due_by=closing if given.get("today") == "1" else None,
            after=read_key(given.get("after", "")),
        )


def read_key(text: str) -> case_lists.Key | None:
    """Read ``moment~id`` as written by ``write_key``; None when it is not that."""
    moment, _, name = text.partition("~")
    try:
        return case_lists.Key(datetime.fromisoformat(moment) if moment else None, UUID(name))
    except ValueError:
        return None


def write_key(at: datetime | None, id_: UUID | None) -> str:
    """Return the key of the last row of a page."""
    return f"{at.isoformat() if at else ''}~{id_}"


def duties(actor: Actor, kind: ObligationKind | None, asked: Asked, *, now: datetime) -> ListScreen:
    """Return open duties of one kind (or all), with their cases."""
    lines = case_lists.duties(
        actor,
        kinds=[kind] if kind else OPEN_KINDS,
        county=asked.county,
        late_at=asked.late_at,
        due_by=asked.due_by,
        after=asked.after,
    )
    title = kind.label if kind else "未办结的事项"
    unit = office().city.get(asked.county) if asked.county else None
    base = duty_url(kind, county=asked.county) if kind else f"/city/county/{asked.county}/"
    return ListScreen(
        title=f"{unit.short_name} · {title}" if unit else title,
        note=OWED[kind].sentence + f"（{OWED[kind].source}）" if kind else "",
        cases=_rows(lines, now=now),
        filters=(
            Link("全部", base),
            Link("误期", _with(base, late="1")),
            Link("今天到期", _with(base, today="1")),
        ),
        next_url=_next(base, lines, asked=asked),
        empty=None if lines else EmptyState("没有这样的件", "这一项现在没有未办的件。"),
    )


def _with(base: str, **more: str) -> str:
    return f"{base}{'&' if '?' in base else '?'}{urlencode(more)}"


def _next(base: str, lines: Sequence[case_lists.CaseLine], *, asked: Asked) -> str:
    if len(lines) < case_lists.PAGE:
        return ""
    last = lines[-1]
    more = {"after": write_key(last.due_at, last.obligation_id)}
    if asked.late_at:
        more["late"] = "1"
    if asked.due_by:
        more["today"] = "1"
    return _with(base, **more)


def _rows(lines: Sequence[case_lists.CaseLine], *, now: datetime) -> tuple[CaseRow, ...]:
    rules = office()
    return tuple(case_row(one, rules=rules, now=now) for one in lines)


def at_risk(actor: Actor, found: Sequence[Risk], *, now: datetime) -> ListScreen:
    """Return what is due today in the counties and duties that will not make it."""
    closing = at_local(local_date(now), clock=CLOSES)
    lines = case_lists.duties(actor, kinds=PACED, due_by=closing, limit=500)
    pairs = {(one.county, one.kind) for one in found}
    city = office().city
    kept = [
        line
        for line in lines
        if line.duty
        and line.due_at
        and line.due_at >= now
        and (city.county_of(line.owner_unit).code, line.duty) in pairs
    ]
    return ListScreen(
        title="今天可能误期的件",
        note="按今天的办理速度，以下单位到 17:00 办不完今天到期的件。",
        cases=_rows(kept, now=now),
        empty=None if kept else EmptyState("今天都能按时办完", "按当前速度没有会误期的件。"),
    )


def look_ins(asked: Asked, *, now: datetime) -> ListScreen:
    """Return the units of a county that have not looked in today."""
    city = office().city
    units = missing_units(local_date(now), county=asked.county)
    rows = tuple(
        PlainRow((city.require(one.unit).name, ObligationKind.LOOK_IN.label, one.last_words))
        for one in units
    )
    return ListScreen(
        title="今天未登录的单位",
        note="各单位每天登录系统查看待办（第九条、第十条）；打开最新的清单即为登录。",
        heads=("单位", "事项", "最近一次"),
        rows=rows,
        empty=None if rows else EmptyState("都已登录", "这个范围内的单位今天都已登录查看。"),
    )


def month(
    actor: Actor, figure: str, asked: Asked, *, begins: datetime, now: datetime
) -> ListScreen:
    """Return the cases behind one figure of the month."""
    if figure == "refused":
        return _refusals(begins=begins, now=now)
    if figure in ("late", "returned"):
        outcome = "RETURN" if figure == "returned" else ""
        lines = case_lists.reviewed(
            actor, since=begins, outcome=outcome, late=figure == "late", limit=200
        )
        title = "本月退回的件" if figure == "returned" else "本月审核签发误期的件"
        screen = ListScreen(title=title, cases=_rows(lines, now=now))
    else:
        stages = (Stage.HANDED_OVER,) if figure == "handed" else ()
        lines = case_lists.cases(actor, stages=stages, since=begins, before=asked.after)
        last = lines[-1] if len(lines) == case_lists.PAGE else None
        key = write_key(last.composed_at, last.case_id) if last else ""
        screen = ListScreen(
            title="本月领取的件" if figure == "handed" else "本月受理的件",
            cases=_rows(lines, now=now),
            next_url=f"/city/month/{figure}/?{urlencode({'after': key})}" if key else "",
        )
    if lines:
        return screen
    return replace(screen, empty=EmptyState("本月还没有", "这个月还没有这样的件。"))


def _refusals(*, begins: datetime, now: datetime) -> ListScreen:
    city = office().city
    lines = case_lists.refusals(since=begins, limit=200)
    rows = tuple(
        PlainRow(
            (
                moment_phrase(local(r.at), local(now)),
                city.require(r.station).name,
                "、".join(r.grounds),
                r.words,
                r.number,
            )
        )
        for r in lines
    )
    return ListScreen(
        title="本月不予异地受理",
        note="只有第五条的五种情形；每一件都有依据和通知书。",
        heads=("时间", "派出所", "情形", "认定依据", "通知书编号"),
        rows=rows,
        empty=None if rows else EmptyState("本月没有不予受理", "这个月没有作出过不予异地受理。"),
    )


def chased(lines: Sequence[ChaseLine], *, now: datetime) -> ListScreen:
    """Return the chases sent, and whether they were read."""
    city = office().city
    rows = tuple(
        PlainRow(
            (
                moment_phrase(local(one.at), local(now)),
                city.require(one.unit).short_name,
                one.kind.label,
                f"{one.count} 件",
                one.words,
            ),
            url=duty_url(one.kind, county=one.unit),
            tag=Tag(f"{moment_phrase(local(one.seen_at), local(now))} 已阅", Tone.OK)
            if one.seen_at
            else Tag("未阅", Tone.WARN),
        )
        for one in lines
    )
    return ListScreen(
        title="督办",
        note="发出的督办和对方是否已阅；办没办完看后面的清单。",
        heads=("时间", "单位", "事项", "件数", "内容", "状态"),
        rows=rows,
        empty=None
        if rows
        else EmptyState("还没有督办", "今日页上按 D，可以一次督办所有会误期的单位。"),
    )


KINDS = {
    "submit": "送审信息",
    "decision": "审核结果",
    "cancel": "撤回通知",
    "temporary_card": "临时居民身份证备案",
    "order": "制证单",
    "void_code": "缴款码作废",
    "refund": "退费申请",
    "fetch_receipt": "取回票据",
    "collect": "领取短信",
}


@dataclass(frozen=True, slots=True)
class UpstreamScreen:
    """The page on the upstream systems."""

    title: str
    systems: ListScreen
    failed: ListScreen
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[object, ...] = ()


def upstream(
    systems: Sequence[SystemHealth],
    failed: Sequence[FailedMessage],
    *,
    credit: CreditFreshness | None,
    now: datetime,
) -> UpstreamScreen:
    """Return each system's state, and the messages that need a person."""
    rows = tuple(
        PlainRow(
            (
                SYSTEMS.get(one.system, (one.system,))[0],
                KINDS.get(one.kind, one.kind),
                one.case_number,
                moment_phrase(local(one.created_at), local(now)),
                one.error,
            ),
            url=f"/cases/{one.case_id}/" if one.case_id else "",
            resend_url=f"/city/upstream/{one.id}/again/",
        )
        for one in failed
    )
    return UpstreamScreen(
        title="上游监测",
        systems=ListScreen(
            title="各系统",
            heads=(
                "系统",
                "最近正常",
                "最近出错",
                "响应",
                "最近取数或推送",
                "待发",
                "需人工",
                "状态",
            ),
            rows=tuple(_system(one, credit=credit, now=now) for one in systems),
            empty=None
            if systems
            else EmptyState("还没有往来", "第一次与上级系统通信后，这里会显示它们的状态。"),
        ),
        failed=ListScreen(
            title="需人工处理的消息",
            heads=("系统", "内容", "受理编号", "产生时间", "原因", ""),
            rows=rows,
            empty=None
            if rows
            else EmptyState("没有需要处理的消息", "所有消息都已送达，或正在自动重发。"),
        ),
    )


def _system(health: SystemHealth, *, credit: CreditFreshness | None, now: datetime) -> PlainRow:
    dot = dot_of(health)
    fetched = _moment(health.last_fetch_at, now)
    if health.system == "credit" and credit:
        fetched = f"第 {credit.number} 号 {_moment(credit.issued_at, now)}"
    return PlainRow(
        (
            dot.name,
            _moment(health.last_ok_at, now),
            _moment(health.last_error_at, now),
            f"{health.latency_ms} 毫秒",
            fetched,
            str(health.waiting),
            str(health.failed),
        ),
        tag=Tag(dot.words, dot.tone),
    )


def _moment(at: datetime | None, now: datetime) -> str:
    return moment_phrase(local(at), local(now)) if at else "—"
