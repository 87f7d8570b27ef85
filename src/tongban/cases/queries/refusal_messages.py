"""What the SMS to somebody who may apply again needs, and which refusal an SMS was about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases.models import Outgoing, Refusal


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who was refused: where, when, the phone he left (empty: none)."""

    id: UUID
    intake_id: UUID
    phone: str
    station_name: str
    at: datetime
    is_told: bool


def refused(refusal_id: UUID) -> Refused:
    """Return a refusal; raises ``DoesNotExist``; one query."""
    row = Refusal.objects.select_related("intake", "station").get(id=refusal_id)
    return Refused(
        id=row.id,
        intake_id=row.intake_id,
        phone=row.intake.phone,
        station_name=row.station.short_name,
        at=row.at,
        is_told=row.told_at is not None,
    )


def refusal_of_message(message_id: UUID) -> Refused | None:
    """Return the refusal a sent SMS is about; None when it is about something else."""
    row = Outgoing.objects.filter(id=message_id, kind="refusal_lifted").first()
    return refused(UUID(row.payload["refusal_id"])) if row else None
