"""The city at a glance: open and late duties per county, what will be late today, the month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.db.models.functions import TruncDate

from tongban.cases.models import Case, Chase, CreditPush, Obligation, Refusal
from tongban.cases.queries.lateness import is_late, was_in_time
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.zones import CN, local_date

WATCHED = (K.REVIEW, K.FIX_RETURN, K.FORWARD, K.COLLECT, K.TELL, K.LOOK_IN)


@dataclass(frozen=True, slots=True)
class DutyCount:
    """Duties of one kind in one county: open, late, due by the end of the day, closed today."""

    open: int = 0
    late: int = 0
    due_today: int = 0
    closed_today: int = 0


def duties_by_county(
    *, now: datetime, day_begins: datetime, day_ends: datetime
) -> Mapping[tuple[str, K], DutyCount]:
    """Return the watched duties by county bureau and kind; one query over open and today's rows."""
    is_open = Q(closed_at=None)
    rows = (
        Obligation.objects.filter(kind__in=WATCHED)
        .exclude(kind=K.LOOK_IN, day__lt=local_date(now))
        .filter(is_open | Q(closed_at__gte=day_begins))
        .values_list("owner_county", "kind")
        .annotate(
            open=Count("id", filter=is_open),
            late=Count("id", filter=is_open & is_late(now)),
            due_today=Count("id", filter=is_open & Q(due_at__gte=now, due_at__lte=day_ends)),
            closed_today=Count("id", filter=Q(closed_at__gte=day_begins)),
        )
        .order_by()
    )
    return {(county, K(kind)): DutyCount(*counts) for county, kind, *counts in rows}


class _Median(Aggregate):
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of a month so far, and accepted cases by day."""

    accepted: int
    reviewed: int
    reviewed_in_time: int
    returned: int
    returned_photo: int
    refused: int
    median_days: float | None
    by_day: tuple[tuple[date, int], ...]


def month(*, begins: datetime) -> Month:
    """Return the figures from the beginning of a month on; four queries."""
    by_day = tuple(
        Case.objects.filter(composed_at__gte=begins)
        .annotate(day=TruncDate("composed_at", tzinfo=CN))
        .values_list("day")
        .annotate(n=Count("id"))
        .order_by("day")
    )
    reviews = Obligation.objects.filter(kind=K.REVIEW, closed_at__gte=begins).aggregate(
        all=Count("id"),
        in_time=Count("id", filter=was_in_time()),
        returned=Count("id", filter=Q(outcome="RETURN")),
        photo=Count("id", filter=Q(outcome="RETURN", case__returned__category="PHOTO")),
    )
    median = Case.objects.filter(stage="HANDED_OVER", ended_at__gte=begins).aggregate(
        median=_Median(F("ended_at") - F("composed_at"))
    )["median"]
    return Month(
        accepted=sum(n for _, n in by_day),
        reviewed=reviews["all"],
        reviewed_in_time=reviews["in_time"],
        returned=reviews["returned"],
        returned_photo=reviews["photo"],
        refused=Refusal.objects.filter(at__gte=begins).count(),
        median_days=median.total_seconds() / 86400 if median is not None else None,
        by_day=by_day,
    )


@dataclass(frozen=True, slots=True)
class CreditFreshness:
    """The latest push of the bad credit list."""

    number: int
    issued_at: datetime
    received_at: datetime


def credit_freshness() -> CreditFreshness | None:
    """Return the latest push, None before the first."""
    row = CreditPush.objects.order_by("-number").first()
    return CreditFreshness(row.number, row.issued_at, row.received_at) if row else None


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """One 督办: to whom, about what, and whether it was read."""

    unit: str
    kind: K
    count: int
    words: str
    at: datetime
    seen_at: datetime | None


def chases(*, before: datetime | None, limit: int) -> list[ChaseLine]:
    """Return chases, the latest first, older than a moment when paging."""
    rows = Chase.objects.all() if before is None else Chase.objects.filter(at__lt=before)
    return [
        ChaseLine(r.unit, K(r.kind), r.count, r.words, r.at, r.seen_at)
        for r in rows.order_by("-at", "-id")[:limit]
    ]
