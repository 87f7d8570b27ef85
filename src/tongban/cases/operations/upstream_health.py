"""How the upstream systems answer, as seen from our side."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.models import UpstreamHealth


def record_call(system: str, *, at: datetime, latency_ms: int, error_kind: str) -> None:
    """Keep how a call went; ``error_kind`` is empty when it went well."""
    changes: dict[str, object] = {"latency_ms": latency_ms}
    if error_kind:
        changes |= {"last_error_at": at, "last_error_kind": error_kind[:24]}
    else:
        changes["last_ok_at"] = at
    UpstreamHealth.objects.update_or_create(system=system, defaults=changes)


def record_fetch(system: str, *, at: datetime) -> None:
    """Keep that a system's list was fetched: look-ins are fresh from here on."""
    UpstreamHealth.objects.update_or_create(system=system, defaults={"last_fetch_at": at})
