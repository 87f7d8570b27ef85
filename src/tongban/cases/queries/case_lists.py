"""Lists of cases behind a figure, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from tongban.cases.models import Case, Obligation, Refusal
from tongban.cases.queries.lateness import is_late, was_late
from tongban.cases.standing import visible
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list, with the duty that put it there (if one did)."""

    case_id: UUID
    number: str
    name: str
    stage: Stage
    category: str
    accepting_unit: str
    home_county: str
    composed_at: datetime
    due_at: datetime | None = None
    due_note: str = ""
    duty: ObligationKind | None = None
    opened_at: datetime | None = None
    owner_unit: str = ""
    obligation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page begins: after this moment and id."""

    at: datetime | None
    id: UUID


def duties(
    actor: Actor,
    *,
    kinds: Sequence[ObligationKind],
    county: str = "",
    unit: str = "",
    late_at: datetime | None = None,
    due_by: datetime | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> list[CaseLine]:
    """Return open duties with their cases, by due time (those without one first).

    ``late_at`` keeps what is overdue then, ``due_by`` what falls due until then. Only cases the
    actor may see are listed.
    """
    rows = Obligation.objects.filter(kind__in=kinds, closed_at=None, case__isnull=False)
    seen = Case.objects.filter(visible(actor))
    rows = rows.filter(case__in=seen)
    if county:
        rows = rows.filter(owner_county=county)
    if unit:
        rows = rows.filter(owner_unit=unit)
    if late_at is not None:
        rows = rows.filter(is_late(late_at))
    if due_by is not None:
        rows = rows.filter(due_at__lte=due_by)
    if after is not None:
        rows = rows.filter(_after(after))
    rows = rows.select_related("case").order_by(F("due_at").asc(nulls_first=True), "id")
    return [
        _line(
            row.case,
            due_at=row.due_at,
            due_note=row.due_note,
            duty=ObligationKind(row.kind),
            opened_at=row.opened_at,
            owner_unit=row.owner_unit,
            obligation_id=row.id,
        )
        for row in rows[:limit]
        if row.case is not None
    ]


def _after(key: Key) -> Q:
    if key.at is None:
        return Q(due_at=None, id__gt=key.id) | Q(due_at__isnull=False)
    return Q(due_at__gt=key.at) | Q(due_at=key.at, id__gt=key.id)


def _line(
    case: Case,
    *,
    due_at: datetime | None = None,
    due_note: str = "",
    duty: ObligationKind | None = None,
    opened_at: datetime | None = None,
    owner_unit: str = "",
    obligation_id: UUID | None = None,
) -> CaseLine:
    return CaseLine(
        case_id=case.id,
        number=case.number,
        name=case.name,
        stage=Stage(case.stage),
        category=case.category,
        accepting_unit=case.accepting_unit,
        home_county=case.home_county,
        composed_at=case.composed_at,
        due_at=due_at,
        due_note=due_note,
        duty=duty,
        opened_at=opened_at,
        owner_unit=owner_unit,
        obligation_id=obligation_id,
    )


def cases(
    actor: Actor,
    *,
    stages: Sequence[Stage] = (),
    since: datetime | None = None,
    county: str = "",
    before: Key | None = None,
    limit: int = PAGE,
) -> list[CaseLine]:
    """Return cases the actor may see, the latest first; ``before`` is the last of the page shown."""
    rows = Case.objects.filter(visible(actor))
    if stages:
        rows = rows.filter(stage__in=stages)
    if since is not None:
        rows = rows.filter(composed_at__gte=since)
    if county:
        rows = rows.filter(accepting_county=county)
    if before is not None and before.at is not None:
        rows = rows.filter(
            Q(composed_at__lt=before.at) | Q(composed_at=before.at, id__lt=before.id)
        )
    return [_line(case) for case in rows.order_by("-composed_at", "-id")[:limit]]


def reviewed(
    actor: Actor, *, since: datetime, outcome: str = "", late: bool = False, limit: int = PAGE
) -> list[CaseLine]:
    """Return cases reviewed since a moment: all, those returned, or those decided too late."""
    rows = Obligation.objects.filter(
        kind=ObligationKind.REVIEW,
        closed_at__gte=since,
        case__in=Case.objects.filter(visible(actor)),
    )
    if outcome:
        rows = rows.filter(outcome=outcome)
    if late:
        rows = rows.filter(was_late())
    rows = rows.select_related("case").order_by("-closed_at", "-id")
    return [_line(row.case, due_at=row.due_at) for row in rows[:limit] if row.case is not None]


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """A refusal: where, when, on which grounds."""

    number: str
    station: str
    at: datetime
    grounds: tuple[str, ...]
    words: str


def refusals(*, since: datetime, county: str = "", limit: int = PAGE) -> list[RefusalLine]:
    """Return refusals since a moment, the latest first."""
    rows = Refusal.objects.filter(at__gte=since)
    if county:
        rows = rows.filter(station__parent=county)
    return [
        RefusalLine(r.number, r.station_id, r.at, tuple(g["clause"] for g in r.grounds), r.words)
        for r in rows.order_by("-at", "-id")[:limit]
    ]
