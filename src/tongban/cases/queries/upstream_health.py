"""How the upstream systems answer, for banners, dots and the city's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tongban.cases.models import Outgoing, UpstreamHealth


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


NONE = (0, 0)


def systems() -> list[SystemHealth]:
    """Return every system that was called, with its open messages; two queries."""
    counts: dict[str, tuple[int, int]] = {
        row["system"]: (row["waiting"], row["failed"])
        for row in Outgoing.objects.filter(state__in=("WAITING", "FAILED"))
        .values("system")
        .annotate(
            waiting=Count("id", filter=Q(state="WAITING")),
            failed=Count("id", filter=Q(state="FAILED")),
        )
    }
    return [
        SystemHealth(
            system=row.system,
            last_ok_at=row.last_ok_at,
            last_error_at=row.last_error_at,
            last_error_kind=row.last_error_kind,
            latency_ms=row.latency_ms,
            last_fetch_at=row.last_fetch_at,
            waiting=counts.get(row.system, NONE)[0],
            failed=counts.get(row.system, NONE)[1],
        )
        for row in UpstreamHealth.objects.order_by("system")
    ]


def states() -> list[SystemHealth]:
    """Return every system that was called, without its messages; one query."""
    return [
        SystemHealth(*row)
        for row in UpstreamHealth.objects.order_by("system").values_list(
            "system",
            "last_ok_at",
            "last_error_at",
            "last_error_kind",
            "latency_ms",
            "last_fetch_at",
        )
    ]


def last_fetch(system: str) -> datetime | None:
    """Return when a system's list was last fetched."""
    return (
        UpstreamHealth.objects.filter(system=system).values_list("last_fetch_at", flat=True).first()
    )
