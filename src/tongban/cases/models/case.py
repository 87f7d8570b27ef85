"""The case (异地申办件) and its composed versions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.cases.models.subject import Subject
from tongban.policy.vocabulary import Category, Delivery, Priority, Reason, Stream, System
from tongban.procedure.reasons import GreenReason, LateCause
from tongban.procedure.stages import Stage

ISSUED_OR_LATER = [
    Stage.ISSUED,
    Stage.IN_PRODUCTION,
    Stage.TO_COUNTY,
    Stage.AT_COUNTY,
    Stage.TO_STATION,
    Stage.AT_STATION,
    Stage.TO_APPLICANT,
    Stage.HANDED_OVER,
    Stage.DELIVERED,
]


WITHOUT_CARD = [Stage.WITHDRAWN, Stage.REVOKED, Stage.CLOSED, Stage.VOIDED]
"""The endings after which nobody has a card of the case."""


class Case(Subject):
    """An application, from the composed record on. Born by compose (or by arrival from upstream).

    Units stand as codes: whoever may see the case is decided from this row alone; an office outside
    the city stands in ``elsewhere_*`` and the columns of ours are empty. ``system`` is the one
    through which the home bureau answers. ``returned`` is the latest return: category, fields,
    words. Validity is fixed by issue, from the age that day; ``issuer_*`` where another city issued.
    ``arrived_at`` and ``fetched_at`` are of an incoming case's current version: when the other side
    had it, when we had it, and ``late_cause`` why we had it late. ``held_by`` is who put it on hold over
    a ground (a hold without one is of answers that contradict each other), ``ground_since`` since when
    a ground waits to be decided, ``wished_at`` when the applicant wished to withdraw with a card made;
    ``erased_at`` when the biometrics of a case without a card were erased. ``green`` and ``is_visited``
    come from the intake (第十四条): why the applicant is served first, and whether he was served at home.
    """

    number = models.CharField(max_length=32, unique=True, db_collation="C")
    stream = models.CharField(max_length=10, choices=[(s.value, s.label) for s in Stream])
    category = models.CharField(max_length=16, choices=[(c.value, c.label) for c in Category])
    stage = models.CharField(max_length=16, choices=[(s.value, s.label) for s in Stage])
    held = models.BooleanField(default=False)
    held_by = models.UUIDField(null=True)
    ground_since = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    wished_at = models.DateTimeField(null=True)

    accepting_unit = models.CharField(max_length=12, db_collation="C", blank=True)
    accepting_county = models.CharField(max_length=12, db_collation="C", blank=True)
    home_unit = models.CharField(max_length=12, db_collation="C", blank=True)
    home_county = models.CharField(max_length=12, db_collation="C", blank=True)
    elsewhere_unit = models.CharField(max_length=12, db_collation="C", blank=True)
    elsewhere_name = models.CharField(max_length=60, blank=True)
    system = models.CharField(max_length=24, choices=[(s.value, s.label) for s in System])

    name = models.CharField(max_length=100)
    id_number = models.CharField(max_length=18, db_collation="C")
    person_key = models.BinaryField(max_length=32)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=50, blank=True)

    reason = models.CharField(max_length=12, choices=[(r.value, r.label) for r in Reason])
    priority = models.CharField(max_length=10, choices=[(p.value, p.label) for p in Priority])
    delivery = models.CharField(max_length=8, choices=[(d.value, d.label) for d in Delivery])
    green = models.CharField(
        max_length=10, blank=True, choices=[(g.value, g.label) for g in GreenReason]
    )
    is_visited = models.BooleanField(default=False)
    policy_version = models.CharField(max_length=20)
    residence = models.CharField(max_length=10, default="UNKNOWN")

    current = models.PositiveSmallIntegerField(default=1)
    acceptors = ArrayField(models.UUIDField(), default=list)
    is_paid = models.BooleanField(default=False)
    reached_review = models.BooleanField(default=False)
    returned = models.JSONField(null=True)
    chases = models.PositiveSmallIntegerField(default=0)

    composed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    late_cause = models.CharField(
        max_length=16, blank=True, choices=[(c.value, c.label) for c in LateCause]
    )
    issued_at = models.DateTimeField(null=True)
    issued_by = models.UUIDField(null=True)
    issuer_code = models.CharField(max_length=12, blank=True)
    issuer_name = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    is_long_term = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_validity_iff_issued",
                condition=(
                    models.Q(stage__in=ISSUED_OR_LATER, valid_from__isnull=False)
                    | ~models.Q(stage__in=ISSUED_OR_LATER)
                ),
            ),
            models.CheckConstraint(
                name="case_paid_before_production",
                condition=models.Q(is_paid=True)
                | ~models.Q(stage__in=[s for s in ISSUED_OR_LATER if s is not Stage.ISSUED]),
            ),
            models.CheckConstraint(
                name="case_signed_once_in_review",
                condition=models.Q(signed_at__isnull=False)
                | ~models.Q(stage__in=[Stage.IN_REVIEW, *ISSUED_OR_LATER])
                | models.Q(stream=Stream.INCOMING),
            ),
            models.CheckConstraint(
                name="case_ended_iff_ending",
                condition=models.Q(
                    stage__in=[s for s in Stage if s.is_ending], ended_at__isnull=False
                )
                | (
                    ~models.Q(stage__in=[s for s in Stage if s.is_ending]) & models.Q(ended_at=None)
                ),
            ),
            models.CheckConstraint(
                name="case_returned_with_words",
                condition=models.Q(returned__isnull=False) | ~models.Q(stage=Stage.RETURNED),
            ),
            models.CheckConstraint(
                name="case_units_of_its_stream",
                condition=(
                    models.Q(
                        stream=Stream.INTERNAL,
                        elsewhere_name="",
                        accepting_unit__gt="",
                        home_county__gt="",
                        system=System.SHANDONG_POPULATION,
                    )
                    | models.Q(
                        stream=Stream.OUTGOING,
                        elsewhere_name__gt="",
                        accepting_unit__gt="",
                        home_county="",
                    )
                    | models.Q(
                        stream=Stream.INCOMING,
                        elsewhere_name__gt="",
                        accepting_unit="",
                        home_county__gt="",
                        arrived_at__isnull=False,
                        fetched_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="case_holder_with_hold",
                condition=models.Q(held_by=None) | models.Q(held=True, ground_since__isnull=False),
            ),
            models.CheckConstraint(
                name="case_erased_without_card",
                condition=models.Q(erased_at=None) | models.Q(stage__in=WITHOUT_CARD),
            ),
            models.CheckConstraint(
                name="case_visit_has_reason",
                condition=models.Q(is_visited=False) | models.Q(green__gt=""),
            ),
            models.CheckConstraint(
                name="case_issuer_iff_issued_elsewhere",
                condition=models.Q(issuer_name="")
                | models.Q(stream=Stream.OUTGOING, issued_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["accepting_unit", "stage", "composed_at", "id"], name="case_station"
            ),
            models.Index(
                fields=["accepting_county", "stage", "composed_at", "id"], name="case_county"
            ),
            models.Index(fields=["stage", "composed_at", "id"], name="case_city"),
            models.Index(fields=["person_key"], name="case_person"),
            models.Index(fields=["id_number"], name="case_id_number"),
            models.Index(fields=["name"], name="case_name", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["composed_at", "id"], name="case_by_time"),
            models.Index(
                fields=["system", "arrived_at"],
                name="case_fetched_late",
                condition=models.Q(late_cause__gt=""),
            ),
            models.Index(
                fields=["ended_at", "id"],
                name="case_to_erase",
                condition=models.Q(erased_at=None, stage__in=WITHOUT_CARD),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ComposedVersion(models.Model):
    """合成版本: text, photo, fingerprints, evidence and verdict as they were put together; locked.

    A trigger refuses every change but the signature being added once.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    composed_at = models.DateTimeField()
    composed_by = models.UUIDField(null=True)
    text = models.JSONField()
    record = models.JSONField()
    verdict = models.JSONField()
    comparison = models.JSONField()
    evidence = models.JSONField()
    guardian = models.JSONField(null=True)
    photo = models.CharField(max_length=80)
    photo_report = models.JSONField(default=dict)
    fingers = models.JSONField(default=list)
    live_photo = models.CharField(max_length=80, blank=True)
    signature = models.CharField(max_length=80, blank=True)
    signed_page = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    signer = models.CharField(max_length=10, blank=True)
    signature_taken_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="version_counted_once")]

    def __str__(self) -> str:
        return f"v{self.n}"
