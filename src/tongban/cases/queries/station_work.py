"""The workbench of a station: everything it owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, RowNumber

from tongban.cases.models import Intake, Obligation
from tongban.cases.queries.inquiries import open_inquiry_of
from tongban.cases.queries.lateness import is_late
from tongban.cases.queries.paging import behind
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

SHOWN = 6
PAGE = 50

REMINDERS = (ObligationKind.PAY, ObligationKind.COLLECT)
"""Owed from the day the reminder is due; before that nothing is to be done."""
WATCHED = (ObligationKind.WATCH_PRODUCTION, ObligationKind.WATCH_PARCEL)
"""Somebody else's work, watched from here: shown once it is late."""
AWAITED = ObligationKind.WATCH_ANSWER
"""Somebody else's work that stands in sight all the time, and is the station's once it is late."""
OUT = ObligationKind.TAKE_BACK_TEMPORARY
"""Asked at the hand-over: shown once the case has ended without it, or the card has run out."""
ELSEWHERE = (ObligationKind.LOOK_IN, ObligationKind.WATCH_BATCH)
"""Met by opening the page, or shown as batches."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of the station; ``total`` and ``late`` count all of its kind.

    ``elsewhere`` names the home bureau outside the city, ``chases`` how often it was reminded;
    ``version`` guards an act on the case.
    """

    id: UUID
    kind: ObligationKind
    case_id: UUID | None
    intake_id: UUID | None
    name: str
    number: str
    phone: str
    stage: Stage | None
    opened_at: datetime
    due_at: datetime | None
    due_note: str
    is_chased: bool
    officer: UUID | None
    elsewhere: str = ""
    chases: int = 0
    version: int = 0
    inquiry_id: UUID | None = None
    green: str = ""
    is_visited: bool = False
    total: int = 0
    late: int = 0
    unknown: int = 0


_OUTLIVED = Q(kind=OUT, case__ended_at__isnull=False)


def _owed(unit: str, *, at: datetime) -> QuerySet[Obligation]:
    from_then_on = Q(due_at__lte=at) | Q(due_at=None)
    return (
        Obligation.objects.filter(owner_unit=unit, closed_at=None)
        .exclude(kind__in=ELSEWHERE)
        .filter(~Q(kind__in=[*REMINDERS, *WATCHED, OUT]) | from_then_on | _OUTLIVED)
        .annotate(
            name=Coalesce(
                F("case__name"),
                KeyTextTransform("name", "intake__record"),
                Value(""),
                output_field=CharField(),
            ),
            number=Coalesce(F("case__number"), Value("")),
            inquiry_id=Subquery(open_inquiry_of(OuterRef("intake")).values("id")[:1]),
        )
    )


_COLUMNS = (
    "id",
    "kind",
    "case_id",
    "intake_id",
    "name",
    "number",
    "case__phone",
    "case__stage",
    "opened_at",
    "due_at",
    "due_note",
    "chased_at",
    "owner_officer",
    "case__elsewhere_name",
    "case__chases",
    "case__version",
    "inquiry_id",
    "case__green",
    "case__is_visited",
    "intake__green",
)
_BY_DUE = (F("due_at").asc(nulls_first=True), F("id").asc())


def bench(unit: str, *, at: datetime, shown: int = SHOWN) -> list[Owed]:
    """Return the first duties of every kind, unknown due times first, then by due; one query."""
    per_kind = [F("kind")]
    rows = (
        _owed(unit, at=at)
        .annotate(
            place=Window(RowNumber(), partition_by=per_kind, order_by=_BY_DUE),
            total=Window(Count("id"), partition_by=per_kind),
            late=Window(Count("id", filter=is_late(at)), partition_by=per_kind),
            unknown=Window(Count("id", filter=Q(due_at=None)), partition_by=per_kind),
        )
        .filter(place__lte=shown)
        .order_by("kind", "place")
    )
    return [_line(row) for row in rows.values_list(*_COLUMNS, "total", "late", "unknown")]


def owed(
    unit: str, kind: ObligationKind, *, at: datetime, after: tuple[datetime | None, UUID] | None
) -> list[Owed]:
    """Return one page of the duties of a kind, by due; ``after`` is the last one shown."""
    rows = _owed(unit, at=at).filter(kind=kind)
    if after is not None:
        rows = rows.filter(behind(*after))
    return [_line(row) for row in rows.order_by(*_BY_DUE).values_list(*_COLUMNS)[: PAGE + 1]]


def _line(row: Sequence[Any]) -> Owed:
    given = dict(zip((*_COLUMNS, "total", "late", "unknown"), row, strict=False))
    stage = given["case__stage"]
    return Owed(
        id=given["id"],
        kind=ObligationKind(given["kind"]),
        case_id=given["case_id"],
        intake_id=given["intake_id"],
        name=str(given["name"]),
        number=str(given["number"]),
        phone=str(given["case__phone"] or ""),
        stage=Stage(stage) if stage else None,
        opened_at=given["opened_at"],
        due_at=given["due_at"],
        due_note=str(given["due_note"]),
        is_chased=given["chased_at"] is not None,
        officer=given["owner_officer"],
        elsewhere=str(given["case__elsewhere_name"] or ""),
        chases=int(given["case__chases"] or 0),
        version=int(given["case__version"] or 0),
        inquiry_id=given["inquiry_id"],
        green=str(given["case__green"] or given["intake__green"] or ""),
        is_visited=bool(given["case__is_visited"]),
        total=int(str(given.get("total") or 0)),
        late=int(str(given.get("late") or 0)),
        unknown=int(str(given.get("unknown") or 0)),
    )


def intake_of(actor: Actor, case_id: UUID) -> UUID | None:
    """Return the intake that a case of the actor's station came from; one query."""
    rows = Intake.objects.filter(case_id=case_id, case__accepting_unit=actor.unit)
    return rows.values_list("id", flat=True).first()
