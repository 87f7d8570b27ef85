"""Open duties of a unit, counted: for the head of every page."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from tongban.cases.models import Obligation
from tongban.procedure.obligations import ObligationKind


def open_counts(unit: str) -> Mapping[ObligationKind, int]:
    """Return how many duties of each kind a unit owes now; one query over the open ones."""
    rows = (
        Obligation.objects.filter(owner_unit=unit, closed_at=None)
        .values_list("kind")
        .annotate(Count("id"))
        .order_by()
    )
    return {ObligationKind(kind): count for kind, count in rows}
