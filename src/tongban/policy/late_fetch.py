"""A case that reached the other side's system long before it was fetched here (第九条).

The clock runs from the upstream's arrival. What that cost, why, and whose lateness it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.policy.due_sentences import moment_words
from tongban.policy.terms import Terms
from tongban.standards.zones import local


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a system could not be reached; ``until`` None while it lasts."""

    since: datetime
    until: datetime | None = None

    def meets(self, *, first: datetime, last: datetime) -> bool:
        """Whether it lies, in part, between two moments."""
        return self.since <= last and (self.until is None or self.until >= first)


@dataclass(frozen=True, slots=True)
class LateFetch:
    """What is known of a late fetch; ``is_born_overdue`` when nothing was left of the time."""

    arrived_at: datetime
    fetched_at: datetime
    is_down: bool
    outage: Outage | None
    is_born_overdue: bool

    @property
    def delay(self) -> timedelta:
        """How much later than the other side this product had it."""
        return self.fetched_at - self.arrived_at


def late_fetch(
    arrived_at: datetime,
    *,
    fetched_at: datetime,
    terms: Terms,
    is_down: bool | None = None,
    outage: Outage | None = None,
    due_at: datetime | None = None,
) -> LateFetch | None:
    """Return what a late fetch means; None where it was fetched in good time.

    In good time is what a look-in counts as fresh (``look_in_fresh_minutes``). ``is_down`` says
    whether the other side was out of reach, None where only a known ``outage`` can tell. A due time
    that the fetch has already missed makes it born overdue, however short the delay.
    """
    is_born_overdue = due_at is not None and fetched_at > due_at
    in_good_time = timedelta(minutes=terms.look_in_fresh_minutes)
    if fetched_at - arrived_at <= in_good_time and not is_born_overdue:
        return None
    covers = outage is not None and outage.meets(first=arrived_at, last=fetched_at)
    return LateFetch(
        arrived_at=arrived_at,
        fetched_at=fetched_at,
        is_down=covers if is_down is None else is_down,
        outage=outage if covers else None,
        is_born_overdue=is_born_overdue,
    )


def late_fetch_sentences(late: LateFetch) -> tuple[str, ...]:
    """The late fetch in words: when, why, how late, whose lateness it is not."""
    arrived, fetched = local(late.arrived_at), local(late.fetched_at)
    same_day = arrived.date() == fetched.date()
    when = f"{fetched:%H:%M}" if same_day else moment_words(fetched, beside=arrived.date())
    return (
        f"上级系统 {moment_words(arrived)} 收到，{when} 才取到，晚取 {duration_words(late.delay)}",
        _cause(late),
        "期限从上级系统收到时起算",
        _fault(late),
    )


def duration_words(span: timedelta) -> str:
    """5 小时 18 分, 2 天 3 小时, 18 分: the two largest units, by the clock and not by work."""
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分")]
    given = [f"{amount} {unit}" for amount, unit in parts if amount][:2]
    return " ".join(given) or "不到 1 分"


def _cause(late: LateFetch) -> str:
    if late.outage is None:
        return "当时无法连接上级系统" if late.is_down else "本系统当时没有运行或没有获取"
    since = moment_words(late.outage.since)
    if late.outage.until is None:
        return f"上级系统自 {since} 起无法连接"
    return f"上级系统 {since} 至 {moment_words(late.outage.until)} 无法连接"


def _fault(late: LateFetch) -> str:
    if late.is_born_overdue:
        return "取到时期限已过，不计审核单位误期；取数由市局负责（第十三条(三)）"
    return "取到时期限未过，仍须按期办结；取数由市局负责（第十三条(三)）"
