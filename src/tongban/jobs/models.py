"""What the background worker leaves behind for others to see."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of a background process; ``/readyz`` reads it."""

    name = models.CharField(primary_key=True, max_length=32)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UpstreamHealth(models.Model):
    """How an upstream system answered lately, as seen from our side."""

    system = models.CharField(primary_key=True, max_length=24)
    last_ok_at = models.DateTimeField(null=True)
    last_error_at = models.DateTimeField(null=True)
    last_error_kind = models.CharField(max_length=24, blank=True)
    latency_ms = models.PositiveIntegerField(default=0)
    last_fetch_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.system

    @property
    def is_well(self) -> bool:
        """True while the latest call went well."""
        if self.last_ok_at is None:
            return False
        return self.last_error_at is None or self.last_ok_at >= self.last_error_at
