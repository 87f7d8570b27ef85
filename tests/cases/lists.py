"""The three systems' lists: fetched, or not to be had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tongban.cases.operations.upstream_health import record_failed_fetch, record_fetch
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF

ALL = tuple(PORT_OF.values())


def fetched(at: datetime, *, ports: Iterable[str] = ALL) -> None:
    """Let the lists of some systems be fetched."""
    for port in ports:
        record_fetch(port, at=at)


def failed(at: datetime, *, ports: Iterable[str]) -> None:
    """Let the lists of some systems not be had."""
    for port in ports:
        record_failed_fetch(port, at=at, error_kind="Unreachable")


def when(at: datetime, **stale: datetime | None) -> dict[System, datetime | None]:
    """Return when each list was fetched: at ``at`` but those named by their port."""
    return {system: stale.get(port, at) for system, port in PORT_OF.items()}
