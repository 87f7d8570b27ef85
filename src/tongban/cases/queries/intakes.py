"""Open intakes of a station: what waits at its window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Intake
from tongban.policy.vocabulary import Reason
from tongban.procedure.actors import Actor
from tongban.procedure.stages import IntakeStage

PAGE = 50


@dataclass(frozen=True, slots=True)
class OpenIntake:
    """One intake that has not ended; ``told_at``: when the one-time notice was printed."""

    id: UUID
    name: str
    id_number: str
    reason: Reason | None
    opened_at: datetime
    touched_at: datetime
    opened_by: str
    told_at: datetime | None


def open_intakes(actor: Actor, *, limit: int = PAGE) -> list[OpenIntake]:
    """Return the open intakes of the actor's station, the one last touched first; one query."""
    officer = Officer.objects.filter(id=OuterRef("opened_by")).values("name")
    rows = (
        Intake.objects.filter(station_id=actor.unit, stage=IntakeStage.OPEN)
        .annotate(officer_name=Subquery(officer))
        .order_by("-touched_at", "-id")
    )
    return [
        OpenIntake(
            id=row.id,
            name=row.record["name"],
            id_number=row.record["id_number"],
            reason=Reason(row.reason) if row.reason else None,
            opened_at=row.opened_at,
            touched_at=row.touched_at,
            opened_by=row.officer_name or "",
            told_at=row.notice_printed_at,
        )
        for row in rows[:limit]
    ]
