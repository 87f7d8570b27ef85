"""Answers of ours that the other side has not acknowledged in time: the city's (DELIVER_ANSWER)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, JSONField, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Obligation, Outgoing
from tongban.cases.queries.case_lists import Key
from tongban.procedure.obligations import ObligationKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An answer that has not arrived: about which case, since when, and what became of sending it.

    ``message_id`` is None where there is nothing to send again; ``error`` the kind of the last
    error; ``is_failed`` where it is not sent by itself any more.
    """

    obligation_id: UUID
    case_id: UUID
    number: str
    name: str
    elsewhere: str
    home_county: str
    system: str
    answered_at: datetime
    due_at: datetime | None
    message_id: UUID | None
    attempts: int
    error: str
    is_failed: bool


def undelivered(
    *, late_at: datetime, after: Key | None = None, limit: int = PAGE
) -> list[Undelivered]:
    """Return the answers overdue at a moment, the oldest first; one query."""
    message = Outgoing.objects.filter(case=OuterRef("case"), kind="decision")
    told = message.order_by("-created_at", "-id").values(
        told=JSONObject(id="id", state="state", attempts="attempts", error="last_error")
    )
    rows = Obligation.objects.filter(
        kind=ObligationKind.DELIVER_ANSWER, closed_at=None, due_at__lt=late_at
    ).annotate(message=Subquery(told[:1], output_field=JSONField()))
    if after is not None:
        rows = rows.filter(Q(due_at__gt=after.at) | Q(due_at=after.at, id__gt=after.id))
    rows = rows.select_related("case").order_by(F("due_at").asc(nulls_first=True), "id")
    return [_line(row) for row in rows[:limit]]


def _line(row: Any) -> Undelivered:  # noqa: ANN401 - a row with annotations
    message = row.message or {}
    return Undelivered(
        obligation_id=row.id,
        case_id=row.case_id,
        number=row.case.number,
        name=row.case.name,
        elsewhere=row.case.elsewhere_name,
        home_county=row.case.home_county,
        system=row.case.system,
        answered_at=row.opened_at,
        due_at=row.due_at,
        message_id=UUID(message["id"]) if message else None,
        attempts=message.get("attempts", 0),
        error=message.get("error", ""),
        is_failed=message.get("state") == Outgoing.State.FAILED,
    )
