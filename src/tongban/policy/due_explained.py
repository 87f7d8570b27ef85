"""Why an obligation is due when it is: the days that count, the days that do not (第九至十一条).

Explains what ``policy.due`` computes, from the same terms and calendar; a property test holds the
two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tongban.policy.due import UnknownKind, due, reminders
from tongban.policy.duty import DueRule, Duty
from tongban.policy.terms import Terms
from tongban.standards.calendar import DayKind, UnknownYear, WorkingCalendar
from tongban.standards.zones import at_local, local

_TERM = "运行参数"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Days in a row that do not count, for one reason; ``festival`` where its name is known."""

    first: date
    last: date
    kind: DayKind
    festival: str = ""

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deadline and how it came about.

    ``begins`` and ``due`` are in +08:00. ``counted`` are the working days that count, in order, the
    last one being the day it is due; ``left_out`` what lies between; ``make_up`` those of the
    counted ones that are weekend days worked. All three are empty for rules that need no calendar.
    ``begins_on`` is what the first day is, None where it does not matter. ``missing_year`` is set
    and ``due`` None where the calendar of that year is not loaded. ``was_expedited`` is None where
    priority makes no difference. ``reminder`` is the day on which to remind next, counted from the
    beginning, where the due time has moved on from its first one.
    """

    duty: Duty
    begins: datetime
    due: datetime | None
    amount: int
    was_expedited: bool | None = None
    counted: tuple[date, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    make_up: tuple[date, ...] = ()
    begins_on: DayKind | None = None
    missing_year: int | None = None
    reminder: int | None = None
    is_as_stored: bool = True

    @property
    def authority(self) -> str:
        """The clause that sets the time, or 运行参数 with the clause it serves."""
        if not self.duty.source.startswith(_TERM):
            return self.duty.clause
        return f"{_TERM}（{self.duty.clause}）" if self.duty.clause else _TERM


def explain(
    kind: str,
    at: datetime,
    *,
    calendar: WorkingCalendar,
    terms: Terms,
    expedited: bool = False,
) -> Explanation:
    """Explain the due time that ``policy.due.due`` gives for the same values.

    Raises ``UnknownKind``; a year without a calendar is explained, not raised.
    """
    duty = terms.duties.get(kind)
    if duty is None:
        raise UnknownKind(kind)
    is_short = expedited and duty.expedited is not None
    plain = Explanation(
        duty=duty,
        begins=local(at),
        due=None,
        amount=duty.expedited if is_short and duty.expedited is not None else duty.amount,
        was_expedited=is_short if duty.expedited is not None else None,
    )
    if duty.rule not in (DueRule.BY_CLOCK, DueRule.WORKING_DAYS):
        return replace(plain, due=due(kind, at, calendar=calendar, terms=terms))
    return _counted(plain, calendar=calendar)


def explain_stored(
    kind: str,
    at: datetime,
    *,
    due_at: datetime | None,
    calendar: WorkingCalendar,
    terms: Terms,
) -> Explanation:
    """Explain a due time as it stands in the books, where the priority of that day is not known.

    Reminders move a due time on; and terms or a calendar that were corrected later give another
    one than the one that was set and stays valid: ``is_as_stored`` is False then.
    """
    ordinary = explain(kind, at, calendar=calendar, terms=terms)
    if due_at is None or _is_same(ordinary.due, due_at):
        return ordinary
    if ordinary.duty.expedited is not None:
        short = explain(kind, at, calendar=calendar, terms=terms, expedited=True)
        if _is_same(short.due, due_at):
            return short
    moved = replace(
        ordinary, due=local(due_at), counted=(), left_out=(), make_up=(), missing_year=None
    )
    if any(_is_same(one, due_at) for one in reminders(kind, at, terms=terms)):
        return replace(moved, reminder=(local(due_at).date() - ordinary.begins.date()).days)
    if ordinary.duty.reminders and _is_same(at + timedelta(days=terms.close_after_days), due_at):
        return replace(moved, reminder=terms.close_after_days)
    return replace(moved, is_as_stored=False)


def _is_same(one: datetime | None, other: datetime) -> bool:
    """Whether two due times are one; the books keep less than our clock measures."""
    return one is not None and abs(one - other) < timedelta(seconds=1)


def _counted(plain: Explanation, *, calendar: WorkingCalendar) -> Explanation:
    """The due time by working days, with each day on the way counted or left out."""
    kinds, missing = _walk(plain, calendar=calendar)
    counted = tuple(day for day, kind in kinds.items() if kind.is_working)
    last = counted[-1] if counted else plain.begins.date()
    return replace(
        plain,
        due=None if missing else at_local(last, clock=plain.duty.by),
        counted=counted,
        left_out=tuple(_stretches(kinds.items(), calendar=calendar)),
        make_up=tuple(day for day in counted if kinds[day] is DayKind.MAKE_UP),
        begins_on=_first_kind(plain, calendar=calendar),
        missing_year=missing,
    )


def _walk(
    plain: Explanation, *, calendar: WorkingCalendar
) -> tuple[dict[date, DayKind], int | None]:
    """Each day from the beginning to the one it is due; and the year whose calendar is missing."""
    day = plain.begins.date()
    kinds: dict[date, DayKind] = {}
    left = plain.amount
    try:
        if plain.duty.rule is DueRule.BY_CLOCK:
            left, first = 1, calendar.kind_of(day)
            if first.is_working and plain.begins.time() <= plain.duty.by:
                return {day: first}, None
            if not first.is_working:
                kinds[day] = first
        while left:
            day += timedelta(days=1)
            kinds[day] = calendar.kind_of(day)
            left -= kinds[day].is_working
    except UnknownYear as unknown:
        return kinds, unknown.year
    return kinds, None


def _first_kind(plain: Explanation, *, calendar: WorkingCalendar) -> DayKind | None:
    try:
        return calendar.kind_of(plain.begins.date())
    except UnknownYear:
        return None


def _stretches(
    kinds: Iterable[tuple[date, DayKind]], *, calendar: WorkingCalendar
) -> Iterator[LeftOut]:
    """Days left out, those in a row for the same reason put together."""
    run: LeftOut | None = None
    for day, kind in kinds:
        if kind.is_working:
            continue
        here = LeftOut(day, day, kind, calendar.festival(day))
        follows = run is not None and run.last + timedelta(days=1) == day
        if run and follows and (run.kind, run.festival) == (kind, here.festival):
            run = replace(run, last=day)
            continue
        if run:
            yield run
        run = here
    if run:
        yield run
