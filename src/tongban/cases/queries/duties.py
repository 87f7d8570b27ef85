"""Open duties of a unit, counted: for the head of every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from tongban.cases.models import Obligation
from tongban.policy.vocabulary import System
from tongban.procedure.obligations import ObligationKind


@dataclass(frozen=True, slots=True)
class OpenNow:
    """What a unit owes now: how many of each kind, and into which systems it has still to look."""

    counts: Mapping[ObligationKind, int]
    look_ins: frozenset[System]


def open_now(unit: str) -> OpenNow:
    """Return what a unit owes now; one query over the open duties."""
    rows = (
        Obligation.objects.filter(owner_unit=unit, closed_at=None)
        .values_list("kind", "system")
        .annotate(Count("id"))
        .order_by()
    )
    counts: Counter[ObligationKind] = Counter()
    systems = set()
    for kind, system, count in rows:
        counts[ObligationKind(kind)] += count
        if system:
            systems.add(System(system))
    return OpenNow(counts, frozenset(systems))
