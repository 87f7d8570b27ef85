"""Daily look-ins, the upstream systems as seen from here, and the pushed credit list."""

from __future__ import annotations

from django.db import models

from tongban.procedure.reasons import LateCause


class LookIn(models.Model):
    """每天登录: a unit opened the list of a system (第九、十条), and how fresh that list was."""

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=12, db_collation="C")
    system = models.CharField(max_length=24)
    officer = models.UUIDField()
    at = models.DateTimeField()
    day = models.DateField()
    is_fresh = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["day", "unit", "system"], name="look_in_by_day"),
            models.Index(
                fields=["system", "at"], name="look_in_in_vain", condition=models.Q(is_fresh=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.system} {self.day}"


class CreditPush(models.Model):
    """A push of the bad credit list as received; numbers run without gaps."""

    number = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=8)
    issued_at = models.DateTimeField()
    received_at = models.DateTimeField()
    added = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"push {self.number}"


class CreditGap(models.Model):
    """A number missing in the pushes of the list: what came after it waits until it is there.

    ``seen`` is the number that showed it.
    """

    missing = models.PositiveIntegerField(primary_key=True)
    seen = models.PositiveIntegerField()
    noticed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"gap {self.missing}"


class CreditRecord(models.Model):
    """不良信用记录 (第五条(五)), traceable to the push that brought it; withdrawn ones stop counting."""

    record_id = models.CharField(primary_key=True, max_length=40, db_collation="C")
    id_key = models.BinaryField(max_length=32, db_index=True)
    reason = models.CharField(max_length=200)
    since = models.DateField()
    push = models.ForeignKey(CreditPush, on_delete=models.PROTECT, related_name="brought")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_push = models.ForeignKey(
        CreditPush, null=True, on_delete=models.PROTECT, related_name="took_back"
    )

    def __str__(self) -> str:
        return self.record_id


class UpstreamHealth(models.Model):
    """How an upstream system answered lately, as seen from our side."""

    system = models.CharField(primary_key=True, max_length=24)
    last_ok_at = models.DateTimeField(null=True)
    last_error_at = models.DateTimeField(null=True)
    last_error_kind = models.CharField(max_length=24, blank=True)
    latency_ms = models.PositiveIntegerField(default=0)
    last_fetch_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.system

    @property
    def is_well(self) -> bool:
        """True while the latest call went well."""
        if self.last_ok_at is None:
            return False
        return self.last_error_at is None or self.last_ok_at >= self.last_error_at


class Settled(models.Model):
    """Something the city bureau has to see to: open until somebody says what was done about it.

    ``settled_by`` is empty where it ended by itself.
    """

    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Outage(Settled):
    """A time in which the list of a system could not be had (第九条; the city's, 第十三条(三)).

    ``last_fetch_at`` is the last good fetch before it, ``until`` empty while it lasts. One that ends
    before the list was stale is not kept.
    """

    id = models.UUIDField(primary_key=True)
    system = models.CharField(max_length=24)
    last_fetch_at = models.DateTimeField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, choices=[(c.value, c.label) for c in LateCause])
    error_kind = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], name="outage_one_at_a_time", condition=models.Q(until=None)
            )
        ]
        indexes = [models.Index(fields=["since", "id"], name="outage_by_time")]

    def __str__(self) -> str:
        return f"{self.system} {self.since}"


class StrayMessage(Settled):
    """A message from upstream that could not be acted upon; the id is the message's.

    ``reason`` is a sentence; ``is_waiting`` where it is taken up again by itself, as soon as its
    contents can be had. ``about`` is the number the other side gave, no case of ours need have it.
    """

    id = models.UUIDField(primary_key=True)
    system = models.CharField(max_length=24)
    kind = models.CharField(max_length=32)
    about = models.CharField(max_length=32, blank=True, db_collation="C")
    received_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    is_waiting = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at", "id"],
                name="stray_open",
                condition=models.Q(settled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind}"


class Chase(models.Model):
    """督办: a supervisor's words to a unit about one kind of duty that is or will be late."""

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=12, db_collation="C")
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_unit = models.CharField(max_length=12)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="chase_by_time"),
            models.Index(fields=["unit"], name="chase_unseen", condition=models.Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind}"
