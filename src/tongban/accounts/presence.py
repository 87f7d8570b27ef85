"""Whether anybody works at a unit: its officers, and when one of them last signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from tongban.accounts.models import Grant
from tongban.procedure.roles import WORK_ROLES


@dataclass(frozen=True, slots=True)
class Presence:
    """How many officers may work at a unit, and when the last of them signed in."""

    officers: int = 0
    last_signed_in_at: datetime | None = None


def presence(units: Sequence[str]) -> Mapping[str, Presence]:
    """Return who may work at each of the units; one without anybody is missing; one query."""
    rows = (
        Grant.objects.filter(unit__in=units, officer__is_active=True, role__in=WORK_ROLES)
        .values_list("unit_id")
        .annotate(Count("officer", distinct=True), Max("officer__last_signed_in_at"))
        .order_by()
    )
    return {unit: Presence(officers, last) for unit, officers, last in rows}
