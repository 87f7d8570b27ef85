"""Temporary identity cards and certificates (第十二条): the rows of the register."""

from __future__ import annotations

from django.db import models

from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.procedure.reasons import TemporaryEnding

KINDS = (Kind.CARD, Kind.CERTIFICATE)


class TemporaryDocument(models.Model):
    """A temporary card or certificate given out on the spot; ``number`` is never used again.

    It bears text and photo of the composed version ``version``. ``explained`` is the sentence with
    which the applicant was told why there is no card. ``words`` are the applicant's about a loss,
    or the officer's reason for writing the card off.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="temporaries")
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in KINDS])
    number = models.CharField(max_length=32, unique=True, db_collation="C")
    version = models.PositiveSmallIntegerField()
    photo = models.CharField(max_length=80)
    purpose = models.CharField(max_length=60, blank=True)
    explained = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_unit = models.CharField(max_length=12, db_collation="C")
    valid_from = models.DateField()
    valid_until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ending = models.CharField(
        max_length=12, blank=True, choices=[(e.value, e.label) for e in TemporaryEnding]
    )
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="temporary_one_live_per_case",
                fields=["case"],
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="temporary_valid_for_a_time",
                condition=models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="temporary_certificate_explained",
                condition=models.Q(kind=Kind.CARD, explained="", purpose="")
                | (
                    models.Q(kind=Kind.CERTIFICATE)
                    & ~models.Q(explained="")
                    & ~models.Q(purpose="")
                ),
            ),
            models.CheckConstraint(
                name="temporary_ended_one_way",
                condition=models.Q(ended_at=None, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
            ),
            models.CheckConstraint(
                name="temporary_loss_in_words",
                condition=~models.Q(words="")
                | ~models.Q(ending__in=[TemporaryEnding.LOST, TemporaryEnding.WRITTEN_OFF]),
            ),
            models.CheckConstraint(
                name="temporary_certificate_runs_out",
                condition=models.Q(kind=Kind.CARD)
                | models.Q(ending__in=["", TemporaryEnding.EXPIRED]),
            ),
        ]
        indexes = [
            models.Index(fields=["issued_unit", "issued_at", "id"], name="temporary_register"),
        ]

    def __str__(self) -> str:
        return self.number
