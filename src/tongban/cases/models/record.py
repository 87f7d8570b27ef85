"""What acts leave behind: events, obligations, messages to send."""

from __future__ import annotations

from django.db import models

from tongban.policy.review_order import Rank
from tongban.procedure.obligations import ObligationKind
from tongban.standards.check_code import new_code


class Event(models.Model):
    """Something that happened to an intake or a case; a link of that subject's hash chain.

    ``data`` holds ids, codes and keyed hashes, never names, numbers or pictures. A trigger refuses
    changes. ``request_id`` makes every act repeatable without a second effect.
    """

    id = models.UUIDField(primary_key=True)
    subject = models.UUIDField()
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=32)
    name = models.CharField(max_length=48)
    at = models.DateTimeField()
    officer = models.UUIDField(null=True)
    party = models.CharField(max_length=12)
    unit = models.CharField(max_length=12, blank=True)
    data = models.JSONField()
    request_id = models.UUIDField(unique=True)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="event_in_sequence")]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class Obligation(models.Model):
    """Who owes what by when. Worklists, countdowns and assessment are queries over these rows.

    ``due_at`` is empty, with ``due_note`` saying why, when a working calendar is missing; such rows
    sort first. ``rank`` orders reviews of one due time (``policy.review_order``).
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in ObligationKind])
    owner_unit = models.CharField(max_length=12, db_collation="C")
    owner_county = models.CharField(max_length=12, db_collation="C", blank=True)
    owner_officer = models.UUIDField(null=True)
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="obligations"
    )
    intake = models.ForeignKey(
        "cases.Intake", null=True, on_delete=models.CASCADE, related_name="obligations"
    )
    system = models.CharField(max_length=24, blank=True)
    day = models.DateField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_note = models.CharField(max_length=80, blank=True)
    chased_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, blank=True)
    rank = models.PositiveSmallIntegerField(default=Rank.ORDINARY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                name="obligation_open_once_per_case",
                condition=models.Q(closed_at=None),
            ),
            models.UniqueConstraint(
                fields=["owner_unit", "system", "day"],
                name="look_in_once_a_day",
                condition=models.Q(kind=ObligationKind.LOOK_IN),
            ),
        ]
        indexes = [
            models.Index(
                models.F("owner_unit"),
                models.F("kind"),
                models.F("due_at").asc(nulls_first=True),
                models.F("id"),
                name="obligation_open",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["kind", "closed_at"], name="obligation_closed"),
            models.Index(
                models.F("owner_unit"),
                models.F("due_at").asc(nulls_first=True),
                models.F("rank"),
                models.F("opened_at"),
                models.F("id"),
                name="obligation_review_queue",
                condition=models.Q(closed_at=None, kind=ObligationKind.REVIEW),
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Outgoing(models.Model):
    """A message to an upstream system, written with the act that caused it and sent afterwards.

    The id is the message's id on the wire, so that sending twice has one effect. ``payload`` holds
    ids; personal data is read from the case when it is sent. What cannot be delivered ends with
    ``state`` FAILED in a person's worklist.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", "待发送"
        SENT = "SENT", "已送达"
        FAILED = "FAILED", "需人工处理"
        DROPPED = "DROPPED", "不再发送"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=24)
    kind = models.CharField(max_length=32)
    payload = models.JSONField()
    state = models.CharField(max_length=8, default=State.WAITING, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["system", "created_at"],
                name="outgoing_open",
                condition=models.Q(state__in=["WAITING", "FAILED"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind}"


class Paper(models.Model):
    """A printed paper of an intake, a case or a unit's books: what, when, by whom, how often.

    ``code`` is what the public page is asked for; ``title``, ``number`` and ``unit_name`` are what
    stood on the sheet when it was first printed, so that the page says what the paper says.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=24)
    subject = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    contents = models.JSONField()
    prints = models.PositiveSmallIntegerField(default=1)
    blob = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=12, unique=True, default=new_code, db_collation="C")
    title = models.CharField(max_length=60, blank=True, default="")
    number = models.CharField(max_length=60, blank=True, default="")
    unit_name = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return self.kind


class Draft(models.Model):
    """What an officer has typed and not yet sent, kept on the server."""

    officer = models.UUIDField()
    key = models.CharField(max_length=80)
    body = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="draft_once")]

    def __str__(self) -> str:
        return self.key


class DailySequence(models.Model):
    """The last number given out by a unit on a day (受理编号 = unit + date + sequence)."""

    series = models.CharField(max_length=24)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="sequence_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.day}"
