"""The lists behind the city's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tongban.cases.operations.office import office
from tongban.cases.queries import case_lists
from tongban.cases.queries.case_lists import CaseLine, Narrowed
from tongban.cases.queries.overview import ChaseLine
from tongban.desks.city.list_screens import Asked, FilterLink, ListScreen, PlainRow, moment
from tongban.desks.city.present_overview import duty_url
from tongban.desks.city.risk import PACED, Risk
from tongban.desks.shared.case_rows import CaseRow, case_row
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.phrases import CLOSES
from tongban.desks.shared.pieces import EmptyState, Tag, Tone
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import OWED, ObligationKind
from tongban.procedure.stages import Stage
from tongban.standards.zones import at_local, local_date

OPEN_KINDS = tuple(k for k in ObligationKind if k is not ObligationKind.LOOK_IN)


def duties(actor: Actor, kind: ObligationKind | None, asked: Asked, *, now: datetime) -> ListScreen:
    """Return open duties of one kind (or all), with their cases."""
    lines = case_lists.duties(
        actor,
        kinds=[kind] if kind else OPEN_KINDS,
        county=asked.county,
        late_at=asked.late_at,
        due_by=asked.due_by,
        narrowed=asked.narrowed,
        after=asked.after,
    )
    title = kind.label if kind else "未办结的事项"
    unit = office().city.get(asked.county) if asked.county else None
    base = duty_url(kind, county=asked.county) if kind else f"/city/county/{asked.county}/"
    return ListScreen(
        title=f"{unit.short_name} · {title}" if unit else title,
        note=OWED[kind].sentence + f"（{OWED[kind].source}）" if kind else "",
        cases=rows_of(lines, now=now),
        filters=_filters(kind, base, asked=asked),
        next_url=_next(base, lines, asked=asked),
        empty=None if lines else EmptyState("没有这样的件", "这一项现在没有未办的件。"),
    )


_FILTERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("全部", {}),
    ("误期", {"late": "1"}),
    ("今天到期", {"today": "1"}),
)
_BOTH = (ObligationKind.FIX_RETURN, ObligationKind.TELL, ObligationKind.COLLECT)
"""Duties of the accepting station, about households here and elsewhere."""


def _filters(kind: ObligationKind | None, base: str, *, asked: Asked) -> tuple[FilterLink, ...]:
    """The ways to narrow a list; only those that can hold for the duty."""
    found = list(_FILTERS)
    if kind in (None, ObligationKind.REVIEW):
        found += [_of_stream(Stream.INTERNAL), _of_stream(Stream.INCOMING)]
        found.append(("取到已过期限", {"excused": "1"}))
    elif kind in _BOTH:
        found += [_of_stream(Stream.INTERNAL), _of_stream(Stream.OUTGOING)]
    return tuple(
        FilterLink(label, with_query(base, **given), dict(asked.given) == given)
        for label, given in found
    )


def _of_stream(stream: Stream) -> tuple[str, dict[str, str]]:
    return stream.label, {"stream": stream.value}


def _next(base: str, lines: Sequence[CaseLine], *, asked: Asked) -> str:
    if len(lines) < case_lists.PAGE:
        return ""
    last = lines[-1]
    after = write_key(last.due_at, last.obligation_id)
    return with_query(base, **{**dict(asked.given), "after": after})


def rows_of(lines: Sequence[CaseLine], *, now: datetime) -> tuple[CaseRow, ...]:
    """Return cases as rows of a list."""
    rules = office()
    return tuple(case_row(one, rules=rules, now=now) for one in lines)


def at_risk(actor: Actor, found: Sequence[Risk], asked: Asked, *, now: datetime) -> ListScreen:
    """Return what is due today in the counties and duties that will not make it."""
    empty = EmptyState("今天都能按时办完", "按当前速度没有会误期的件。")
    screen = ListScreen(
        title="今天可能误期的件",
        note="按今天的办理速度，以下单位到 17:00 办不完今天到期的件；转入件同样计入。",
    )
    if not found:
        return replace(screen, empty=empty)
    lines = case_lists.duties(
        actor,
        kinds=PACED,
        due_by=at_local(local_date(now), clock=CLOSES),
        narrowed=Narrowed(pairs=tuple((one.county, one.kind) for one in found), due_from=now),
        after=asked.after,
    )
    return replace(
        screen,
        cases=rows_of(lines, now=now),
        next_url=_next("/city/risk/", lines, asked=asked),
        empty=None if lines else empty,
    )


def month(
    actor: Actor, figure: str, asked: Asked, *, begins: datetime, now: datetime
) -> ListScreen:
    """Return the cases behind one figure of the month."""
    if figure == "refused":
        return _refusals(asked, begins=begins, now=now)
    if figure in ("late", "returned"):
        screen = _reviewed(actor, figure, asked, begins=begins, now=now)
    else:
        screen = _accepted(actor, figure, asked, begins=begins, now=now)
    if screen.cases:
        return screen
    return replace(screen, empty=EmptyState("本月还没有", "这个月还没有这样的件。"))


def _reviewed(
    actor: Actor, figure: str, asked: Asked, *, begins: datetime, now: datetime
) -> ListScreen:
    is_late = figure == "late"
    lines = case_lists.reviewed(
        actor,
        since=begins,
        outcome="" if is_late else "RETURN",
        late=is_late,
        before=asked.after,
    )
    last = lines[-1] if len(lines) == case_lists.PAGE else None
    return ListScreen(
        title="本月审核签发误期的件" if is_late else "本月退回的件",
        note="取到时已过期限的转入件不算审核单位误期，不在此列。" if is_late else "",
        cases=rows_of(lines, now=now),
        next_url=_month_next(figure, last.closed_at, last.obligation_id) if last else "",
    )


_MONTH: Mapping[str, tuple[str, tuple[Stream, ...]]] = {
    "accepted": ("本月受理的件", (Stream.INTERNAL, Stream.OUTGOING)),
    "outgoing": ("本月受理的外出件", (Stream.OUTGOING,)),
    "incoming": ("本月外地受理、本市审核的转入件", (Stream.INCOMING,)),
    "handed": ("本月领取的件", ()),
}


def _accepted(
    actor: Actor, figure: str, asked: Asked, *, begins: datetime, now: datetime
) -> ListScreen:
    title, streams = _MONTH.get(figure, _MONTH["accepted"])
    is_handed = figure == "handed"
    lines = case_lists.cases(
        actor,
        stages=(Stage.HANDED_OVER,) if is_handed else (),
        streams=streams,
        since=None if is_handed else begins,
        ended_since=begins if is_handed else None,
        before=asked.after,
    )
    last = lines[-1] if len(lines) == case_lists.PAGE else None
    return ListScreen(
        title=title,
        cases=rows_of(lines, now=now),
        next_url=_month_next(figure, last.composed_at, last.case_id) if last else "",
    )


def _month_next(figure: str, at: datetime | None, id_: UUID | None) -> str:
    return with_query(f"/city/month/{figure}/", after=write_key(at, id_))


def _refusals(asked: Asked, *, begins: datetime, now: datetime) -> ListScreen:
    city = office().city
    lines = case_lists.refusals(since=begins, before=asked.after)
    rows = tuple(
        PlainRow(
            (
                moment(r.at, now),
                city.require(r.station).name,
                "、".join(r.grounds),
                r.words,
                r.number,
            )
        )
        for r in lines
    )
    last = lines[-1] if len(lines) == case_lists.PAGE else None
    return ListScreen(
        title="本月不予异地受理",
        note="只有第五条的五种情形；每一件都有依据和通知书。",
        heads=("时间", "派出所", "情形", "认定依据", "通知书编号"),
        rows=rows,
        next_url=_month_next("refused", last.at, last.id) if last else "",
        empty=None if rows else EmptyState("本月没有不予受理", "这个月没有作出过不予异地受理。"),
    )


def chased(lines: Sequence[ChaseLine], *, now: datetime) -> ListScreen:
    """Return the chases sent, and whether they were read."""
    city = office().city
    rows = tuple(
        PlainRow(
            (
                moment(one.at, now),
                city.require(one.unit).short_name,
                one.kind.label,
                f"{one.count} 件",
                one.words,
            ),
            url=duty_url(one.kind, county=one.unit),
            tag=Tag(f"{moment(one.seen_at, now)} 已阅", Tone.OK)
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
        next_url=with_query("/city/chased/", after=write_key(lines[-1].at, lines[-1].id))
        if len(lines) == case_lists.PAGE
        else "",
        empty=None
        if rows
        else EmptyState("还没有督办", "今日页上按 D，可以一次督办所有会误期的单位。"),
    )
