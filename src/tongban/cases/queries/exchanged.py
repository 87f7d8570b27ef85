"""Cases that pass between this city and others, found by the number both sides know them by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tongban.cases.models import Case
from tongban.policy.vocabulary import Stream
from tongban.procedure.stages import Stage


@dataclass(frozen=True, slots=True)
class Incoming:
    """An incoming case: where it stands, and which version it stands with."""

    case_id: UUID
    stage: Stage
    version: int


def incoming(number: str) -> Incoming | None:
    """Return the incoming case of the other side's number."""
    row = (
        Case.objects.filter(number=number, stream=Stream.INCOMING)
        .values_list("id", "stage", "current")
        .first()
    )
    return None if row is None else Incoming(row[0], Stage(row[1]), row[2])


def outgoing(number: str) -> UUID | None:
    """Return the outgoing case of our number."""
    rows = Case.objects.filter(number=number, stream=Stream.OUTGOING)
    return rows.values_list("id", flat=True).first()
