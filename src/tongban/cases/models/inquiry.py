"""Inquiries (协查): what the window asks the home station about a person it cannot yet tell."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.policy.vocabulary import Detail
from tongban.procedure.reasons import AnsweredBy, InquiryAnswer


class Inquiry(models.Model):
    """A question of identity to the home station, with what that station is shown; its answer.

    ``home_unit`` is a station of ours, empty where home lies outside the city: then ``home_office``
    is written to, and ``answerer`` and ``answered_on`` say who answered there and when. ``details``
    are the fields asked about; ``declared`` and ``record`` are the applicant's as they stood when it
    was asked, ``live_photo`` the picture of that moment (empty: not shown, or erased).
    """

    id = models.UUIDField(primary_key=True)
    intake = models.ForeignKey("cases.Intake", on_delete=models.CASCADE, related_name="inquiries")
    number = models.CharField(max_length=32, unique=True, db_collation="C")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_unit = models.CharField(max_length=12, db_collation="C")
    home_unit = models.CharField(max_length=12, db_collation="C", blank=True)
    home_office = models.CharField(max_length=60, blank=True)
    question = models.TextField()
    details = ArrayField(
        models.CharField(max_length=12, choices=[(d.value, d.label) for d in Detail]), default=list
    )
    declared = models.JSONField()
    record = models.JSONField()
    live_photo = models.CharField(max_length=80, blank=True)

    answer = models.CharField(
        max_length=12, blank=True, choices=[(a.value, a.label) for a in InquiryAnswer]
    )
    words = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_unit = models.CharField(max_length=12, blank=True, db_collation="C")
    way = models.CharField(
        max_length=8, blank=True, choices=[(w.value, w.label) for w in AnsweredBy]
    )
    answerer = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intake"],
                name="inquiry_open_once",
                condition=models.Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="inquiry_answered_whole",
                condition=models.Q(answered_at=None, answer="", way="", answered_by=None)
                | models.Q(
                    answered_at__isnull=False,
                    answer__gt="",
                    way__gt="",
                    answered_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="inquiry_asks_somebody",
                condition=models.Q(home_unit__gt="") | models.Q(home_office__gt=""),
            ),
        ]
        indexes = [models.Index(fields=["home_unit", "asked_at", "id"], name="inquiry_of_home")]

    def __str__(self) -> str:
        return self.number
