"""Messages from upstream, stored as received before anything is done with them."""

from __future__ import annotations

from django.db import models


class InboundMessage(models.Model):
    """A message from an upstream system: sent to us and signed, or read from its list of changes.

    ``message_id`` is the sender's, or made from the change's number; a repeated one finds what is
    stored and has no second effect. ``about`` is the case number of a change: the changes of one
    case are acted upon in the order of ``seq``.
    """

    message_id = models.UUIDField(primary_key=True)
    system = models.CharField(max_length=24)
    kind = models.CharField(max_length=32)
    body = models.JSONField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=32, blank=True, db_collation="C")
    seq = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "seq"], name="inbound_change_once"),
        ]
        indexes = [
            models.Index(
                fields=["system", "about", "seq"],
                name="inbound_of_case",
                condition=models.Q(handled_at=None, seq__isnull=False),
            ),
            models.Index(
                fields=["system", "received_at"],
                name="inbound_open",
                condition=models.Q(handled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind}"


class Feed(models.Model):
    """How far the list of changes of a system has been read.

    ``cursor`` is the last number stored; it moves in the transaction that stores the changes, so
    that none is skipped and none is stored twice. ``failing_since`` is the first try that failed
    since the last good one.
    """

    system = models.CharField(primary_key=True, max_length=24)
    cursor = models.PositiveBigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.system} {self.cursor}"
