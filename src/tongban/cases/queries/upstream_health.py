"""How the upstream systems answer, for banners, dots and the city's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tongban.cases.models import Outage, Outgoing, UpstreamHealth
from tongban.cases.queries.city_items import open_strays, outage_items
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF

COLUMNS = (
    "system",
    "last_ok_at",
    "last_error_at",
    "last_error_kind",
    "latency_ms",
    "last_fetch_at",
    "failing_since",
)
FETCHED = frozenset(PORT_OF.values())
"""The systems whose list is fetched again and again; the others are called when needed."""


@dataclass(frozen=True, slots=True)
class SystemHealth:
    """One system: last good answer, last error, latency, and since when no list can be had.

    The counts are what waits to be sent or needs a person, and what came in and nothing fits, or
    whose contents are still to come; ``outages`` are past ones the city has not spoken to yet.
    """

    system: str
    last_ok_at: datetime | None
    last_error_at: datetime | None
    last_error_kind: str
    latency_ms: int
    last_fetch_at: datetime | None
    failing_since: datetime | None = None
    waiting: int = 0
    failed: int = 0
    strays: int = 0
    unread: int = 0
    outages: int = 0

    @property
    def is_well(self) -> bool:
        """True unless the latest call or fetch went wrong."""
        if self.failing_since is not None:
            return False
        if self.last_error_at is None:
            return True
        return self.last_ok_at is not None and self.last_ok_at >= self.last_error_at

    @property
    def is_fetched(self) -> bool:
        """Whether it is one of those whose list is fetched (第九条)."""
        return self.system in FETCHED


def _rows() -> QuerySet[UpstreamHealth]:
    failing = Outage.objects.filter(system=OuterRef("system"), until=None).values("since")[:1]
    return UpstreamHealth.objects.annotate(failing_since=Subquery(failing)).order_by("system")


def _counted(rows: QuerySet[Model]) -> Coalesce:
    """How many of the rows are of the system at hand, as a column."""
    of_system = rows.filter(system=OuterRef("system")).order_by()
    return Coalesce(Subquery(of_system.values("system").annotate(n=Count("id")).values("n")), 0)


def systems() -> list[SystemHealth]:
    """Return every system that was called, with its open messages and items; one query."""
    rows = _rows().annotate(
        waiting=_counted(Outgoing.objects.filter(state=Outgoing.State.WAITING)),
        failed=_counted(Outgoing.objects.filter(state=Outgoing.State.FAILED)),
        strays=_counted(open_strays().filter(is_waiting=False)),
        unread=_counted(open_strays().filter(is_waiting=True)),
        outages=_counted(outage_items().exclude(until=None)),
    )
    counts = ("waiting", "failed", "strays", "unread", "outages")
    return [SystemHealth(*row) for row in rows.values_list(*COLUMNS, *counts)]


def states() -> list[SystemHealth]:
    """Return every system that was called, without its messages; one query."""
    return [SystemHealth(*row) for row in _rows().values_list(*COLUMNS)]


def last_fetches(health: Iterable[SystemHealth] | None = None) -> dict[System, datetime | None]:
    """Return when the list of each of the three systems was last fetched; one query, or none."""
    at = {one.system: one.last_fetch_at for one in (states() if health is None else health)}
    return {system: at.get(port) for system, port in PORT_OF.items()}
