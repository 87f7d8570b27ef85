"""From the counts to the overview screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from urllib.parse import urlencode

from tongban.cases.queries.look_ins import UnitLooks
from tongban.cases.queries.overview import WATCHED, CreditFreshness, DutyCount, Month
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.city import risk as pace
from tongban.desks.city.present_work import Duties, city_work
from tongban.desks.city.screens import (
    AtRisk,
    Bar,
    ChaseForm,
    DutyColumn,
    Figure,
    OverviewScreen,
    RiskLine,
    Trend,
    UnitRow,
    UpstreamLine,
)
from tongban.desks.shared.alarms import UPSTREAM, credit_alarms, unfetched_since
from tongban.desks.shared.phrases import (
    OPENS,
    arrival_phrase,
    due_text,
    moment_phrase,
    working_time,
)
from tongban.desks.shared.pieces import Action, ActionStyle, Tag, Tone
from tongban.desks.shared.work_frame import dot_of
from tongban.policy.units import City, Unit, UnitKind
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.calendar import UnknownYear, WorkingCalendar
from tongban.standards.zones import at_local, local

CLOSES = time(17, 0)
COLUMNS: tuple[tuple[DutyColumn, tuple[K, ...]], ...] = (
    (
        DutyColumn("审核签发", "17:00 前", "待审核签发的件。第九条：每个工作日 17:00 前办结。"),
        (K.REVIEW,),
    ),
    (
        DutyColumn(
            "退回处理", "3/2 日", "退回待受理所处理的件。第十条：普通 3 个、加快 2 个工作日。"
        ),
        (K.FIX_RETURN,),
    ),
    (DutyColumn("证件转交", "2 日", "县局已收未转交的证件。第十一条：2 个工作日。"), (K.FORWARD,)),
    (
        DutyColumn("待领取", "及时通知", "已到派出所、待通知或待领取的证件。第十一条。"),
        (K.TELL, K.COLLECT),
    ),
)


_LINES = 3
"""Units named one by one: as many as stand in one line of a desk's screen, the worst first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the screen is drawn from."""

    duties: Duties
    looks: Sequence[UnitLooks]
    month: Month
    health: list[SystemHealth]
    credit: CreditFreshness | None
    now: datetime


def overview(facts: Facts, *, city: City, calendar: WorkingCalendar) -> OverviewScreen:
    """Return the overview as it stands at ``facts.now``."""
    counties = city.of_kind(UnitKind.COUNTY)
    rows = tuple(_row(county, facts, counties=counties) for county in counties)
    here = local(facts.now)
    return OverviewScreen(
        at_risk=_at_risk(facts, city=city, calendar=calendar),
        columns=tuple(column for column, _ in COLUMNS),
        rows=rows,
        items=city_work(
            facts.duties,
            looks=facts.looks,
            health=facts.health,
            new_refusals=facts.month.new_refusals,
        ),
        upstream=_upstream(facts),
        month_title=f"本月（{here.month} 月）",
        month=_figures(facts.month),
        trend=_trend(facts.month),
        as_of=f"{here:%H:%M:%S}",
    )


def _at_risk(facts: Facts, *, city: City, calendar: WorkingCalendar) -> AtRisk:
    now = local(facts.now)
    closing = at_local(now.date(), clock=CLOSES)
    opening = at_local(now.date(), clock=OPENS)
    try:
        worked = working_time(opening, now, calendar).total_seconds() / 3600
        left = working_time(now, closing, calendar).total_seconds() / 3600
    except UnknownYear:
        worked = left = 0.0
    found = pace.risks(facts.duties, hours_worked=worked, hours_left=max(left, 0.0))
    total = sum(one.count for one in found)
    lines = tuple(
        RiskLine(
            unit=city.require(one.county).short_name,
            duty=one.kind.label,
            count=one.count,
            note=f"今天到期 {one.due} 件，每小时办 {one.per_hour:.1f} 件",
            url=duty_url(one.kind, county=one.county, today=True),
        )
        for one in found[:_LINES]
    )
    chase = Action(
        "一键督办", opens="chase", url="/city/?chase=1", key="D", style=ActionStyle.PRIMARY
    )
    return AtRisk(
        total=total,
        units=len({one.county for one in found}),
        due=due_text(closing, now, calendar) if now <= closing and left else None,
        definition=pace.DEFINITION,
        lines=lines,
        view_url=f"/city/risk/?{urlencode({'as_of': now.isoformat(timespec='seconds')})}",
        chase=chase if found else None,
        overdue=sum(duty.late for (_, kind), duty in facts.duties.items() if kind in WATCHED),
    )


def duty_url(kind: K, *, county: str = "", late: bool = False, today: bool = False) -> str:
    """Return the address of the list behind a figure."""
    query = {"county": county, "late": "1" if late else "", "today": "1" if today else ""}
    given = urlencode({k: v for k, v in query.items() if v})
    return f"/city/duty/{kind.value}/" + (f"?{given}" if given else "")


def _row(county: Unit, facts: Facts, *, counties: tuple[Unit, ...]) -> UnitRow:
    bars, duties = [], facts.duties
    for column, kinds in COLUMNS:
        largest = max(_sum(duties, one.code, kinds)[0] for one in counties)
        count, late = _sum(duties, county.code, kinds)
        bars.append(
            Bar(
                count=count,
                overdue=late,
                share=pace.share(count, largest=largest),
                url=duty_url(kinds[0], county=county.code),
                overdue_url=duty_url(kinds[0], county=county.code, late=True),
                label=column.label,
                note=_bar_note(duties, county.code, kinds),
            )
        )
    looks = [one for one in facts.looks if one.county == county.code]
    return UnitRow(
        unit=county.short_name,
        url=f"/city/county/{county.code}/",
        bars=tuple(bars),
        look_in=_look_in(looks, now=facts.now),
        look_in_url=f"/city/look-ins/?{urlencode({'county': county.code})}",
    )


def _bar_note(duties: Duties, county: str, kinds: tuple[K, ...]) -> str:
    """What the figure holds besides cases within the city."""
    found = [duties.get((county, kind), DutyCount()) for kind in kinds]
    incoming, excused = sum(d.incoming for d in found), sum(d.excused for d in found)
    parts = (
        f"其中转入 {incoming} 件" if incoming else "",
        f"{excused} 件取到时已过期限，不计误期" if excused else "",
    )
    return "；".join(part for part in parts if part)


def _look_in(looks: Sequence[UnitLooks], *, now: datetime) -> Tag:
    """The units of a county that have not opened their list; those who could not is the city's."""
    missing = [one for one in looks if one.is_missing]
    waiting = sum(one.is_waiting for one in looks)
    also = f"另有 {waiting} 个单位已打开清单，系统取不到，由市局处理。" if waiting else ""
    if missing:
        late = any(one.due_at and one.due_at < now for unit in missing for one in unit.looks)
        hint = f"县局和所辖派出所中，今天还没有打开清单的单位数。{also}"
        return Tag(f"未登录 {len(missing)}", Tone.BAD if late else Tone.NONE, hint=hint)
    if any(one.is_day_off for one in looks):
        return Tag("非工作日", Tone.NONE, hint="登录照记，不计未登录。")
    if waiting:
        return Tag(f"取不到 {waiting}", Tone.INFO, hint="都已打开清单；" + also)
    return Tag("已登录", Tone.OK, hint="县局和所辖派出所今天都已登录查看。")


def _sum(duties: Duties, county: str, kinds: tuple[K, ...]) -> tuple[int, int]:
    found = [duties.get((county, kind), DutyCount()) for kind in kinds]
    return sum(d.open for d in found), sum(d.late for d in found)


def _upstream(facts: Facts) -> tuple[UpstreamLine, ...]:
    """The systems whose lists are fetched with how fresh they are; others only when in trouble."""
    in_order = sorted(facts.health, key=lambda one: (one.is_well, not one.is_fetched))
    shown = [one for one in in_order if one.is_fetched or not _is_quiet(one)]
    quiet = len(facts.health) - len(shown)
    lines = [_system(one, now=facts.now) for one in shown]
    if quiet:
        words = f"其余 {quiet} 个系统" if shown else f"{quiet} 个系统"
        lines.append(UpstreamLine(words, Tone.OK, "正常", "", UPSTREAM))
    return (*lines, _credit(facts))


def _is_quiet(health: SystemHealth) -> bool:
    return dot_of(health).tone is Tone.OK and not health.failed


def _system(health: SystemHealth, *, now: datetime) -> UpstreamLine:
    dot = dot_of(health)
    since = unfetched_since(health, at=now)
    if since is not None:
        words = f"{arrival_phrase(since, now)} 起取不到"
        return UpstreamLine(dot.name, Tone.BAD, words, "", UPSTREAM)
    note = f"{health.waiting} 条待发" if health.waiting else ""
    if health.is_fetched and health.last_fetch_at and not note:
        note = f"数据截至 {arrival_phrase(health.last_fetch_at, now)}"
    if health.failed:
        note = f"{health.failed} 条需人工处理"
    return UpstreamLine(dot.name, dot.tone, dot.words, note, UPSTREAM)


def _credit(facts: Facts) -> UpstreamLine:
    fresh = facts.credit
    if fresh is None:
        return UpstreamLine("信用名单", Tone.WARN, "未收到推送", "", UPSTREAM)
    tone = Tone.WARN if credit_alarms(fresh, at=facts.now) else Tone.OK
    word = f"{moment_phrase(local(fresh.issued_at), local(facts.now))} 更新"
    return UpstreamLine("信用名单", tone, word, f"第 {fresh.number} 号", UPSTREAM)


def _figures(month: Month) -> tuple[Figure, ...]:
    """What came, how it was reviewed, who was helped, how long it took."""
    median = f"{month.median_days:.1f}" if month.median_days is not None else "—"
    return (
        *_figures_of_coming(month),
        *_figures_of_review(month),
        Figure(
            "不予受理",
            f"{month.refused}",
            "本月依第五条不予异地受理的件数。",
            "/city/month/refused/",
            "件",
        ),
        Figure(
            "绿色通道",
            f"{month.green}",
            "本月受理的件中登记绿色通道的件数，含上门服务（第十四条）。",
            "/city/green/",
            "件",
            f"上门 {month.visited}" if month.visited else "",
        ),
        Figure(
            "窗口到手",
            median,
            "本月领取的件，从受理到领取天数的中位数。",
            "/city/month/handed/",
            "天",
        ),
    )


def _figures_of_coming(month: Month) -> tuple[Figure, ...]:
    return (
        Figure(
            "受理",
            f"{month.accepted}",
            "本月本市合成受理的件数，含户籍在外地的（外出）。",
            "/city/month/accepted/",
            "件",
            f"外出 {month.outgoing}" if month.outgoing else "",
        ),
        Figure(
            "转入",
            f"{month.incoming}",
            "本月外地受理、送到本市户籍地审核的件数。",
            "/city/month/incoming/",
            "件",
        ),
    )


def _figures_of_review(month: Month) -> tuple[Figure, ...]:
    in_time = f"{100 * month.reviewed_in_time / month.reviewed:.1f}" if month.reviewed else "—"
    returned = f"{100 * month.returned / month.reviewed:.1f}" if month.reviewed else "—"
    photo = f"照片占 {100 * month.returned_photo // month.returned}%" if month.returned else ""
    return (
        Figure(
            "按时审签率",
            in_time,
            "本月审核签发或退回的件中，在第九条规定时间内办结的比例；取到时已过期限的不算误期。",
            "/city/month/late/",
            "%",
        ),
        Figure(
            "退回率", returned, "本月审核的件中退回的比例。", "/city/month/returned/", "%", photo
        ),
    )


def _trend(month: Month) -> Trend | None:
    if len(month.by_day) < 2:
        return None
    values = tuple(float(n) for _, n in month.by_day)
    first, last = month.by_day[0][0], month.by_day[-1][0]
    return Trend(
        title="每天受理件数",
        summary=f"最多 {max(values):.0f} 件，最少 {min(values):.0f} 件",
        values=values,
        first_label=f"{first.month}月{first.day}日",
        last_label=f"{last.month}月{last.day}日",
        url="/city/month/accepted/",
    )


def with_form(screen: OverviewScreen, form: ChaseForm) -> OverviewScreen:
    """Return the screen with the form that chases."""
    return replace(screen, chase_form=form)
