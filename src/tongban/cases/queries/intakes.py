"""Open intakes of a station: what waits at its window, who had it last, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tongban.accounts.models import Officer
from tongban.cases import facts
from tongban.cases.models import Event, Intake
from tongban.cases.shown import documents, inquiries, with_documents
from tongban.policy.situation import Situation
from tongban.policy.vocabulary import Reason
from tongban.procedure.actors import Actor
from tongban.procedure.stages import IntakeStage

PAGE = 50


@dataclass(frozen=True, slots=True)
class OpenIntake:
    """One intake that has not ended; ``told_at``: when the one-time notice was printed.

    ``touched_by`` did the last act of an officer, here or at the station that had it before.
    ``situation`` is the question it puts to the rules; ``has_answer``: the home station answered and
    nothing has been said of identity since.
    """

    id: UUID
    name: str
    id_number: str
    reason: Reason | None
    opened_at: datetime
    touched_at: datetime
    touched_by: str
    told_at: datetime | None
    is_asking: bool
    has_answer: bool
    has_photo: bool
    has_fingers: bool
    has_phone: bool
    situation: Situation


def open_intakes(
    actor: Actor, *, at: datetime, limit: int = PAGE, before: datetime | None = None
) -> list[OpenIntake]:
    """Return the open intakes of the actor's station, the one last touched first; one query.

    ``before``: only those touched earlier, for the next page.
    """
    acts = Event.objects.filter(subject=OuterRef("id"), officer__isnull=False).order_by("-seq")
    officer = Officer.objects.filter(id=OuterRef("last_officer")).values("name")
    rows = with_documents(
        Intake.objects.filter(station_id=actor.unit, stage=IntakeStage.OPEN)
        .annotate(last_officer=Subquery(acts.values("officer")[:1]))
        .annotate(officer_name=Subquery(officer))
        .order_by("-touched_at", "-id")
    )
    if before is not None:
        rows = rows.filter(touched_at__lt=before)
    return [_open(row, at=at) for row in rows[:limit]]


def _open(row: Intake, *, at: datetime) -> OpenIntake:
    asked = inquiries(row)
    answered = max((one.answered_at for one in asked if one.answered_at), default=None)
    return OpenIntake(
        id=row.id,
        name=row.record["name"],
        id_number=row.record["id_number"],
        reason=Reason(row.reason) if row.reason else None,
        opened_at=row.opened_at,
        touched_at=row.touched_at,
        touched_by=vars(row)["officer_name"] or "",
        told_at=row.notice_printed_at,
        is_asking=any(one.answered_at is None for one in asked),
        has_answer=answered is not None and (row.identity_at is None or row.identity_at < answered),
        has_photo=bool(row.photo),
        has_fingers=bool(row.fingers),
        has_phone=bool(row.phone),
        situation=facts.situation(row, evidence=documents(row), at=at),
    )
