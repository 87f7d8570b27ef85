"""The sealed file of an ended case (一人一档, 第八条)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class FileSeal(models.Model):
    """What was in a file when it was sealed: a list of hashes, chained into one digest.

    ``entries`` name rows, pictures and the ends of the chains (see ``file_keeping``); ``refs`` are
    the pictures, so that the database can refuse to lose one. Until ``keep_until`` triggers refuse
    to delete the seal, the rows of the case and the pictures; the time may only be lengthened.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="seal")
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField(null=True)
    keep_until = models.DateTimeField()
    entries = models.JSONField()
    refs = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            GinIndex(fields=["refs"], name="file_seal_refs"),
            models.Index(fields=["sealed_at", "id"], name="file_seal_by_time"),
        ]

    def __str__(self) -> str:
        return f"file of {self.case_id}"
