"""How the upstream systems answer, for banners, dots and the city's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from tongban.cases.models import Outgoing, UpstreamHealth
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF

COLUMNS = (
    "system",
    "last_ok_at",
    "last_error_at",
    "last_error_kind",
    "latency_ms",
    "last_fetch_at",
)


@dataclass(frozen=True, slots=True)
class SystemHealth:
    """One system: last good answer, last error, latency, and messages that wait or failed."""

    system: str
    last_ok_at: datetime | None
    last_error_at: datetime | None
    last_error_kind: str
    latency_ms: int
    last_fetch_at: datetime | None
    waiting: int = 0
    failed: int = 0

    @property
    def is_well(self) -> bool:
        """True unless the latest call went wrong."""
        if self.last_error_at is None:
            return True
        return self.last_ok_at is not None and self.last_ok_at >= self.last_error_at


def _messages(state: str) -> Subquery:
    rows = Outgoing.objects.filter(system=OuterRef("system"), state=state).order_by()
    return Subquery(rows.values("system").annotate(n=Count("id")).values("n"))


def systems() -> list[SystemHealth]:
    """Return every system that was called, with its open messages; one query."""
    rows = UpstreamHealth.objects.annotate(
        waiting=Coalesce(_messages("WAITING"), 0), failed=Coalesce(_messages("FAILED"), 0)
    )
    return [
        SystemHealth(*row)
        for row in rows.order_by("system").values_list(*COLUMNS, "waiting", "failed")
    ]


def states() -> list[SystemHealth]:
    """Return every system that was called, without its messages; one query."""
    return [
        SystemHealth(*row)
        for row in UpstreamHealth.objects.order_by("system").values_list(*COLUMNS)
    ]


def last_fetches(health: Iterable[SystemHealth] | None = None) -> dict[System, datetime | None]:
    """Return when the list of each of the three systems was last fetched; one query, or none."""
    at = {one.system: one.last_fetch_at for one in (states() if health is None else health)}
    return {system: at.get(port) for system, port in PORT_OF.items()}
