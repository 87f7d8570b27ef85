"""核定与终结: what waits for the supervisors of a county bureau or the city, and what has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.close import not_yet
from tongban.cases.operations.office import office
from tongban.cases.queries.case_lists import PAGE
from tongban.cases.queries.endings import (
    OVER,
    Over,
    ToClose,
    ToDecide,
    counted,
    over,
    to_close,
    to_decide,
)
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.page_keys import read_key, with_query, write_key
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.standards.zones import at_local, local, local_date

supervision = roles_required(Role.SUPERVISION)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists; ``active`` marks the one shown."""

    label: str
    url: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A row: cells under the heads, and in the last column a due time or a tag."""

    cells: tuple[str, ...]
    url: str
    due: DueText | None = None
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class EndingList:
    """One list with the ways to the others; ``last`` is the head of the last column."""

    title: str
    note: str
    filters: tuple[Tab, ...]
    heads: tuple[str, ...]
    rows: tuple[ListedCase, ...]
    empty: EmptyState | None
    next_url: str = ""
    last: str = ""
    keys: tuple[KeyHint, ...] = (KeyHint(("J", "K"), "下一件 上一件"), KeyHint(("Enter",), "打开"))
    actions: tuple[Action, ...] = ()


_TABS = (("grounds", "待核定"), ("closable", "待终结"), ("ended", "已结束"))


def _tabs(active: str) -> tuple[Tab, ...]:
    return tuple(Tab(label, reverse(f"shared:{name}"), name == active) for name, label in _TABS)


@require_safe
@supervision
def grounds(request: ActorRequest) -> HttpResponse:
    """待核定: grounds that were reported or for which a case is held, by due time."""
    rows = to_decide(request.actor, after=read_key(request.GET.get("after", "")))
    last = rows[-1] if len(rows) == PAGE else None
    screen = EndingList(
        title="待核定",
        note="受理后发现不予受理情形的件：先暂扣，再由另一名督导民警撤销或解除（第十五条(一)）。",
        filters=_tabs("grounds"),
        heads=("姓名", "受理编号", "情形", "报告或暂扣", "受理地", "现况", "期限"),
        last="期限",
        rows=tuple(_to_decide(one, request) for one in rows),
        empty=None
        if rows
        else EmptyState(
            "没有待核定的", "审核民警报告的情形、暂扣的件会排到这里，1 个工作日内核定。"
        ),
        next_url=_next("grounds", last.due_at, last.obligation_id) if last else "",
    )
    return _page(request, screen, name="grounds")


def _next(name: str, at: datetime | None, id_: UUID) -> str:
    return with_query(reverse(f"shared:{name}"), after=write_key(at, id_))


def _to_decide(one: ToDecide, request: ActorRequest) -> ListedCase:
    rules = office()
    own = one.held_by == request.actor.officer_id
    state = "您已暂扣" if own else "已暂扣" if one.is_held else "已报告"
    unit = rules.city.get(one.accepting_unit)
    return ListedCase(
        cells=(
            one.name,
            one.number,
            f"{one.ground.label} {one.ground.clause}" if one.ground else "",
            f"{state} · {one.officer} {moment_phrase(local(one.since), local(request.at))}",
            unit.short_name if unit else "",
            one.stage.label,
        ),
        url=reverse("shared:ground", args=[one.case_id]),
        due=due_of(
            ObligationKind.DECIDE_GROUND,
            since=one.since,
            due_at=one.due_at,
            note=one.due_note,
            rules=rules,
            now=request.at,
        ),
    )


@require_safe
@supervision
def closable(request: ActorRequest) -> HttpResponse:
    """待终结: applicants who have not come for so long that their case may be closed."""
    terms = office().terms(request.at)
    after = read_key(request.GET.get("after", ""))
    rows = to_close(request.actor, terms=terms, at=request.at, after=after)
    last = rows[-1] if len(rows) == PAGE else None
    screen = EndingList(
        title="待终结",
        note=f"等待满 {terms.close_after_days} 天仍未缴费、未补正或未领取的件；"
        "提醒次数不够的，由受理所先提醒。申请人死亡的，在该件页面随时终结。",
        filters=_tabs("closable"),
        heads=("姓名", "受理编号", "原因", "等待", "提醒", "受理地", "能否终结"),
        last="能否终结",
        rows=tuple(_to_close(one, request) for one in rows),
        empty=None if rows else EmptyState("没有可以终结的", "等待期满的件会列到这里。"),
        next_url=_next("closable", last.wait.since, last.obligation_id) if last else "",
    )
    return _page(request, screen, name="closable")


def _to_close(one: ToClose, request: ActorRequest) -> ListedCase:
    wait, unit = one.wait, office().city.get(one.accepting_unit)
    ready = wait.is_open(request.at)
    tag = (
        Tag("可以终结", Tone.OK)
        if ready
        else Tag(f"还须提醒 {wait.missing} 次", Tone.WARN, not_yet(wait, at=request.at))
    )
    return ListedCase(
        cells=(
            one.name,
            one.number,
            one.reason.label,
            f"{(request.at - wait.since).days} 天",
            f"{wait.reminders} 次（至少 {wait.needed} 次）",
            unit.short_name if unit else "",
        ),
        url=reverse("shared:close", args=[one.case_id]),
        tag=tag,
    )


@require_safe
@supervision
def ended(request: ActorRequest) -> HttpResponse:
    """已结束: withdrawn, revoked, closed and void cases, and how many this month."""
    chosen = request.GET.get("stage", "")
    stages = tuple(one for one in OVER if one.value == chosen) or OVER
    rows = over(request.actor, stages=stages, before=read_key(request.GET.get("after", "")))
    last = rows[-1] if len(rows) == PAGE else None
    more = _next("ended", last.ended_at, last.case_id) if last else ""
    screen = EndingList(
        title="已结束",
        note=_month(request),
        filters=(*_tabs("ended"), *_of_stage(chosen)),
        heads=("姓名", "受理编号", "结束", "原因", "时间", "受理地", ""),
        rows=tuple(_over(one, request) for one in rows),
        empty=None
        if rows
        else EmptyState("没有这样的件", "撤回、撤销、终结、作废的件会列到这里。"),
        next_url=with_query(more, stage=chosen) if more and stages != OVER else more,
    )
    return _page(request, screen, name="ended")


def _month(request: ActorRequest) -> str:
    begins = at_local(local_date(request.at).replace(day=1), clock=time(0))
    found = counted(request.actor, since=begins)
    return "本月：" + " · ".join(f"{stage.label} {found[stage]} 件" for stage in OVER)


def _of_stage(chosen: str) -> tuple[Tab, ...]:
    base = reverse("shared:ended")
    return tuple(
        Tab(stage.label, with_query(base, stage=stage.value), stage.value == chosen)
        for stage in OVER
    )


_WHY: dict[Stage, str] = {Stage.WITHDRAWN: "申请人撤回", Stage.VOIDED: "签名前作废"}


def _over(one: Over, request: ActorRequest) -> ListedCase:
    unit = office().city.get(one.accepting_unit)
    why = one.why or _WHY.get(one.stage, "申请人登记撤回意愿")
    return ListedCase(
        cells=(
            one.name,
            one.number,
            one.stage.label,
            why,
            moment_phrase(local(one.ended_at), local(request.at)),
            unit.short_name if unit else "",
        ),
        url=reverse("shared:case", args=[one.case_id]),
    )


def _page(request: ActorRequest, screen: EndingList, *, name: str) -> HttpResponse:
    record(
        What.LIST_VIEWED,
        actor=request.actor,
        at=request.at,
        data={"list": f"endings.{name}", "unit": request.actor.unit},
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="endings")}
    return render(request, "shared/ending_lists.html", context)
