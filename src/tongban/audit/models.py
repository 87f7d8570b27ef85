"""The append-only log of what was looked at and by whom.

Rows hold ids and salted hashes, never names or numbers, so that personal data can be erased when
its time is over without breaking the log. Rows are sealed in batches: no act waits for another.
"""

from __future__ import annotations

from django.db import models

from tongban.audit.words import What


class AuditRow(models.Model):
    """One thing an officer did or saw, outside the acts that events record."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    officer_id = models.UUIDField(null=True)
    unit = models.CharField(max_length=12, blank=True)
    what = models.CharField(max_length=40, choices=[(w.value, w.label) for w in What])
    subject = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["officer_id", "at"], name="audit_by_officer"),
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return self.what


class AuditSeal(models.Model):
    """A hash over a run of audit rows and the seal before it."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    upto_at = models.DateTimeField()
    upto_id = models.UUIDField()
    rows = models.PositiveIntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            # Two sealers at once cannot fork the chain.
            models.UniqueConstraint(fields=["previous"], name="seal_follows_one"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.rows} rows"
