"""Messages that could not be delivered and wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.cases.models import Outgoing


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message, about which case, since when, and why it did not go."""

    id: UUID
    system: str
    kind: str
    case_id: UUID | None
    case_number: str
    accepting_unit: str
    created_at: datetime
    error: str


def failed_messages(
    *,
    county: str = "",
    unit: str = "",
    after: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[FailedMessage]:
    """Return failed messages, the oldest first; of a county's or a station's cases when named.

    ``after`` is the last one shown.
    """
    rows = Outgoing.objects.filter(state=Outgoing.State.FAILED).select_related("case")
    if county:
        rows = rows.filter(case__accepting_county=county)
    if unit:
        rows = rows.filter(case__accepting_unit=unit)
    if after is not None:
        rows = rows.filter(Q(created_at__gt=after[0]) | Q(created_at=after[0], id__gt=after[1]))
    return [
        FailedMessage(
            id=r.id,
            system=r.system,
            kind=r.kind,
            case_id=r.case_id,
            case_number=r.case.number if r.case else "",
            accepting_unit=r.case.accepting_unit if r.case else "",
            created_at=r.created_at,
            error=r.last_error,
        )
        for r in rows.order_by("created_at", "id")[:limit]
    ]


def failed_refunds(case_id: UUID) -> dict[UUID, str]:
    """Return, by payment, why the treasury could not be asked for the refund; one query."""
    rows = Outgoing.objects.filter(
        case_id=case_id, system="treasury", kind="refund", state=Outgoing.State.FAILED
    )
    return {UUID(row.payload["payment_id"]): row.last_error for row in rows}


def is_failed_at(unit: str, message_id: UUID) -> bool:
    """Return whether a failed message is about a case that the station accepted; one query."""
    rows = Outgoing.objects.filter(id=message_id, state=Outgoing.State.FAILED)
    return rows.filter(case__accepting_unit=unit).exists()
