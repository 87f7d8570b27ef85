"""What waits at a station beside its duties: on the workbench, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat

from tongban.cases.models import Batch, Card, Chase, Inquiry, Intake, Obligation, Outgoing
from tongban.cases.models import Case as CaseRow
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import ENDINGS, IntakeStage, Stage
from tongban.standards.labels import Labelled

MOST_WAITING = 60


class Source(Labelled):
    """What waits at the station without being a duty of its own."""

    CHASE = "CHASE", "督办"
    BATCH = "BATCH", "待清点批次"
    UNSIGNED = "UNSIGNED", "合成后待签名"
    INTAKE = "INTAKE", "受理中"
    ANSWERED = "ANSWERED", "协查已答复"
    FAILED = "FAILED", "没有送达的消息"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what ``name``, ``number`` and ``note`` are depends on the source.

    CHASE: the words, the kind of duty and who sent it. BATCH: batch number and cards. UNSIGNED:
    person, case number; version and green channel by a space. INTAKE: person, reason, green channel.
    ANSWERED: person, number of the inquiry, what was answered; the id is the intake's. FAILED: person,
    case number; system, kind and error by spaces.
    """

    source: Source
    id: UUID
    case_id: UUID | None
    at: datetime
    due_at: datetime | None
    name: str
    number: str
    note: str


def waiting(unit: str) -> list[Waiting]:
    """Return what waits at the station beside its duties, oldest first; one query."""
    parts = [
        _chases(unit),
        _batches(unit),
        _unsigned(unit),
        _intakes(unit),
        _answered(unit),
        _failed(unit),
    ]
    first, *others = (part.order_by("waits_since")[:MOST_WAITING] for part in parts)
    rows = first.union(*others, all=True)
    found = [Waiting(Source(row[0]), *row[1:]) for row in rows]
    return sorted(found, key=lambda one: (one.at, one.id))


Rows = QuerySet[Any, Any]
Text = str | Combinable


def _part(
    rows: Rows,
    source: Source,
    *,
    case_id: Combinable,
    since: str,
    due_at: Combinable,
    texts: tuple[Text, Text, Text],
) -> Rows:
    name, number, note = (Cast(one, CharField()) for one in texts)
    found: Rows = rows.annotate(
        source=Value(source.value),
        about=Cast(case_id, UUIDField()),
        waits_since=F(since),
        waits_until=Cast(due_at, DateTimeField()),
        word=name,
        figure=number,
        remark=note,
    )
    return found.values_list(
        "source", "id", "about", "waits_since", "waits_until", "word", "figure", "remark"
    )


def _chases(unit: str) -> Rows:
    return _part(
        Chase.objects.filter(unit=unit, seen_at=None),
        Source.CHASE,
        case_id=Value(None),
        since="at",
        due_at=Value(None),
        texts=(F("words"), F("kind"), F("by_unit")),
    )


def _batches(unit: str) -> Rows:
    return _part(
        expected_batches(unit),
        Source.BATCH,
        case_id=Value(None),
        since="sent_at",
        due_at=Subquery(open_watches(OuterRef("id")).values("due_at")[:1]),
        texts=(F("number"), F("count"), Coalesce(F("found"), Value(0))),
    )


def open_watches(batch: UUID | OuterRef) -> QuerySet[Obligation]:
    """The open duties to watch for a forwarded batch, by due."""
    rows = Obligation.objects.filter(
        kind=ObligationKind.WATCH_BATCH, closed_at=None, case__cards__transfer=batch
    )
    return rows.order_by(F("due_at").asc(nulls_first=True))


def expected_batches(unit: str) -> QuerySet[Batch]:
    """The batches forwarded to a station of which cards are still expected."""
    expected = Card.objects.filter(transfer=OuterRef("id"), state=Card.State.TO_STATION)
    return Batch.objects.filter(Exists(expected), station=unit)


def _unsigned(unit: str) -> Rows:
    return _part(
        CaseRow.objects.filter(accepting_unit=unit, stage=Stage.COMPOSED),
        Source.UNSIGNED,
        case_id=F("id"),
        since="composed_at",
        due_at=Value(None),
        texts=(F("name"), F("number"), Concat("current", Value(" "), "green")),
    )


def _intakes(unit: str) -> Rows:
    return _part(
        Intake.objects.filter(station_id=unit, stage=IntakeStage.OPEN, notice_printed_at=None),
        Source.INTAKE,
        case_id=Value(None),
        since="touched_at",
        due_at=Value(None),
        texts=(KT("record__name"), F("reason"), F("green")),
    )


def _answered(unit: str) -> Rows:
    """Answers of home stations after which the officer has said nothing of identity yet."""
    latest = Inquiry.objects.filter(intake=OuterRef("id"), answered_at__isnull=False)
    latest = latest.order_by("-answered_at")
    answered = Subquery(latest.values("answered_at")[:1])
    unread = Q(identity_at=None) | Q(identity_at__lt=F("answered_at"))
    return _part(
        Intake.objects.filter(station_id=unit, stage=IntakeStage.OPEN)
        .annotate(
            answered_at=answered,
            answer=Subquery(latest.values("answer")[:1]),
            inquiry=Subquery(latest.values("number")[:1]),
        )
        .filter(unread, answered_at__isnull=False),
        Source.ANSWERED,
        case_id=Value(None),
        since="answered_at",
        due_at=Value(None),
        texts=(KT("record__name"), F("inquiry"), F("answer")),
    )


def _failed(unit: str) -> Rows:
    # What was to be decided on an application that has ended need not arrive any more.
    over = Q(kind__in=("submit", "chase"), case__stage__in=ENDINGS)
    return _part(
        Outgoing.objects.filter(state=Outgoing.State.FAILED, case__accepting_unit=unit).exclude(
            over
        ),
        Source.FAILED,
        case_id=F("case_id"),
        since="created_at",
        due_at=Value(None),
        texts=(
            F("case__name"),
            F("case__number"),
            Concat("system", Value(" "), "kind", Value(" "), "last_error"),
        ),
    )
