"""The zone in which days and office hours are judged.

China has one civil time, UTC+08:00 without summer time since 1992; a fixed offset keeps
judging independent of the zone database of the machine.
"""

from datetime import date, datetime, time, timedelta, timezone

CN = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """The aware ``moment`` as read from a clock in China."""
    return moment.astimezone(CN)


def local_date(moment: datetime) -> date:
    """The calendar day in China on which the aware ``moment`` lies."""
    return moment.astimezone(CN).date()


def at_local(day: date, *, clock: time) -> datetime:
    """The moment at which clocks in China show ``clock`` on ``day``."""
    return datetime.combine(day, clock, tzinfo=CN)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day in China and of the day after it."""
    begins = at_local(day, clock=time())
    return begins, begins + timedelta(days=1)
