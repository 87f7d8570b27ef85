"""What stands in the way of the whole city: a calendar not loaded, a bureau without a reviewer, a
system whose list cannot be had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tongban.accounts.reviewers import counties_without_reviewer
from tongban.cases.operations.office import office, overlay_fault
from tongban.cases.queries.overview import CreditFreshness
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.phrases import CLOSES, OPENS, arrival_phrase
from tongban.desks.shared.pieces import Link, Tone
from tongban.desks.shared.systems import SYSTEMS
from tongban.policy.late_fetch import duration_words
from tongban.policy.working_calendar import year_to_load
from tongban.standards.calendar import UnknownYear
from tongban.standards.zones import local, local_date

UPSTREAM = "/city/upstream/"


def calendar_alarm(at: datetime) -> tuple[Banner, ...]:
    """Return the alarm of a working calendar that must be loaded now; no query."""
    rules = office()
    year = year_to_load(rules.calendar, on=local_date(at), terms=rules.book.at_or_first(at))
    if year is None:
        return ()
    text = (
        f"{year} 年放假调休安排还没有载入，落在该年的期限都算不出来。请系统管理员把国务院办公厅通知录入"
        "数据目录的 overlay/calendar.yaml。"
    )
    return (Banner(f"缺少 {year} 年工作日历", text, Tone.BAD),)


def overlay_alarm() -> tuple[Banner, ...]:
    """Return the alarm of an operator's file that cannot be used; no query."""
    fault = overlay_fault()
    if not fault:
        return ()
    text = f"{fault}。改好之前仍按原来的运行参数和工作日历办理；请系统管理员改正数据目录 overlay 里的文件。"
    return (Banner("运行参数或工作日历文件有误", text, Tone.BAD),)


def city_alarms(at: datetime) -> tuple[Banner, ...]:
    """Return the alarms that the city and its system administrator have to see to; no query."""
    return (*overlay_alarm(), *calendar_alarm(at))


def reviewer_alarm(*, county: str = "") -> tuple[Banner, ...]:
    """Return the alarm of bureaus in which nobody may review; one query."""
    city = office().city
    missing = [code for code in counties_without_reviewer() if not county or code == county]
    if not missing:
        return ()
    names = "、".join(city.require(code).short_name for code in missing)
    text = f"{names}没有可以审核签发的在岗民警，件会误期。请安全管理员授予“审核签发”岗位。"
    return (Banner("没有审核签发民警", text, Tone.BAD),)


def credit_alarms(fresh: CreditFreshness | None, *, at: datetime) -> tuple[Banner, ...]:
    """Return the alarms of the bad credit list: silent too long, or a number missing; no query.

    A quiet day still brings an empty push, so that silence is a fault and not good news.
    """
    days = office().book.at_or_first(at).credit_silence_days
    if fresh is None:
        text = "还没有收到过推送，第五条(五)暂时无从判定。请联系国家信用信息共享交换平台的运维。"
        return (Banner("没有不良信用名单", text, Tone.BAD),)
    found = []
    if at - fresh.issued_at > timedelta(days=days):
        text = (
            f"最近一次是 {arrival_phrase(fresh.issued_at, at)} 的第 {fresh.number} 号推送；平台每天推送一次，"
            f"满 {days} 天没有即告警（运行参数）。各窗口仍按这份名单判定，请联系平台的运维。"
        )
        found.append(Banner("不良信用名单没有更新", text, Tone.BAD))
    if fresh.missing is not None and fresh.missing_since is not None:
        text = (
            f"{arrival_phrase(fresh.missing_since, at)} 发现缺少，已向平台要求补发；补到之前，"
            "其后的新增和撤销都还没有生效。长时间补不到的，请联系平台的运维。"
        )
        found.append(Banner(f"信用名单缺第 {fresh.missing} 号推送", text, Tone.BAD))
    return tuple(found)


def unfetched_since(one: SystemHealth, *, at: datetime) -> datetime | None:
    """Return since when a system's list cannot be had, None while it is fresh or was never asked.

    A fetch that fails says so itself; a silence is told from the last good one, once it is longer
    than a list counts as fresh.
    """
    if one.failing_since is not None:
        return one.failing_since
    if not one.is_fetched or one.last_fetch_at is None:
        return None
    return one.last_fetch_at if at - one.last_fetch_at > fresh_for(at) else None


def fresh_for(at: datetime) -> timedelta:
    """How long a fetched list counts as fresh (运行参数)."""
    return timedelta(minutes=office().terms(at).look_in_fresh_minutes)


def alarmed(health: Iterable[SystemHealth], *, at: datetime) -> list[SystemHealth]:
    """Return the systems whose list could not be had for so long, in working hours, that somebody
    must do something; no query."""
    if not _is_working_time(at):
        return []
    limit = fresh_for(at)
    found = ((one, unfetched_since(one, at=at)) for one in health)
    return [one for one, since in found if since is not None and at - since > limit]


def feed_alarm(one: SystemHealth, *, at: datetime, is_city: bool) -> Banner:
    """Return the banner of one such system: the city acts, the others read what still works."""
    since = unfetched_since(one, at=at) or at
    name, works = SYSTEMS.get(one.system, (one.system, ""))
    title = f"{name} {arrival_phrase(since, at)} 起取不到列表"
    if is_city:
        text = f"已 {duration_words(at - since)}。各单位查看不到新件和退回，请联系该系统的运维并写明处理情况。"
        return Banner(title, text, Tone.BAD, Link("去处理", UPSTREAM))
    return Banner(title, f"市局正在处理，不算本单位未登录。{works}", Tone.INFO)


def _is_working_time(at: datetime) -> bool:
    """Whether offices are open; in a year without a calendar every day counts."""
    here = local(at)
    try:
        is_working = office().calendar.is_working(here.date())
    except UnknownYear:
        is_working = True
    return is_working and OPENS <= here.time() <= CLOSES
