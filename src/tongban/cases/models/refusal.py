"""Refusals, what they rest on, and what is seen to afterwards (第五条, 第十五条)."""

from __future__ import annotations

from django.db import models

from tongban.cases.models.intake import Intake
from tongban.cases.models.watch import CreditRecord
from tongban.procedure.reasons import LiftReason, RefusalFinding, ToldAgainBy


class Refusal(models.Model):
    """不予异地受理: one of the five grounds, its evidence, and the notice handed over.

    ``evidence`` holds by ground what it rested on at that moment, in words and without values of the
    register; ``lifted_at`` when it turned out that the person may apply again after all.
    """

    id = models.UUIDField(primary_key=True)
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="refusal")
    station = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    officer = models.UUIDField()
    at = models.DateTimeField()
    grounds = models.JSONField()
    evidence = models.JSONField(default=list)
    words = models.TextField()
    number = models.CharField(max_length=32, unique=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(
        max_length=16, blank=True, choices=[(r.value, r.label) for r in LiftReason]
    )
    unsent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_way = models.CharField(
        max_length=10, blank=True, choices=[(w.value, w.label) for w in ToldAgainBy]
    )
    told_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="refusal_lifted_with_reason",
                condition=models.Q(lifted_at=None, lifted_why="")
                | (models.Q(lifted_at__isnull=False) & ~models.Q(lifted_why="")),
            ),
            models.CheckConstraint(
                name="refusal_told_once_lifted",
                condition=models.Q(told_at=None, told_way="")
                | (
                    models.Q(told_at__isnull=False, lifted_at__isnull=False)
                    & ~models.Q(told_way="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="refusal_by_time"),
            models.Index(fields=["station", "at", "id"], name="refusal_of_station"),
        ]

    def __str__(self) -> str:
        return self.number


class RefusalRecord(models.Model):
    """A bad credit record that a refusal rests on (第五条(五)); the record leads to its push."""

    id = models.UUIDField(primary_key=True)
    refusal = models.ForeignKey(Refusal, on_delete=models.CASCADE, related_name="records")
    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="refused")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refusal", "record"], name="refusal_record_once")
        ]

    def __str__(self) -> str:
        return self.record_id


class RefusalCheck(models.Model):
    """核查: what a supervisor found of a refusal, in his own words; the latest one holds."""

    id = models.UUIDField(primary_key=True)
    refusal = models.ForeignKey(Refusal, on_delete=models.CASCADE, related_name="checks")
    finding = models.CharField(max_length=5, choices=[(f.value, f.label) for f in RefusalFinding])
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_unit = models.CharField(max_length=12)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.finding


class RefusalLook(models.Model):
    """Until when a supervisor has seen the refusals of his unit; later ones are marked as new."""

    id = models.UUIDField(primary_key=True)
    officer = models.UUIDField()
    unit = models.CharField(max_length=12, db_collation="C")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "unit"], name="refusal_look_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.seen_at}"
