"""Lists of cases behind a figure, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tongban.cases.models import Case, Obligation, Refusal
from tongban.cases.queries.lateness import is_late, was_late
from tongban.cases.queries.paging import behind
from tongban.cases.standing import visible
from tongban.policy.due_notes import EXCUSED
from tongban.policy.vocabulary import Stream, System
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list, with the duty that put it there (if one did).

    ``elsewhere`` is the office outside the city: of the home where the case is outgoing, of the
    acceptance where it is incoming. ``version`` is what an act on it must name.
    """

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
    stream: Stream = Stream.INTERNAL
    elsewhere: str = ""
    version: int = 0
    chases: int = 0
    closed_at: datetime | None = None
    green: str = ""
    is_visited: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page begins: after this moment and id."""

    at: datetime | None
    id: UUID


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Further conditions on a list of duties.

    The stream, the system in which the case is kept, whether the home bureau elsewhere was reminded
    already, whether its lateness is excused; which duties of which county bureaus; due from when.
    """

    stream: Stream | None = None
    system: System | None = None
    is_chased: bool | None = None
    is_excused: bool = False
    pairs: tuple[tuple[str, ObligationKind], ...] = ()
    due_from: datetime | None = None

    def condition(self) -> Q:
        """The condition on an obligation."""
        found = Q()
        if self.stream is not None:
            found &= Q(case__stream=self.stream)
        if self.system is not None:
            found &= Q(case__system=self.system)
        if self.is_chased is not None:
            found &= Q(case__chases__gt=0) if self.is_chased else Q(case__chases=0)
        if self.is_excused:
            found &= Q(due_note__in=EXCUSED)
        if self.pairs:
            found &= reduce(or_, (Q(owner_county=c, kind=kind) for c, kind in self.pairs))
        if self.due_from is not None:
            found &= Q(due_at__gte=self.due_from)
        return found


def duties(
    actor: Actor,
    *,
    kinds: Sequence[ObligationKind],
    county: str = "",
    unit: str = "",
    late_at: datetime | None = None,
    due_by: datetime | None = None,
    narrowed: Narrowed | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> list[CaseLine]:
    """Return open duties with their cases, by due time (those without one first).

    ``late_at`` keeps what is overdue then, ``due_by`` what falls due until then. Only cases the
    actor may see are listed.
    """
    rows = _open(actor, kinds, late_at=late_at, narrowed=narrowed)
    if county:
        rows = rows.filter(owner_county=county)
    if unit:
        rows = rows.filter(owner_unit=unit)
    if due_by is not None:
        rows = rows.filter(due_at__lte=due_by)
    if after is not None:
        rows = rows.filter(behind(after.at, after.id))
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


def count_duties(
    actor: Actor,
    kind: ObligationKind,
    *,
    late_at: datetime | None = None,
    narrowed: Narrowed | None = None,
) -> int:
    """Return how many open duties of a kind there are, under the conditions of ``duties``."""
    return _open(actor, [kind], late_at=late_at, narrowed=narrowed).count()


def _open(
    actor: Actor,
    kinds: Sequence[ObligationKind],
    *,
    late_at: datetime | None,
    narrowed: Narrowed | None,
) -> QuerySet[Obligation]:
    rows = Obligation.objects.filter(kind__in=kinds, closed_at=None, case__isnull=False)
    rows = rows.filter(case__in=Case.objects.filter(visible(actor)))
    if narrowed is not None:
        rows = rows.filter(narrowed.condition())
    return rows if late_at is None else rows.filter(is_late(late_at))


def _line(
    case: Case,
    *,
    due_at: datetime | None = None,
    due_note: str = "",
    duty: ObligationKind | None = None,
    opened_at: datetime | None = None,
    owner_unit: str = "",
    obligation_id: UUID | None = None,
    closed_at: datetime | None = None,
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
        stream=Stream(case.stream),
        elsewhere=case.elsewhere_name,
        version=case.version,
        chases=case.chases,
        closed_at=closed_at,
        green=case.green,
        is_visited=case.is_visited,
    )


def cases(
    actor: Actor,
    *,
    stages: Sequence[Stage] = (),
    streams: Sequence[Stream] = (),
    since: datetime | None = None,
    ended_since: datetime | None = None,
    county: str = "",
    only: Q | None = None,
    before: Key | None = None,
    limit: int = PAGE,
) -> list[CaseLine]:
    """Return cases the actor may see, the latest composed first.

    ``since`` is about composing, ``ended_since`` about the ending, ``only`` a further condition;
    ``before`` is the last of the page shown.
    """
    rows = Case.objects.filter(visible(actor))
    if stages:
        rows = rows.filter(stage__in=stages)
    if streams:
        rows = rows.filter(stream__in=streams)
    if since is not None:
        rows = rows.filter(composed_at__gte=since)
    if ended_since is not None:
        rows = rows.filter(ended_at__gte=ended_since)
    if county:
        rows = rows.filter(accepting_county=county)
    if only is not None:
        rows = rows.filter(only)
    if before is not None and before.at is not None:
        rows = rows.filter(
            Q(composed_at__lt=before.at) | Q(composed_at=before.at, id__lt=before.id)
        )
    return [_line(case) for case in rows.order_by("-composed_at", "-id")[:limit]]


def reviewed(
    actor: Actor,
    *,
    since: datetime,
    outcome: str = "",
    late: bool = False,
    before: Key | None = None,
    limit: int = PAGE,
) -> list[CaseLine]:
    """Return cases reviewed since a moment: all, those returned, or those decided too late.

    The latest decision first; ``before`` is the last of the page shown, by decision.
    """
    rows = Obligation.objects.filter(
        kind=ObligationKind.REVIEW,
        closed_at__gte=since,
        case__in=Case.objects.filter(visible(actor)),
    )
    if outcome:
        rows = rows.filter(outcome=outcome)
    if late:
        rows = rows.filter(was_late())
    if before is not None and before.at is not None:
        rows = rows.filter(Q(closed_at__lt=before.at) | Q(closed_at=before.at, id__lt=before.id))
    rows = rows.select_related("case").order_by("-closed_at", "-id")
    return [
        _line(row.case, due_at=row.due_at, obligation_id=row.id, closed_at=row.closed_at)
        for row in rows[:limit]
        if row.case is not None
    ]


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """A refusal: where, when, on which grounds."""

    number: str
    station: str
    at: datetime
    grounds: tuple[str, ...]
    words: str
    id: UUID


def refusals(
    *, since: datetime, county: str = "", before: Key | None = None, limit: int = PAGE
) -> list[RefusalLine]:
    """Return refusals since a moment, the latest first, before the last one shown."""
    rows = Refusal.objects.filter(at__gte=since)
    if county:
        rows = rows.filter(station__parent=county)
    if before is not None and before.at is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    return [
        RefusalLine(
            r.number, r.station_id, r.at, tuple(g["clause"] for g in r.grounds), r.words, r.id
        )
        for r in rows.order_by("-at", "-id")[:limit]
    ]
