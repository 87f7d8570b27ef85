"""What another station captured for a returned case at the applicant's side (代为采集, 运行参数)."""

from __future__ import annotations

from django.db import models


class CaptureElsewhere(models.Model):
    """Photo or fingerprints taken anew at a nearer station; the accepting station composes with them.

    ``version`` is the one that was returned: what was taken for it serves it alone. ``photo`` and the
    prints are references to blobs, erased as those of a version are.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="captures")
    version = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, db_collation="C")
    officer = models.UUIDField()
    at = models.DateTimeField()
    photo = models.CharField(max_length=80, blank=True)
    photo_report = models.JSONField(default=dict)
    fingers = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="capture_of_something",
                condition=models.Q(photo__gt="") | ~models.Q(fingers=[]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.version}"
