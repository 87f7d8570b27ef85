"""What calls to the upstream systems tell the rest of the product: who answers, how fast."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from tongban.adapters.base.client import Observation
from tongban.cases.operations.upstream_health import record_call
from tongban.standards.clock import SystemClock

CLOCK = SystemClock()
EVERY = timedelta(seconds=5)


class Watch:
    """Keeps the latest outcome per system; a steady state is written at most every few seconds."""

    def __init__(self) -> None:
        self._written: dict[str, tuple[datetime, str]] = {}

    def __call__(self, seen: Observation) -> None:
        """Note one call; a database that is away must not turn a good answer into a bad one."""
        now = CLOCK.now()
        error = seen.error or ""
        last = self._written.get(seen.system)
        if last is not None and last[1] == error and now - last[0] < EVERY:
            return
        if connection.in_atomic_block:
            return
        self._written[seen.system] = (now, error)
        try:
            record_call(seen.system, at=now, latency_ms=seen.latency_ms, error_kind=error)
        except DatabaseError:
            self._written.pop(seen.system, None)
