"""The sealed file of an ended case (一人一档, 第八条)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tongban.procedure.reasons import FilePart


class FileSeal(models.Model):
    """What was in a file when it was sealed: a list of hashes, chained into one digest.

    ``entries`` name rows, pictures and the ends of the chains (see ``file_keeping``); ``refs`` are
    the pictures, so that the database can refuse to lose one. Until ``keep_until`` triggers refuse
    to delete the seal, the rows of the case and the pictures; the time may only be lengthened.

    A case whose card turned out wrong goes on after its file was sealed, and is sealed once more when
    it has ended: the last seal is of the file as it is, the ones before it stay.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="seals")
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


class FileAddition(models.Model):
    """补入: the scan of a paper that was missing in a file, added later and never changed.

    ``words`` say where it comes from. ``digest`` is its own, hashed onto ``follows``: the addition
    before it, or the seal; the seal stays as it was. One that was added before the seal is covered
    by the seal as well. Triggers keep it and its ``pages`` as long as the file.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="additions")
    part = models.CharField(max_length=12, choices=[(p.value, p.label) for p in FilePart])
    pages = models.JSONField()
    words = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    follows = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "part"], name="file_addition_once"),
            models.CheckConstraint(
                name="file_addition_with_pages_and_words",
                condition=~models.Q(pages=[]) & ~models.Q(words=""),
            ),
        ]
        indexes = [GinIndex(fields=["pages"], name="file_addition_pages")]

    def __str__(self) -> str:
        return f"{self.part} of {self.case_id}"
