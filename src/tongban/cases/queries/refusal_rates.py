"""How many intakes ended with a refusal, by station and by officer; and the intakes behind (第十五条)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Intake
from tongban.cases.queries.case_lists import Key
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.stages import IntakeStage

PAGE = 50
COUNTED = (
    IntakeStage.REFUSED,
    IntakeStage.COMPOSED,
    IntakeStage.WITHDRAWN,
    IntakeStage.LAPSED,
)
"""What an intake that could have been refused may come to; one that went home is not remote."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Intakes ended and those of them refused; ``key`` is a unit's code or an officer's id."""

    key: str
    name: str
    ended: int
    refused: int

    @property
    def share(self) -> float:
        """The part refused, 0 to 1."""
        return self.refused / self.ended if self.ended else 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a month: the whole city's, and those of the stations and officers asked for."""

    city: Rate
    stations: tuple[Rate, ...]
    officers: tuple[Rate, ...]


def rates(*, since: datetime, until: datetime, stations: frozenset[str] | None = None) -> Rates:
    """Return the rates of intakes ended in a span; two queries.

    ``stations``: only these and their officers are listed (None: all); the city's rate is always that
    of the whole city. An officer counts with the intakes that he ended himself.
    """
    rows = list(_ended(since, until).values_list("station_id", "ended_by").annotate(**_COUNTS))
    ended: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for station, officer, all_, bad in rows:
        keys = [""]
        if stations is None or station in stations:
            keys += [station, str(officer)] if officer else [station]
        for key in keys:
            ended[key] += all_
            refused[key] += bad
    officers = {str(officer) for _, officer, *_ in rows if officer} & ended.keys()
    names = dict(Officer.objects.filter(id__in=officers).values_list("id", "name"))
    by_id = {str(id_): name for id_, name in names.items()}

    def rate(key: str, name: str = "") -> Rate:
        return Rate(key, name, ended[key], refused[key])

    units = sorted(key for key in ended if key and key not in officers)
    return Rates(
        city=rate(""),
        stations=tuple(rate(key) for key in units),
        officers=tuple(rate(key, by_id.get(key, "")) for key in sorted(officers)),
    )


_COUNTS = {"ended": Count("id"), "refused": Count("id", filter=Q(stage=IntakeStage.REFUSED))}


def _ended(since: datetime, until: datetime) -> QuerySet[Intake]:
    rows = Intake.objects.filter(ended_at__gte=since, ended_at__lt=until)
    return rows.filter(stage__in=COUNTED).order_by()


@dataclass(frozen=True, slots=True)
class EndedLine:
    """An intake that ended: how, where, by whom; ``case_id`` or ``refusal_id`` lead on."""

    id: UUID
    stage: IntakeStage
    station: str
    officer: str
    at: datetime
    case_id: UUID | None
    refusal_id: UUID | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Which intakes are asked for: ended in a span, at a unit, by an officer, in these ways."""

    since: datetime
    until: datetime
    unit: str = ""
    officer: UUID | None = None
    stages: tuple[IntakeStage, ...] = COUNTED


def ended(
    actor: Actor, asked: Behind, *, before: Key | None = None, limit: int = PAGE
) -> list[EndedLine]:
    """Return the intakes behind a figure, the latest first, of a supervisor's units; one query."""
    rows = Intake.objects.filter(
        ended_at__gte=asked.since, ended_at__lt=asked.until, stage__in=asked.stages
    )
    if actor.unit_kind is not UnitKind.CITY:
        rows = rows.filter(Q(station__parent=actor.unit) | Q(station=actor.unit))
    if asked.unit:
        rows = rows.filter(Q(station=asked.unit) | Q(station__parent=asked.unit))
    if asked.officer is not None:
        rows = rows.filter(ended_by=asked.officer)
    if before is not None and before.at is not None:
        rows = rows.filter(Q(ended_at__lt=before.at) | Q(ended_at=before.at, id__lt=before.id))
    name = Officer.objects.filter(id=OuterRef("ended_by")).values("name")
    found: QuerySet[Any] = rows.annotate(
        officer_name=Subquery(name), refused_id=F("refusal__id")
    ).order_by("-ended_at", "-id")
    return [_line(row) for row in found[:limit]]


def _line(row: Any) -> EndedLine:  # noqa: ANN401 - a row with annotations
    return EndedLine(
        id=row.id,
        stage=IntakeStage(row.stage),
        station=row.station_id,
        officer=row.officer_name or "",
        at=row.ended_at,
        case_id=row.case_id,
        refusal_id=row.refused_id,
    )
