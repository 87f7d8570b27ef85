"""When an obligation falls due: computed from the event and the stored calendar (第九至十一条).

Never counted down by a nightly job; asking twice gives the same answer.
"""

from datetime import datetime, time, timedelta

from tongban.policy.duty import DueRule, Duty
from tongban.policy.terms import Terms
from tongban.standards.calendar import UnknownYear, WorkingCalendar
from tongban.standards.months import add_months
from tongban.standards.zones import at_local, local

__all__ = ["UnknownKind", "UnknownYear", "due", "reminders"]

_END_OF_DAY = time(23, 59, 59)


class UnknownKind(LookupError):
    """The terms name no deadline for this kind of obligation."""


def due(
    kind: str, at: datetime, *, calendar: WorkingCalendar, terms: Terms, expedited: bool = False
) -> datetime:
    """When the obligation ``kind`` that starts at the aware ``at`` is due, in +08:00.

    ``expedited`` shortens only those kinds whose term says so. Raises ``UnknownYear`` when a day
    that must be judged lies in a year without a calendar, ``UnknownKind``.
    """
    duty = _duty(kind, terms=terms)
    start = local(at)
    amount = duty.expedited if expedited and duty.expedited is not None else duty.amount
    match duty.rule:
        case DueRule.BY_CLOCK:
            return _by_clock(start, by=duty.by, calendar=calendar)
        case DueRule.WORKING_DAYS:
            day = calendar.add_working_days(start.date(), days=amount)
            return at_local(day, clock=duty.by)
        case DueRule.CALENDAR_DAYS:
            return at_local(start.date() + timedelta(days=amount), clock=duty.by)
        case DueRule.SAME_DAY:
            return at_local(start.date(), clock=_END_OF_DAY)
        case DueRule.HOURS:
            return start + timedelta(hours=amount)
        case DueRule.MONTHS:
            day = add_months(start.date(), months=amount, leap_day=terms.leap_day_rule)
            return at_local(day, clock=_END_OF_DAY)


def reminders(kind: str, at: datetime, *, terms: Terms) -> tuple[datetime, ...]:
    """When to remind of an obligation that starts at ``at``, in order; empty where it never is.

    Raises ``UnknownKind``.
    """
    duty = _duty(kind, terms=terms)
    day = local(at).date()
    return tuple(at_local(day + timedelta(days=n), clock=duty.by) for n in duty.reminders)


def _duty(kind: str, *, terms: Terms) -> Duty:
    duty = terms.duties.get(kind)
    if duty is None:
        raise UnknownKind(kind)
    return duty


def _by_clock(start: datetime, *, by: time, calendar: WorkingCalendar) -> datetime:
    """The first ``by`` on a working day that is not before ``start``: exactly ``by`` is in time."""
    today = start.date()
    if start.time() <= by and calendar.is_working(today):
        return at_local(today, clock=by)
    return at_local(calendar.next_working_day(today), clock=by)
