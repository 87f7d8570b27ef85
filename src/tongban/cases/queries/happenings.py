"""What happened to a case, from the window on: the history shown beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Case, Event, Intake
from tongban.cases.prepared import Prepared
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
    return tuple(
        PastEvent(
            act=Act(row.act),
            name=row.name,
            at=row.at,
            officer=vars(row)["officer_name"] or "",
            party=Party(row.party),
            unit=row.unit,
            data=row.data,
        )
        for row in _EVENTS.objects(case_id)
    )


def _query(case_id: UUID) -> QuerySet[Event]:
    officer = Officer.objects.filter(id=OuterRef("officer")).values("name")
    # One list of subjects: with an OR beside a subquery every event of the city would be read.
    intake = Intake.objects.filter(case_id=case_id).values("id")
    subjects = Case.objects.filter(id=case_id).values("id").union(intake)
    rows = Event.objects.filter(subject__in=subjects)
    return rows.annotate(officer_name=Subquery(officer)).order_by("at", "seq")


_SAMPLE = UUID(int=1)
_EVENTS = Prepared(lambda: _query(_SAMPLE), _SAMPLE)
"""Asked for with every case that is looked at, so compiled once."""
