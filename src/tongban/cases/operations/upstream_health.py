"""How the upstream systems answer, as seen from our side; and since when a list cannot be had."""

from __future__ import annotations

from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from tongban.cases.models import Outage, UpstreamHealth
from tongban.cases.operations.office import office
from tongban.procedure.reasons import LateCause


def record_call(system: str, *, at: datetime, latency_ms: int, error_kind: str) -> None:
    """Keep how a call went; ``error_kind`` is empty when it went well."""
    changes: dict[str, object] = {"latency_ms": latency_ms}
    if error_kind:
        changes |= {"last_error_at": at, "last_error_kind": error_kind[:24]}
    else:
        changes["last_ok_at"] = at
    UpstreamHealth.objects.update_or_create(system=system, defaults=changes)


def record_fetch(system: str, *, at: datetime) -> None:
    """Keep that a system's list was fetched: look-ins are fresh from here on, an outage is over.

    A silence that no failed fetch explains (the product did not run) is an outage too, told from
    the last fetch. One that ends before the list was stale has harmed nobody and is forgotten.
    """
    rows = UpstreamHealth.objects.filter(system=system)
    last = rows.values_list("last_fetch_at", flat=True).first()
    UpstreamHealth.objects.update_or_create(system=system, defaults={"last_fetch_at": at})
    is_stale = last is None or at - last > fresh_for(at)
    open_now = Outage.objects.filter(system=system, until=None)
    if not is_stale:
        open_now.delete()
    elif not open_now.update(until=at) and last is not None:
        Outage.objects.create(
            id=uuid7(),
            system=system,
            last_fetch_at=last,
            since=last,
            until=at,
            cause=LateCause.NOT_FETCHED,
        )


def record_failed_fetch(system: str, *, at: datetime, error_kind: str) -> None:
    """Keep that a system's list could not be fetched: an outage begins, or goes on."""
    health, _ = UpstreamHealth.objects.get_or_create(system=system)
    Outage.objects.get_or_create(
        system=system,
        until=None,
        defaults={
            "id": uuid7(),
            "last_fetch_at": health.last_fetch_at,
            "since": at,
            "cause": LateCause.UPSTREAM_DOWN,
            "error_kind": error_kind[:24],
        },
    )


def fresh_for(at: datetime) -> timedelta:
    """Return how long a fetched list counts as fresh (运行参数)."""
    return timedelta(minutes=office().terms(at).look_in_fresh_minutes)
