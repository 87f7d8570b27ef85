"""The review queue of a home county bureau (第九条): who waits, since when, due by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from tongban.cases.models import Obligation
from tongban.cases.prepared import Prepared
from tongban.cases.queries.lateness import is_late
from tongban.policy.review_order import Rank
from tongban.policy.vocabulary import Category, Priority, Stream
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.standards.zones import at_local, local_date

PAGE = 40
"""Cases shown at once: several screens full, and not the day's whole work with every case."""
DECIDED = ("ISSUE", "RETURN")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the queue, behind one duty; as text it can stand in an address."""

    due_at: datetime | None
    rank: int
    opened_at: datetime
    duty: UUID

    def __str__(self) -> str:
        due = "" if self.due_at is None else (self.due_at - _EPOCH) // _MICROSECOND
        return f"{due}.{self.rank}.{(self.opened_at - _EPOCH) // _MICROSECOND}.{self.duty}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """Return the place a text names; None when it names none."""
        try:
            due, rank, opened, duty = text.split(".")
            due_at = _EPOCH + int(due) * _MICROSECOND if due else None
            return cls(due_at, Rank(int(rank)), _EPOCH + int(opened) * _MICROSECOND, UUID(duty))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a queue that is looked at: one stream, one category, or all (None)."""

    stream: Stream | None = None
    category: Category | None = None


EVERYTHING = Part()


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """One case in the queue. ``mark`` is the place to page on; ``due_note`` says why no ``due_at``.

    ``is_again`` when it has been returned before; ``is_own_work`` when this officer accepted it;
    ``is_late_here`` when it was fetched late from the system it arrived through.
    """

    mark: Mark
    case_id: UUID
    name: str
    stream: Stream
    category: Category
    priority: Priority
    due_note: str
    is_again: bool
    is_own_work: bool
    is_late_here: bool

    @property
    def arrived_at(self) -> datetime:
        """When it reached the queue."""
        return self.mark.opened_at

    @property
    def is_green(self) -> bool:
        """Whether it goes before the others of its due time (第十四条)."""
        return self.mark.rank == Rank.GREEN

    @property
    def due_at(self) -> datetime | None:
        """By when it must be decided."""
        return self.mark.due_at


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; ``next_after`` pages on to ``next_case``, None on the last page."""

    rows: tuple[WaitingCase, ...]
    next_after: Mark | None = None
    next_case: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """The queue in figures: waiting, overdue, due today; decided and returned today.

    ``next_due`` is the earliest due time still ahead; ``incoming``, ``green`` and the categories are
    of those that wait.
    """

    waiting: int
    incoming: int
    green: int
    cross_province: int
    cross_city: int
    cross_county: int
    cross_station: int
    overdue: int
    today: int
    next_due: datetime | None
    done: int
    returned: int

    def of(self, part: Part) -> int:
        """How many of a part wait."""
        if part.category is not None:
            counted: int = getattr(self, part.category.value.lower())
            return counted
        if part.stream is None:
            return self.waiting
        return self.incoming if part.stream is Stream.INCOMING else self.waiting - self.incoming


def queue_page(
    actor: Actor, *, part: Part = EVERYTHING, after: Mark | None = None, limit: int = PAGE
) -> QueuePage:
    """Return a page of the actor's bureau's queue in the order of ``policy.review_order``; one query.

    ``after`` is the ``mark`` of the last row before this page.
    """
    found = _page(part, *_kind_of(after), limit + 1).rows(actor.unit, *_places(after))
    rows = tuple(_waiting(_Row(*one), actor=actor) for one in found)
    if len(rows) <= limit:
        return QueuePage(rows)
    return QueuePage(rows[:limit], rows[limit - 1].mark, rows[limit].case_id)


def next_waiting(
    actor: Actor, *, part: Part = EVERYTHING, after: Mark | None, skip: UUID
) -> UUID | None:
    """Return the case that follows ``after`` in the queue, else the first; never ``skip``."""
    for mark in dict.fromkeys((after, None)):
        found = _first(part, *_kind_of(mark)).rows(actor.unit, skip, *_places(mark))
        if found:
            case_id: UUID = found[0][0]
            return case_id
    return None


_SAMPLE = Mark(_EPOCH, 9, _EPOCH + _MICROSECOND, UUID(int=1))


@cache
def _page(part: Part, is_behind: bool, is_undated: bool, limit: int) -> Prepared[Obligation]:
    """A page of the queue, from the start or behind a mark; asked for with every case."""
    mark = _sample(is_behind, is_undated)
    rows = _open("?", part=part, after=mark).values_list(*_COLUMNS)
    return Prepared(lambda: rows[:limit], "?", *_places(mark))


@cache
def _first(part: Part, is_behind: bool, is_undated: bool) -> Prepared[Obligation]:
    """The first case, or the first behind a mark; asked after every decision, so compiled once."""
    mark = _sample(is_behind, is_undated)
    rows = _open("?", part=part, after=mark).exclude(case_id=UUID(int=2))
    return Prepared(lambda: rows.values_list("case_id")[:1], "?", UUID(int=2), *_places(mark))


def _kind_of(mark: Mark | None) -> tuple[bool, bool]:
    """What the form of a query depends on: whether there is a mark, and whether it has no due."""
    return mark is not None, mark is not None and mark.due_at is None


def _sample(is_behind: bool, is_undated: bool) -> Mark | None:
    mark = replace(_SAMPLE, due_at=None) if is_undated else _SAMPLE
    return mark if is_behind else None


def _places(mark: Mark | None) -> list[object]:
    """What a mark contributes to the values of a query."""
    if mark is None:
        return []
    dated = [] if mark.due_at is None else [mark.due_at]
    return [mark.rank, mark.opened_at, mark.duty, *dated]


def review_day(unit: str, *, at: datetime) -> ReviewDay:
    """Return the queue of a bureau in figures; one query."""
    start, end = _day(local_date(at))
    found = _DAY.rows(unit, start, at, end)
    return ReviewDay(*found[0]) if found else ReviewDay(**_NOTHING)


def _figures(unit: str, start: datetime, at: datetime, end: datetime) -> QuerySet[Obligation, Any]:
    waits = Q(closed_at=None)
    rows = Obligation.objects.filter(
        waits | Q(closed_at__gte=start), kind=ObligationKind.REVIEW, owner_unit=unit
    )
    figures = {
        "waiting": Count("id", filter=waits),
        "incoming": Count("id", filter=waits & Q(case__stream=Stream.INCOMING)),
        "green": Count("id", filter=waits & Q(rank=Rank.GREEN)),
        **{
            one.value.lower(): Count("id", filter=waits & Q(case__category=one)) for one in Category
        },
        "overdue": Count("id", filter=waits & is_late(at)),
        "today": Count("id", filter=waits & Q(due_at__gte=at, due_at__lt=end)),
        "next_due": Min("due_at", filter=waits & Q(due_at__gte=at)),
        "done": Count("id", filter=Q(outcome__in=DECIDED)),
        "returned": Count("id", filter=Q(outcome="RETURN")),
    }
    return rows.order_by().values("kind").annotate(**figures).values_list(*figures)


_MOMENTS = tuple(_EPOCH + n * _MICROSECOND for n in range(3))
_DAY = Prepared(lambda: _figures("?", *_MOMENTS), "?", *_MOMENTS)
"""The figures of a bureau's queue; asked for with every case, so compiled once."""
_NOTHING: dict[str, Any] = dict.fromkeys(ReviewDay.__dataclass_fields__, 0) | {"next_due": None}


def _day(day: date) -> tuple[datetime, datetime]:
    start = at_local(day, clock=time())
    return start, start + timedelta(days=1)


def _open(unit: str, *, part: Part, after: Mark | None = None) -> QuerySet[Obligation]:
    # The duty is open as long as the case is in review; asking for the stage too would only make
    # the planner believe that few rows are left, and sort them all.
    rows = Obligation.objects.filter(kind=ObligationKind.REVIEW, owner_unit=unit, closed_at=None)
    if part.stream is not None:
        rows = rows.filter(case__stream=part.stream)
    if part.category is not None:
        rows = rows.filter(case__category=part.category)
    if after is not None:
        rows = rows.filter(_beyond(after))
    return rows.order_by(F("due_at").asc(nulls_first=True), "rank", "opened_at", "id")


def _beyond(after: Mark) -> Q | TupleGreaterThan:
    """Behind a mark, said so that the index is entered there: rows without a due time are first."""
    columns = (F("rank"), F("opened_at"), F("id"))
    place = (after.rank, after.opened_at, after.duty)
    if after.due_at is not None:
        return TupleGreaterThan((F("due_at"), *columns), (after.due_at, *place))
    same = Q(TupleGreaterThan(columns, place))
    return Q(due_at=None) & same | Q(due_at__isnull=False)


class _Row(NamedTuple):
    """What is read of each case that waits."""

    due_at: datetime | None
    rank: int
    opened_at: datetime
    duty: UUID
    due_note: str
    case_id: UUID
    name: str
    stream: str
    category: str
    priority: str
    returned: object
    acceptors: Sequence[UUID]
    late_cause: str


_OF_CASE = (
    "name",
    "stream",
    "category",
    "priority",
    "returned",
    "acceptors",
    "late_cause",
)
_OF_DUTY = ("due_at", "rank", "opened_at", "id", "due_note", "case_id")
_COLUMNS = (*_OF_DUTY, *(f"case__{c}" for c in _OF_CASE))


def _waiting(row: _Row, *, actor: Actor) -> WaitingCase:
    return WaitingCase(
        mark=Mark(row.due_at, row.rank, row.opened_at, row.duty),
        case_id=row.case_id,
        name=row.name,
        stream=Stream(row.stream),
        category=Category(row.category),
        priority=Priority(row.priority),
        due_note=row.due_note,
        is_again=row.returned is not None,
        is_own_work=actor.officer_id in row.acceptors,
        is_late_here=bool(row.late_cause),
    )
