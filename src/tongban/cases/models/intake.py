"""Intakes: what happens at the window before a case is born."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.cases.models.subject import Subject
from tongban.policy.vocabulary import Category, Delivery, EvidenceKind, Priority, Reason
from tongban.procedure.reasons import GreenReason
from tongban.procedure.stages import IntakeStage

WITHOUT_CASE = [s for s in IntakeStage if s not in (IntakeStage.OPEN, IntakeStage.COMPOSED)]
"""The endings from which no case was born."""


class Intake(Subject):
    """An application being taken at a station (受理中), from the record found until it ends.

    ``declared`` and ``record`` hold the compared fields as in ``policy.situation``; ``record`` adds
    the register's ``record_id``. Pictures and prints are references to blobs, erased on their own.
    ``commitment`` is the one in force: its paper, blob, signer, officer and moment. ``green`` is why
    the applicant is served first (第十四条); ``visit`` who went to him, when, whereabouts, what was taken.
    """

    stage = models.CharField(max_length=12, choices=[(s.value, s.label) for s in IntakeStage])
    former_units = ArrayField(models.CharField(max_length=12), default=list)
    station = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    case = models.OneToOneField(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="intake"
    )
    category = models.CharField(
        max_length=16, blank=True, choices=[(c.value, c.label) for c in Category]
    )
    home_unit = models.CharField(max_length=12, blank=True, db_collation="C")

    person_key = models.BinaryField(max_length=32)
    declared = models.JSONField()
    record = models.JSONField()
    record_at = models.DateTimeField()

    reason = models.CharField(
        max_length=12, blank=True, choices=[(r.value, r.label) for r in Reason]
    )
    priority = models.CharField(
        max_length=10, default=Priority.ORDINARY, choices=[(p.value, p.label) for p in Priority]
    )
    priority_reason = models.CharField(max_length=200, blank=True)
    delivery = models.CharField(
        max_length=8, default=Delivery.STATION, choices=[(d.value, d.label) for d in Delivery]
    )
    address = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=50, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    wants_temporary = models.BooleanField(default=False)
    guardian = models.JSONField(null=True)
    green = models.CharField(
        max_length=10, blank=True, choices=[(g.value, g.label) for g in GreenReason]
    )
    green_words = models.CharField(max_length=60, blank=True)
    visit = models.JSONField(null=True)

    history_viewed_at = models.DateTimeField(null=True)
    face = models.CharField(max_length=12, default="NOT_DONE")
    fingerprint = models.CharField(max_length=12, default="NOT_DONE")
    compared_at = models.DateTimeField(null=True)
    compared_by = models.UUIDField(null=True)
    identity_confirmed = models.BooleanField(null=True)
    identity_by = models.UUIDField(null=True)
    identity_at = models.DateTimeField(null=True)
    commitment = models.JSONField(null=True)
    offences = models.JSONField(default=list)
    credit_hits = models.JSONField(default=list)
    residence = models.CharField(max_length=10, default="UNKNOWN")

    live_photo = models.CharField(max_length=80, blank=True)
    photo = models.CharField(max_length=80, blank=True)
    photo_report = models.JSONField(default=dict)
    fingers = models.JSONField(default=list)

    policy_version = models.CharField(max_length=20, blank=True)
    notice_printed_at = models.DateTimeField(null=True)
    lapse_warned_at = models.DateTimeField(null=True)
    draft = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_case_iff_composed",
                condition=models.Q(stage=IntakeStage.COMPOSED, case__isnull=False)
                | ~models.Q(stage=IntakeStage.COMPOSED),
            ),
            models.CheckConstraint(
                name="intake_ended_iff_not_open",
                condition=models.Q(stage=IntakeStage.OPEN, ended_at=None)
                | (~models.Q(stage=IntakeStage.OPEN) & models.Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="intake_visit_has_reason",
                condition=models.Q(visit=None) | models.Q(green__gt=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["station", "opened_at", "id"],
                name="intake_open_at_station",
                condition=models.Q(stage=IntakeStage.OPEN),
            ),
            models.Index(
                fields=["ended_at", "id"],
                name="intake_to_erase",
                condition=models.Q(erased_at=None, stage__in=WITHOUT_CASE),
            ),
            models.Index(
                fields=["ended_at", "id"],
                name="intake_ended",
                condition=models.Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Evidence(models.Model):
    """A document shown at the window (受理凭证, 第三条(一)), with its copies."""

    id = models.UUIDField(primary_key=True)
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in EvidenceKind])
    description = models.CharField(max_length=60, blank=True)
    valid_until = models.DateField(null=True)
    read_fields = models.JSONField(default=dict)
    pages = models.JSONField(default=list)
    shown_at = models.DateTimeField()
    shown_to = models.UUIDField()

    class Meta:
        ordering = ["shown_at", "id"]

    def __str__(self) -> str:
        return self.kind


class PersonSlot(models.Model):
    """One person has one open intake or case accepted here; this row is the place.

    ``key`` is a keyed hash of the ID number until the register's record id is known, then of that
    (duplicated ID numbers exist).
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    intake = models.OneToOneField(Intake, null=True, on_delete=models.CASCADE, related_name="slot")
    case = models.OneToOneField(
        "cases.Case", null=True, on_delete=models.CASCADE, related_name="slot"
    )
    station = models.CharField(max_length=12)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slot_of_intake_or_case",
                condition=models.Q(intake__isnull=False) | models.Q(case__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return "slot"
