"""The files of ended cases: what is in them, what is missing, what is sealed (第八条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tongban.cases.file_parts import Held, found, parts_of
from tongban.cases.models import Case, Obligation
from tongban.cases.standing import visible
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Category
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import FilePart
from tongban.procedure.stages import ENDINGS, Stage
from tongban.standards.id_number import compact
from tongban.standards.names import fold
from tongban.standards.zones import at_local

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What files are asked for: a text (name, ID or case number), days of the ending, the ending."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    stage: Stage | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (compact(self.text) or self.since or self.until or self.stage)


@dataclass(frozen=True, slots=True)
class FileLine:
    """The file of an ended case: which parts it needs, which are there, what is still open."""

    case_id: UUID
    name: str
    number: str
    category: Category
    stage: Stage
    ended_at: datetime
    sealed_at: datetime | None
    due_at: datetime | None
    due_note: str
    parts: tuple[Held, ...]
    open_duties: tuple[ObligationKind, ...]

    unit: str = ""
    id_number: str = ""

    @property
    def missing(self) -> tuple[FilePart, ...]:
        """What should be in the file and is not."""
        return tuple(one.part for one in self.parts if one.is_there is False)


def files_to_seal(
    actor: Actor, *, after: tuple[datetime | None, UUID] | None = None
) -> list[FileLine]:
    """Return one page (and one more) of ended cases whose file is open, by due; one query."""
    rows = _files(actor).filter(sealed_at=None, archive_id__isnull=False)
    if after is not None:
        due_at, last = after
        beyond = Q(archive_due__gt=due_at) | Q(archive_due=due_at, id__gt=last)
        if due_at is None:
            beyond = Q(archive_due=None, id__gt=last) | Q(archive_due__isnull=False)
        rows = rows.filter(beyond)
    rows = rows.order_by(F("archive_due").asc(nulls_first=True), "id")
    return [_line(row) for row in rows[: PAGE + 1]]


def sealed_files(actor: Actor, *, limit: int = PAGE) -> list[FileLine]:
    """Return the files sealed last; one query."""
    rows = _files(actor).filter(sealed_at__isnull=False).order_by("-sealed_at", "-id")
    return [_line(row) for row in rows[:limit]]


Mark = tuple[datetime, UUID]


def find_files(actor: Actor, asked: Asked, *, after: Mark | None = None) -> list[FileLine]:
    """Return one page (and one more) of files, the latest ended first; one query.

    The station's own; to the bureaus above it those of their stations.
    """
    if asked.is_empty:
        return []
    rows = _files(actor).filter(_text(asked.text))
    if asked.since:
        rows = rows.filter(ended_at__gte=at_local(asked.since, clock=time.min))
    if asked.until:
        rows = rows.filter(ended_at__lt=at_local(asked.until, clock=time.min) + timedelta(days=1))
    if asked.stage:
        rows = rows.filter(stage=asked.stage)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(ended_at__lt=at) | Q(ended_at=at, id__lt=last))
    return [_line(row) for row in rows.order_by("-ended_at", "-id")[: PAGE + 1]]


def _text(text: str) -> Q:
    wanted = compact(text).upper()
    if not wanted:
        return Q()
    if wanted.isascii():
        return Q(number__startswith=wanted) | Q(id_number=wanted)
    return Q(name__startswith=fold(text.strip()))


def file_of(actor: Actor, case_id: UUID) -> FileLine | None:
    """Return the file of one ended case of the station, or of a station below; one query."""
    row = _files(actor).filter(id=case_id).first()
    return _line(row) if row is not None else None


def _here(actor: Actor) -> Q:
    """The files an actor has to do with: his station's, or those of the stations below."""
    match actor.unit_kind:
        case UnitKind.STATION:
            return visible(actor) & Q(accepting_unit=actor.unit)
        case UnitKind.COUNTY:
            return visible(actor) & Q(accepting_county=actor.unit)
        case _:
            return visible(actor) & ~Q(accepting_unit="")


def _files(actor: Actor) -> QuerySet[Any, Any]:
    archive = Obligation.objects.filter(
        case=OuterRef("id"), kind=ObligationKind.ARCHIVE, closed_at=None
    )
    return (
        Case.objects.filter(_here(actor), stage__in=ENDINGS)
        .exclude(stage=Stage.VOIDED)
        .annotate(
            archive_id=Subquery(archive.values("id")[:1]),
            archive_due=Subquery(archive.values("due_at")[:1]),
            archive_note=Subquery(archive.values("due_note")[:1]),
            **found(),
            still_open=Subquery(_still_open()),
        )
    )


def _still_open() -> QuerySet[Obligation, list[str]]:
    others = Obligation.objects.filter(case=OuterRef("id"), closed_at=None)
    kinds = others.exclude(kind=ObligationKind.ARCHIVE).order_by().values("case")
    return kinds.annotate(kinds=ArrayAgg("kind")).values_list("kinds", flat=True)


def _line(row: Case) -> FileLine:
    read = vars(row)
    return FileLine(
        case_id=row.id,
        name=row.name,
        number=row.number,
        category=Category(row.category),
        stage=Stage(row.stage),
        ended_at=row.ended_at or row.composed_at,
        sealed_at=row.sealed_at,
        due_at=read["archive_due"],
        due_note=read["archive_note"] or "",
        parts=tuple(parts_of(row)),
        open_duties=tuple(ObligationKind(kind) for kind in read["still_open"] or ()),
        unit=row.accepting_unit,
        id_number=row.id_number,
    )
