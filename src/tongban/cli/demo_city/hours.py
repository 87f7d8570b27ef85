"""Office hours of an invented city: when somebody is at the window, and when somebody reviews."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from tongban.standards.calendar import UnknownYear, WorkingCalendar
from tongban.standards.zones import at_local, local

OPENS = time(8, 30)
REVIEW_ENDS = time(17, 0)
WINDOW_ENDS = time(18, 30)
"""Windows stay open after the close of business (延时服务, 第十四条)."""

_SATURDAY = 5
_CROWD = ((8, 30, 14), (9, 60, 30), (10, 60, 24), (14, 60, 20), (15, 60, 18), (16, 60, 10))
"""Hour, minutes of it, weight: when people come."""


class Hours:
    """The calendar as the demonstration needs it; a year that is not loaded has plain weeks."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        try:
            return self._calendar.is_working(day)
        except UnknownYear:
            return day.weekday() < _SATURDAY

    def working_days(self, *, first: date, last: date) -> list[date]:
        """The working days from ``first`` to ``last``, both included."""
        span = (last - first).days + 1
        days = (first + timedelta(days=n) for n in range(max(span, 0)))
        return [day for day in days if self.is_working(day)]

    def next_working(self, day: date, *, days: int = 1) -> date:
        """The ``days``-th working day after a day."""
        for _ in range(days):
            day += timedelta(days=1)
            while not self.is_working(day):
                day += timedelta(days=1)
        return day

    def last_close(self, now: datetime) -> datetime:
        """The latest 17:00 of a working day that is not after ``now``: what was open then is late."""
        day = local(now).date()
        if at_local(day, clock=REVIEW_ENDS) > now:
            day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return at_local(day, clock=REVIEW_ENDS)

    def is_business(self, now: datetime) -> bool:
        """Whether offices work at a moment."""
        here = local(now)
        return self.is_working(here.date()) and OPENS <= here.time() <= REVIEW_ENDS

    def review_of(self, arrived: datetime, *, chance: Random) -> datetime:
        """When a reviewer who keeps the deadline decides what arrived at a moment (第九条)."""
        here = local(arrived)
        close = at_local(here.date(), clock=REVIEW_ENDS)
        if self.is_working(here.date()) and arrived < close - timedelta(minutes=6):
            begins = max(arrived, at_local(here.date(), clock=OPENS)) + timedelta(minutes=2)
            latest = min(begins + timedelta(hours=3), close - timedelta(minutes=2))
            return between(begins, latest, chance=chance)
        day = self.next_working(here.date())
        return at_local(day, clock=time(8, 40)) + timedelta(minutes=chance.uniform(0, 170))

    def window_times(self, begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
        """The parts of a stretch of time in which windows are open, any day of the week."""
        found = []
        day = local(begins).date()
        while day <= local(ends).date():
            start = max(begins, at_local(day, clock=OPENS))
            end = min(ends, at_local(day, clock=WINDOW_ENDS))
            if start < end:
                found.append((start, end))
            day += timedelta(days=1)
        return found


def visit_on(day: date, *, chance: Random) -> datetime:
    """A moment of a day at which somebody comes to a window, mornings more than evenings."""
    hour, minutes, _ = chance.choices(_CROWD, [weight for _, _, weight in _CROWD])[0]
    begins = at_local(day, clock=time(hour, 60 - minutes))
    return begins + timedelta(minutes=chance.uniform(0, minutes - 1))


def between(begins: datetime, ends: datetime, *, chance: Random) -> datetime:
    """A moment of a stretch of time; its end where it is empty."""
    return begins + (max(ends, begins) - begins) * chance.random()


def at_clock(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day as clocks in China show it."""
    return at_local(day, clock=time(hour, minute))
