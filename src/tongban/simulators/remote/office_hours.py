"""When offices elsewhere work: half past eight to noon, half past one to five, on working days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tongban.standards.calendar import UnknownYear, seed_calendar
from tongban.standards.zones import CN, local, local_date

_SHIFTS = ((time(8, 30), time(12)), (time(13, 30), time(17)))
DAY = 7.0 * 3600
"""Seconds of work in a day."""


def is_open(at: datetime) -> bool:
    """Whether offices work at this moment."""
    now = local(at)
    return _is_working(now.date()) and any(begin <= now.time() < end for begin, end in _SHIFTS)


def after(since: datetime, *, seconds: float) -> datetime:
    """The moment at which offices have worked for `seconds` since `since`."""
    day, left = local_date(since), timedelta(seconds=seconds)
    while True:
        for begin, end in _SHIFTS if _is_working(day) else ():
            start = max(since, datetime.combine(day, begin, CN))
            span = datetime.combine(day, end, CN) - start
            if span <= timedelta(0):
                continue
            if left < span:
                return start + left
            left -= span
        day += timedelta(days=1)


def _is_working(day: date) -> bool:
    """A year whose holidays nobody has announced yet has weekends only."""
    try:
        return seed_calendar().is_working(day)
    except UnknownYear:
        return day.weekday() < 5
