"""What goes out about an intake, read at the moment of sending."""

from __future__ import annotations

from uuid import UUID

from tongban.cases.models import Intake
from tongban.procedure.stages import IntakeStage


def kept_intake(intake_id: UUID) -> str | None:
    """Return the phone of the applicant whose intake still waits; None when it has gone on."""
    rows = Intake.objects.filter(id=intake_id, stage=IntakeStage.OPEN).exclude(phone="")
    return rows.values_list("phone", flat=True).first()
