"""Parcels: a card on its way to the applicant's address (邮政速递, 第十一条)."""

from __future__ import annotations

from django.db import models

from tongban.ports.post import BackReason, ParcelStep, Signer


class Parcel(models.Model):
    """One mailing of one card, as far as the post has told; a card sent again is a new parcel.

    ``seq`` is the number of the post's last event that is known here. ``ended_at`` is set when it was
    delivered, came back or was lost. ``recipient`` and ``address`` are those it was sent to.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="parcels")
    card = models.ForeignKey("cases.Card", on_delete=models.PROTECT, related_name="parcels")
    tracking_no = models.CharField(max_length=40, unique=True, db_collation="C")
    sent_at = models.DateTimeField()
    recipient = models.CharField(max_length=50)
    address = models.CharField(max_length=200)
    seq = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(
        max_length=16,
        default=ParcelStep.COLLECTED,
        choices=[(s.value, s.label) for s in ParcelStep],
    )
    step_at = models.DateTimeField()
    place = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=200, blank=True)
    signer = models.CharField(
        max_length=10, blank=True, choices=[(s.value, s.label) for s in Signer]
    )
    signer_name = models.CharField(max_length=50, blank=True)
    reason = models.CharField(
        max_length=12, blank=True, choices=[(r.value, r.label) for r in BackReason]
    )
    recalled_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                name="parcel_once_under_way",
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="parcel_ended_iff_over",
                condition=models.Q(
                    step__in=["DELIVERED", "SENT_BACK", "LOST"], ended_at__isnull=False
                )
                | (
                    ~models.Q(step__in=["DELIVERED", "SENT_BACK", "LOST"]) & models.Q(ended_at=None)
                ),
            ),
            models.CheckConstraint(
                name="parcel_signer_iff_delivered",
                condition=models.Q(step="DELIVERED", signer__gt="")
                | (~models.Q(step="DELIVERED") & models.Q(signer="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "sent_at"],
                name="parcel_under_way",
                condition=models.Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_no
