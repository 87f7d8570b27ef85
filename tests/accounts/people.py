"""Officers for tests: made in one line, signed in without a password."""

from datetime import UTC, datetime
from uuid import UUID

from django.test import Client
from uuid_utils.compat import uuid7

from tongban.accounts import passwords, sessions
from tongban.accounts.models import Grant, Installation, Officer
from tongban.accounts.requests import COOKIE
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.roles import Role
from tongban.standards.clock import SystemClock

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CITY = "370800000000"
COUNTY = "370811000000"
STATION = "370811550000"
OTHER_STATION = "370881510000"
PASSWORD = "Gu-Huai-2026"


def make_officer(
    login: str, *, unit: str | None = STATION, roles: tuple[Role, ...] = (Role.ACCEPTANCE,)
) -> Officer:
    """An officer with roles at a unit (none when ``unit`` is None)."""
    officer = Officer.objects.create(
        id=uuid7(),
        login=login,
        name="孔令川",
        password=passwords.hashed(PASSWORD),
        password_set_at=AT,
        created_at=AT,
    )
    if unit is not None:
        Grant.objects.bulk_create(Grant(officer=officer, unit_id=unit, role=r) for r in roles)
    return officer


def sign_in(client: Client, officer: Officer, *, unit: str, at: datetime | None = None) -> str:
    """Give the client a session of the officer; the token."""
    token = sessions.start(officer.id, unit=unit, at=at or SystemClock().now())
    client.cookies[COOKIE] = token
    return token


def admin(*roles: Role, officer_id: UUID | None = None) -> Actor:
    """An administrator acting at the city bureau."""
    return Actor(
        officer_id=officer_id,
        name="管理员",
        unit=CITY,
        unit_kind=UnitKind.CITY,
        county=None,
        roles=frozenset(roles),
    )


def stamp(*, is_demo: bool) -> None:
    """Stamp the database as a finished first start."""
    Installation.objects.create(is_demo=is_demo, made_at=AT, ready_at=AT)
