"""Units, officers, the roles they hold, and their sessions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role


class Unit(models.Model):
    """A unit of the city's police: city bureau, county-level bureau or station.

    The rows mirror the shipped list of units (``policy.units``) so that the database can hold
    foreign keys to them; codes follow GA/T 380.
    """

    code = models.CharField(primary_key=True, max_length=12, db_collation="C")
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in UnitKind])
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    division = models.CharField(max_length=6, db_collation="C")
    urban_area = models.BooleanField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9A-Z]{12}$"), name="unit_code_form"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=UnitKind.CITY, parent=None)
                | models.Q(kind__in=[UnitKind.COUNTY, UnitKind.STATION], parent__isnull=False),
                name="unit_below_city_has_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def county_code(self) -> str | None:
        """The county-level bureau this unit is or lies under; None for the city bureau."""
        if self.kind == UnitKind.CITY:
            return None
        return self.code if self.kind == UnitKind.COUNTY else self.parent_id


class Officer(models.Model):
    """A person who signs in. Never deleted: events name officers for as long as cases are kept."""

    id = models.UUIDField(primary_key=True)
    login = models.CharField(max_length=32, unique=True, db_collation="C")
    name = models.CharField(max_length=50)
    police_number = models.CharField(max_length=12, db_collation="C", blank=True)
    password = models.CharField(max_length=160)
    password_set_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_signed_in_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(login__regex=r"^[a-z0-9._-]+$"), name="officer_login_form"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role an officer holds at a unit; several at a time are possible."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=[(r.value, r.label) for r in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "unit", "role"], name="grant_held_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in Role]), name="grant_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.role}"


class Session(models.Model):
    """A signed-in officer acting for one unit.

    The cookie's token is kept only as its hash. Roles are copied at sign-in so that a request needs
    one query; taking a role away ends the sessions that carry it.
    """

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="sessions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=16))
    started_at = models.DateTimeField()
    last_seen = models.DateTimeField()

    def __str__(self) -> str:
        return f"session of {self.officer_id}"


class FirstAdminCode(models.Model):
    """The one-time code with which the first administrator of an empty installation signs up."""

    code_hash = models.BinaryField(primary_key=True, max_length=32)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "first administrator's code"


class Installation(models.Model):
    """What this database was made as: one row, written once at the first start.

    A demonstration never becomes the real thing: real papers and invented people must not meet.
    Until ``ready_at`` is set the first start has not finished and nothing in it may be relied on.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField()
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one_row")
        ]

    def __str__(self) -> str:
        return "demonstration" if self.is_demo else "installation"
