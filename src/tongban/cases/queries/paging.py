"""Pages of duties by due time; what has none comes first (docs/decisions/0021)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q


def behind(due_at: datetime | None, id_: UUID) -> Q:
    """Return the condition for duties that come after the one with this due time and id."""
    if due_at is None:
        return Q(due_at=None, id__gt=id_) | Q(due_at__isnull=False)
    return Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=id_)
