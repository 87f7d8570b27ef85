"""The city at a glance: open and late duties per county, what will be late today, the month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, TruncDate

from tongban.cases.models import Case, Chase, CreditGap, CreditPush, Obligation, Refusal
from tongban.cases.queries.lateness import is_late, was_in_time
from tongban.cases.queries.refusals import new_to
from tongban.policy.due_notes import EXCUSED
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.stages import Stage
from tongban.standards.zones import CN

WATCHED = (K.REVIEW, K.FIX_RETURN, K.FORWARD, K.COLLECT, K.TELL)
"""The duties of the counties and their stations that the overview shows."""
BETWEEN = (K.DELIVER_ANSWER, K.WATCH_ANSWER, K.SETTLE_ANSWER)
"""The duties about answers that pass between this city and others."""


@dataclass(frozen=True, slots=True)
class DutyCount:
    """Duties of one kind in one county: open, late, due by the end of the day, closed today.

    ``excused`` are past their time without anybody's delay and are not in ``late``; ``incoming``
    are the open ones about cases accepted elsewhere; ``chased`` the late ones whose home bureau
    elsewhere was reminded already.
    """

    open: int = 0
    late: int = 0
    due_today: int = 0
    closed_today: int = 0
    excused: int = 0
    incoming: int = 0
    chased: int = 0


def duties_by_county(
    *, now: datetime, day_begins: datetime, day_ends: datetime
) -> Mapping[tuple[str, K], DutyCount]:
    """Return the watched duties by county bureau and kind; one query over open and today's rows.

    The city bureau's own (answers to deliver) stand under an empty code.
    """
    is_open = Q(closed_at=None)
    late = is_open & is_late(now)
    rows = (
        Obligation.objects.filter(kind__in=(*WATCHED, *BETWEEN))
        .filter(is_open | Q(closed_at__gte=day_begins))
        .values_list("owner_county", "kind")
        .annotate(
            open=Count("id", filter=is_open),
            late=Count("id", filter=late),
            due_today=Count("id", filter=is_open & Q(due_at__gte=now, due_at__lte=day_ends)),
            closed_today=Count("id", filter=Q(closed_at__gte=day_begins)),
            excused=Count("id", filter=is_open & Q(due_at__lt=now, due_note__in=EXCUSED)),
            incoming=Count("id", filter=is_open & Q(case__stream=Stream.INCOMING)),
            chased=Count("id", filter=late & Q(case__chases__gt=0)),
        )
        .order_by()
    )
    return {(county, K(kind)): DutyCount(*counts) for county, kind, *counts in rows}


class _Median(Aggregate):
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of a month so far, and accepted cases by day.

    ``accepted`` are those accepted in this city, ``outgoing`` those of them whose home is
    elsewhere; ``incoming`` were accepted elsewhere for a household here. ``green`` went through the
    green channel, ``visited`` of them were served at home (第十四条).
    """

    accepted: int
    outgoing: int
    incoming: int
    reviewed: int
    reviewed_in_time: int
    returned: int
    returned_photo: int
    refused: int
    median_days: float | None
    by_day: tuple[tuple[date, int], ...]
    new_refusals: int = 0
    green: int = 0
    visited: int = 0


def month(*, begins: datetime, actor: Actor | None = None) -> Month:
    """Return the figures from the beginning of a month on; three queries.

    ``actor``: for whom the refusals since the last look are counted, whenever they were.
    """
    of_kind, by_day = _counted(begins, actor)
    reviews = _reviews(begins)
    return Month(
        accepted=by_day.total(),
        outgoing=of_kind[Stream.OUTGOING],
        incoming=of_kind[Stream.INCOMING],
        reviewed=reviews["all"],
        reviewed_in_time=reviews["in_time"],
        returned=reviews["returned"],
        returned_photo=reviews["photo"],
        refused=of_kind[_REFUSED],
        median_days=_median_days(begins),
        by_day=tuple(sorted(by_day.items())),
        new_refusals=of_kind[_NEW],
        green=of_kind[_GREEN] + of_kind[_VISITED],
        visited=of_kind[_VISITED],
    )


def _counted(begins: datetime, actor: Actor | None) -> tuple[Counter[str], Counter[date]]:
    """Cases and refusals by kind, and what was accepted here by day; one query."""
    days = _by_day(
        Case.objects.filter(composed_at__gte=begins), "composed_at", what=_STREAM_AND_GREEN
    )
    parts = [_by_day(Refusal.objects.filter(at__gte=begins), "at", what=Value(_REFUSED))]
    if actor is not None:
        parts.append(_by_day(new_to(actor), "at", what=Value(_NEW)))
    of_kind: Counter[str] = Counter()
    by_day: Counter[date] = Counter()
    for named, day, n in days.union(*parts, all=True):
        what, _, mark = named.partition(" ")
        of_kind[what] += n
        of_kind[mark] += n
        if what in (Stream.INTERNAL, Stream.OUTGOING):
            by_day[day] += n
    return of_kind, by_day


def _reviews(begins: datetime) -> dict[str, int]:
    return Obligation.objects.filter(kind=K.REVIEW, closed_at__gte=begins).aggregate(
        all=Count("id"),
        in_time=Count("id", filter=was_in_time()),
        returned=Count("id", filter=Q(outcome="RETURN")),
        photo=Count("id", filter=Q(outcome="RETURN", case__returned__category="PHOTO")),
    )


def _median_days(begins: datetime) -> float | None:
    median = Case.objects.filter(stage=Stage.HANDED_OVER, ended_at__gte=begins).aggregate(
        median=_Median(F("ended_at") - F("composed_at"))
    )["median"]
    return median.total_seconds() / 86400 if median is not None else None


_REFUSED = "REFUSED"
_NEW = "NEW"
_GREEN, _VISITED = "GREEN", "VISITED"
_STREAM_AND_GREEN = Concat(
    F("stream"),
    Choice(
        When(is_visited=True, then=Value(f" {_VISITED}")),
        When(green__gt="", then=Value(f" {_GREEN}")),
        default=Value(""),
    ),
    output_field=CharField(),
)
"""The stream, and after a space how the case was helped."""


def _by_day(rows: QuerySet[Any], moment: str, *, what: Combinable) -> QuerySet[Any]:
    """How many rows there are of each day, under the name of what they are."""
    named = rows.order_by().annotate(
        what=ExpressionWrapper(what, output_field=CharField()), day=TruncDate(moment, tzinfo=CN)
    )
    counted: QuerySet[Any] = named.values_list("what", "day").annotate(n=Count("id"))
    return counted


@dataclass(frozen=True, slots=True)
class CreditFreshness:
    """The latest push of the bad credit list, and the first number missing after it (None: none)."""

    number: int
    issued_at: datetime
    received_at: datetime
    missing: int | None = None
    missing_since: datetime | None = None


def credit_freshness() -> CreditFreshness | None:
    """Return the latest push, None before the first."""
    gaps = CreditGap.objects.filter(closed_at=None).order_by("missing")
    rows = CreditPush.objects.annotate(
        missing=Subquery(gaps.values("missing")[:1]),
        missing_since=Subquery(gaps.values("noticed_at")[:1]),
    )
    row: Any = rows.order_by("-number").first()
    if row is None:
        return None
    return CreditFreshness(
        row.number, row.issued_at, row.received_at, row.missing, row.missing_since
    )


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """One 督办: to whom, about what, and whether it was read."""

    unit: str
    kind: K
    count: int
    words: str
    at: datetime
    seen_at: datetime | None
    id: UUID


def chases(*, before: tuple[datetime, UUID] | None, limit: int) -> list[ChaseLine]:
    """Return chases, the latest first, before the last one shown."""
    rows = Chase.objects.all()
    if before is not None:
        rows = rows.filter(Q(at__lt=before[0]) | Q(at=before[0], id__lt=before[1]))
    return [
        ChaseLine(r.unit, K(r.kind), r.count, r.words, r.at, r.seen_at, r.id)
        for r in rows.order_by("-at", "-id")[:limit]
    ]
