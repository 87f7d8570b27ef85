"""Times in the words people use: 今天 17:00 前 · 还剩 2 小时 15 分（工作时间）.

Working time is counted between the opening and the close of business of working days, so that
a night or a weekend is not shown as time to work in.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tongban.desks.shared.pieces import Tone
from tongban.policy.due_notes import EXCUSED
from tongban.standards.calendar import UnknownYear, WorkingCalendar
from tongban.standards.zones import CN

OPENS = time(8, 30)
CLOSES = time(17, 0)
_WORKING_DAY = datetime.combine(date.min, CLOSES) - datetime.combine(date.min, OPENS)
_SOON = timedelta(hours=2)
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class DueText:
    """A deadline ready to show.

    ``short`` is 17:00 or 昨天 17:00; ``left`` is 还剩 2 小时 15 分（工作时间） or 已误期 …;
    ``exact`` is for the hover; ``seconds`` is the time left while it runs out within today's
    business hours (the page then counts down by itself), None otherwise. ``why`` are the reasons,
    one thought each, with the ``clause`` they rest on; ``is_past`` when the time is over, through
    whosever fault.
    """

    text: str
    short: str
    left: str
    exact: str
    tone: Tone
    seconds: int | None = None
    why: tuple[str, ...] = ()
    clause: str = ""
    is_past: bool = False

    @property
    def hint(self) -> str:
        """What the hover says: the exact time, then the reasons, a line each."""
        return "\n".join(line for line in (self.exact, *self.why, self.clause) if line)

    @property
    def reason(self) -> str:
        """The reasons as one sentence; empty where none are known."""
        return "；".join(self.why) + "。" if self.why else ""


def day_phrase(day: date, today: date) -> str:
    """今天, 昨天, 明天, 11月26日（周四）, or with the year when it is another one."""
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((day - today).days)
    if near:
        return near
    words = f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
    return words if day.year == today.year else f"{day.year}年{words}"


def moment_phrase(at: datetime, now: datetime) -> str:
    """今天 09:26, 昨天 17:20, 11月20日（周五）16:05."""
    local = at.astimezone(CN)
    words = day_phrase(local.date(), now.astimezone(CN).date())
    return f"{words}{'' if words.endswith('）') else ' '}{local:%H:%M}"


def arrival_phrase(at: datetime, now: datetime) -> str:
    """As short as a list allows: 09:26, 昨 17:20, 11-20 16:05."""
    local, today = at.astimezone(CN), now.astimezone(CN).date()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"昨 {local:%H:%M}" if days == 1 else f"{local:%m-%d %H:%M}"


def span_phrase(span: timedelta) -> str:
    """2 小时 15 分, 15 分, 不到 1 分."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if hours and minutes:
        return f"{hours} 小时 {minutes} 分"
    if hours:
        return f"{hours} 小时"
    return f"{minutes} 分" if minutes else "不到 1 分"


def working_time(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Time from ``start`` to ``end`` inside business hours of working days; zero when reversed.

    Raises ``UnknownYear`` when a day of a year without a calendar must be judged.
    """
    begin, finish = start.astimezone(CN), end.astimezone(CN)
    total, day = timedelta(), begin.date()
    while day <= finish.date():
        if calendar.is_working(day):
            opens = max(begin, datetime.combine(day, OPENS, CN))
            closes = min(finish, datetime.combine(day, CLOSES, CN))
            total += max(closes - opens, timedelta())
        day += timedelta(days=1)
    return total


def _working_days_after(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Working days after ``first`` up to and with ``last``."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


def _left(due: datetime, now: datetime, calendar: WorkingCalendar) -> str:
    if due.date() != now.date():
        return f"还剩 {_working_days_after(now.date(), due.date(), calendar)} 个工作日"
    if due.time() > CLOSES:
        # The rest of a day that does not end with the office: nothing here is working time.
        return f"还剩 {span_phrase(due - now)}"
    return f"还剩 {span_phrase(working_time(now, due, calendar))}（工作时间）"


def _late(due: datetime, now: datetime, calendar: WorkingCalendar) -> str:
    worked = working_time(due, now, calendar)
    days, rest = divmod(worked, _WORKING_DAY)
    if days:
        hours = rest // timedelta(hours=1)
        return f"已误期 {days} 个工作日{f' {hours} 小时' if hours else ''}"
    return f"已误期 {span_phrase(worked)}（工作时间）" if worked else "已误期"


def due_text(
    due_at: datetime | None, now: datetime, calendar: WorkingCalendar, *, note: str = ""
) -> DueText:
    """A deadline in words, with its tone: BAD when past, WARN within two hours, else INFO.

    ``due_at`` None is a due time in a year whose working calendar is not loaded. ``note`` is the
    remark that stands beside it: what is past through nobody's delay is WARN and says so.
    """
    if due_at is None:
        left = note or "工作日历未载入"
        return DueText("期限待定", "期限待定", left, "请系统管理员载入该年工作日历", Tone.WARN)
    due, here = due_at.astimezone(CN), now.astimezone(CN)
    moment, is_past = moment_phrase(due, here), here > due
    is_excused = is_past and note in EXCUSED
    left = f"{note}，不计误期" if is_excused else _since_or_left(due, here, calendar)
    is_soon = is_excused or due - here <= _SOON
    ticking = due.date() == here.date() and here.time() >= OPENS and not is_past
    return DueText(
        text=f"{moment} {'到期' if is_past else '前'} · {left}",
        short=f"{due:%H:%M}" if due.date() == here.date() else moment,
        left=left,
        exact=f"{due:%Y-%m-%d %H:%M}（北京时间）",
        tone=Tone.BAD if is_past and not is_excused else Tone.WARN if is_soon else Tone.INFO,
        seconds=int((due - here).total_seconds()) if ticking else None,
        is_past=is_past,
    )


def _since_or_left(due: datetime, now: datetime, calendar: WorkingCalendar) -> str:
    try:
        return _late(due, now, calendar) if now > due else _left(due, now, calendar)
    except UnknownYear:
        return "已误期" if now > due else "该年工作日历未载入"


def due_phrase(due_at: datetime | None, now: datetime, calendar: WorkingCalendar) -> str:
    """The words of :func:`due_text` alone: 今天 17:00 前 · 还剩 2 小时 15 分（工作时间）."""
    return due_text(due_at, now, calendar).text
