"""What the city bureau has to see to between the systems (第十三条(三)): messages, outages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as DbCase
from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from tongban.accounts.models import Officer
from tongban.cases.models import Case, LookIn, Outage, StrayMessage
from tongban.ports.registry import PORT_OF
from tongban.procedure.reasons import LateCause

PAGE = 50
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for an end that has not come."""
_MOMENT = DateTimeField()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was done, by whom, when; ``by`` empty where it ended by itself."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class StrayLine:
    """A message that could not be acted upon, and why; ``case_id`` where the number is known here."""

    id: UUID
    system: str
    kind: str
    about: str
    received_at: datetime
    reason: str
    is_waiting: bool
    case_id: UUID | None
    settled: Settlement | None


def open_strays() -> QuerySet[StrayMessage]:
    """The messages nobody has seen to yet."""
    return StrayMessage.objects.filter(settled_at=None)


def strays(
    *, is_waiting: bool | None = None, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[StrayLine]:
    """Return the open messages, the oldest first, after the last one shown; one query."""
    rows = open_strays()
    if is_waiting is not None:
        rows = rows.filter(is_waiting=is_waiting)
    if after is not None:
        rows = rows.filter(Q(received_at__gt=after[0]) | Q(received_at=after[0], id__gt=after[1]))
    return [_stray(row) for row in _with_case(rows).order_by("received_at", "id")[:limit]]


def stray(message_id: UUID) -> StrayLine | None:
    """Return one message, settled or not; one query."""
    row = _with_case(StrayMessage.objects.filter(id=message_id)).first()
    return None if row is None else _stray(row)


def _with_case(rows: QuerySet[StrayMessage]) -> QuerySet[Any]:
    known = Case.objects.filter(number=OuterRef("about")).values("id")[:1]
    return rows.annotate(case_id=Subquery(known), settler=_settler())


def _settler() -> Subquery:
    return Subquery(Officer.objects.filter(id=OuterRef("settled_by")).values("name"))


def _stray(row: Any) -> StrayLine:  # noqa: ANN401 - a row with annotations
    return StrayLine(
        id=row.id,
        system=row.system,
        kind=row.kind,
        about=row.about,
        received_at=row.received_at,
        reason=row.reason,
        is_waiting=row.is_waiting,
        case_id=row.case_id,
        settled=_settlement(row),
    )


def _settlement(row: Any) -> Settlement | None:  # noqa: ANN401 - either kind of row
    if row.settled_at is None:
        return None
    return Settlement(row.settled_at, row.settler or "", row.words)


@dataclass(frozen=True, slots=True)
class OutageLine:
    """A time in which a system's list could not be had.

    ``units`` opened the list in vain meanwhile, ``late_cases`` were fetched late because of it.
    """

    id: UUID
    system: str
    last_fetch_at: datetime | None
    since: datetime
    until: datetime | None
    cause: LateCause
    error_kind: str
    units: int
    late_cases: int
    settled: Settlement | None


def outage_items() -> QuerySet[Outage]:
    """Outages the city still has to speak to: those that last, and those that have done harm."""
    harm = Exists(_in_vain()) | Exists(_fetched_late())
    rows = Outage.objects.annotate(code=_code())
    return rows.filter(Q(until=None) | Q(harm, settled_at=None))


def outages(
    *, is_item: bool = True, before: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[OutageLine]:
    """Return outages, the latest first: those to be spoken to, or all of them; one query."""
    rows = outage_items() if is_item else Outage.objects.annotate(code=_code())
    if before is not None:
        rows = rows.filter(Q(since__lt=before[0]) | Q(since=before[0], id__lt=before[1]))
    return [_outage(row) for row in _with_harm(rows).order_by("-since", "-id")[:limit]]


def outages_between(first: datetime, last: datetime) -> list[OutageLine]:
    """Return the outages that lie, in part, between two moments, the earliest first; one query."""
    rows = Outage.objects.annotate(code=_code()).filter(since__lte=last)
    rows = rows.filter(Q(until=None) | Q(until__gte=first))
    return [_outage(row) for row in _with_harm(rows).order_by("since", "id")[:PAGE]]


def outage(outage_id: UUID) -> OutageLine | None:
    """Return one outage; one query."""
    rows = Outage.objects.annotate(code=_code()).filter(id=outage_id)
    row = _with_harm(rows).first()
    return None if row is None else _outage(row)


def _code() -> DbCase:
    """The system as look-ins and cases name it."""
    return DbCase(
        *(When(system=port, then=Value(system.value)) for system, port in PORT_OF.items()),
        default=Value(""),
        output_field=CharField(),
    )


def _in_vain() -> QuerySet[LookIn]:
    """The looks into the outage's system that found a stale list."""
    rows = LookIn.objects.filter(system=OuterRef("code"), is_fresh=False)
    return rows.filter(
        at__gte=OuterRef("since"), at__lte=Coalesce(OuterRef("until"), Value(_FAR, _MOMENT))
    )


def _fetched_late() -> QuerySet[Case]:
    """The cases that arrived there before the outage ended, and were had here only after it."""
    return Case.objects.filter(
        late_cause__gt="",
        system=OuterRef("code"),
        arrived_at__lte=OuterRef("until"),
        fetched_at__gte=OuterRef("since"),
    )


def _with_harm(rows: QuerySet[Outage]) -> QuerySet[Any]:
    units = _in_vain().order_by().values("system").annotate(n=Count("unit", distinct=True))
    late = _fetched_late().order_by().values("system").annotate(n=Count("id"))
    return rows.annotate(
        units=Coalesce(Subquery(units.values("n")), 0),
        late_cases=Coalesce(Subquery(late.values("n")), 0),
        settler=_settler(),
    )


def _outage(row: Any) -> OutageLine:  # noqa: ANN401 - a row with annotations
    return OutageLine(
        id=row.id,
        system=row.system,
        last_fetch_at=row.last_fetch_at,
        since=row.since,
        until=row.until,
        cause=LateCause(row.cause),
        error_kind=row.error_kind,
        units=row.units,
        late_cases=row.late_cases,
        settled=_settlement(row),
    )
