"""What happened to a case, from the window on: the history shown beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Event, Intake
from tongban.procedure.actors import Party
from tongban.procedure.acts import Act


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One event: the act, when, by whom (an officer's name, else only the party), with its codes."""

    act: Act
    name: str
    at: datetime
    officer: str
    party: Party
    unit: str
    data: Mapping[str, Any]


def happenings(case_id: UUID) -> tuple[PastEvent, ...]:
    """Return the events of a case and of the intake it came from, oldest first; one query.

    Whether the reader may see the case is for the caller to have asked.
    """
    officer = Officer.objects.filter(id=OuterRef("officer")).values("name")
    intake = Intake.objects.filter(case_id=case_id).values("id")
    rows = (
        Event.objects.filter(Q(subject=case_id) | Q(subject__in=intake))
        .annotate(officer_name=Subquery(officer))
        .order_by("at", "seq")
    )
    return tuple(
        PastEvent(
            act=Act(row.act),
            name=row.name,
            at=row.at,
            officer=row.officer_name or "",
            party=Party(row.party),
            unit=row.unit,
            data=row.data,
        )
        for row in rows
    )
