"""Messages from upstream, stored as received before anything is done with them."""

from __future__ import annotations

from django.db import models


class InboundMessage(models.Model):
    """A signed message from an upstream system.

    ``message_id`` is the sender's; a repeated one finds the stored answer and has no second effect.
    """

    message_id = models.UUIDField(primary_key=True)
    system = models.CharField(max_length=24)
    kind = models.CharField(max_length=32)
    body = models.JSONField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["system", "received_at"],
                name="inbound_open",
                condition=models.Q(handled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind}"
