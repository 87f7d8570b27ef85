"""What stands in the way of the whole city: a calendar not loaded, a bureau without a reviewer."""

from __future__ import annotations

from datetime import datetime

from tongban.accounts.reviewers import counties_without_reviewer
from tongban.cases.operations.office import office, overlay_fault
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.pieces import Tone
from tongban.policy.working_calendar import year_to_load
from tongban.standards.zones import local_date


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
