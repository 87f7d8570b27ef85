"""What the written commitment says of an intake (第三条(二)): kept with the paper once it is signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases.models import Intake


def commitment_facts(intake: Intake) -> dict[str, Any]:
    """Return what the paper says of the intake: a signed one keeps it as it was that moment."""
    return {
        "name": intake.declared["name"],
        "id_number": intake.declared["id_number"],
        "guardian": {key: intake.guardian[key] for key in ("name", "id_number", "relation")}
        if intake.guardian
        else None,
        "history_viewed_at": _moment(intake.history_viewed_at),
        "face": intake.face,
        "fingerprint": intake.fingerprint,
        "prints_registered": intake.record["card"]["fingerprint_registered"],
        "compared_at": _moment(intake.compared_at),
        "compared_by": _officer(intake.compared_by),
        "confirmed": intake.identity_confirmed,
        "identity_at": _moment(intake.identity_at),
        "identity_by": _officer(intake.identity_by),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _officer(officer: UUID | None) -> str | None:
    return str(officer) if officer else None
