"""Sessions: a random token in the browser, its hash and what a request needs in one row."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tongban.accounts.installation import is_demo
from tongban.accounts.models import Grant, Session
from tongban.accounts.terms import IDLE_LIMIT, PASSWORD_LASTS, SEEN_EVERY, SESSION_LIMIT
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.roles import Role

_ANY = datetime(2000, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "officer_id",
    "officer__name",
    "officer__must_change_password",
    "officer__password_set_at",
    "unit_id",
    "unit__kind",
    "unit__short_name",
    "unit__parent_id",
    "unit__parent__short_name",
    "roles",
    "started_at",
    "last_seen",
)


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The unit a session acts for, in short names; ``county_name`` only for a station."""

    code: str
    name: str
    county_name: str = ""

    def __str__(self) -> str:
        return f"{self.county_name} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Everything a request needs to know about who sent it."""

    actor: Actor
    unit: UnitNames
    must_change_password: bool
    token_hash: bytes
    started_at: datetime


def start(officer_id: UUID, *, unit: str, at: datetime, started_at: datetime | None = None) -> str:
    """Begin a session for one of the officer's units; the token for the browser.

    ``started_at`` is the moment of signing in where a session goes on under a new token.
    Raises ``LookupError`` when the officer holds no role there.
    """
    held = Grant.objects.filter(officer_id=officer_id, unit_id=unit, officer__is_active=True)
    roles = sorted(held.values_list("role", flat=True))
    if not roles:
        raise LookupError("no role at this unit")
    token = secrets.token_urlsafe(32)
    Session.objects.create(
        token_hash=_hash(token),
        officer_id=officer_id,
        unit_id=unit,
        roles=roles,
        started_at=started_at or at,
        last_seen=at,
    )
    return token


def read(token: str, *, at: datetime) -> SignedIn | None:
    """Who is signed in with this token at the moment ``at``; None when nobody is (any more).

    One query, and one more a minute to note that the session is in use.
    """
    if not token:
        return None
    token_hash = _hash(token)
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [token_hash, at - IDLE_LIMIT, at - SESSION_LIMIT])
        row = cursor.fetchone()
    if row is None:
        return None
    if at - row[-1] >= SEEN_EVERY:
        Session.objects.filter(token_hash=token_hash).update(last_seen=at)
    return _signed_in(row, token_hash, at)


def switch(present: SignedIn, *, unit: str, at: datetime) -> str:
    """Go on at another of the officer's units under a new token; the old one is void.

    Raises ``LookupError`` when the officer holds no role there.
    """
    officer_id = present.actor.officer_id
    if officer_id is None:
        raise LookupError("only officers hold sessions")
    with transaction.atomic():
        token = start(officer_id, unit=unit, at=at, started_at=present.started_at)
        Session.objects.filter(token_hash=present.token_hash).delete()
    return token


def end(token: str) -> None:
    """End the session of this token, if there is one."""
    Session.objects.filter(token_hash=_hash(token)).delete()


def end_all(officer_id: UUID, *, but: bytes | None = None) -> None:
    """End every session of an officer, but the one whose token has the hash ``but``."""
    sessions = Session.objects.filter(officer_id=officer_id)
    if but is not None:
        sessions = sessions.exclude(token_hash=but)
    sessions.delete()


def sweep(at: datetime) -> None:
    """Delete sessions that are over."""
    Session.objects.filter(last_seen__lt=at - IDLE_LIMIT).delete()
    Session.objects.filter(started_at__lte=at - SESSION_LIMIT).delete()


@cache
def _statement() -> str:
    """The query of ``read`` as Django compiles it; its parameters are hash, idle and day limit.

    Compiling it anew for every request cost five times as much as asking the database.
    """
    query = (
        Session.objects.filter(officer__is_active=True)
        .filter(token_hash=b"")
        .filter(last_seen__gte=_ANY)
        .filter(started_at__gt=_ANY)
        .values_list(*_COLUMNS)
        .query
    )
    sql, parameters = query.sql_with_params()
    if len(parameters) != 3:
        raise RuntimeError("the query of a session takes its three parameters in order")
    return sql


def _hash(token: str) -> bytes:
    # The token is random and long: a plain hash cannot be reversed, and costs nothing.
    return hashlib.sha256(token.encode()).digest()


def _signed_in(row: tuple[Any, ...], token_hash: bytes, at: datetime) -> SignedIn:
    (officer_id, name, must_change, set_at, code, kind, short, parent, county, roles, begun, _) = (
        row
    )
    unit_kind = UnitKind(kind)
    in_county = {UnitKind.CITY: None, UnitKind.COUNTY: code, UnitKind.STATION: parent}
    actor = Actor(
        officer_id=officer_id,
        name=name,
        unit=code,
        unit_kind=unit_kind,
        county=in_county[unit_kind],
        roles=frozenset(Role(role) for role in roles),
    )
    is_station = unit_kind is UnitKind.STATION
    return SignedIn(
        actor=actor,
        unit=UnitNames(code, short, county if is_station else ""),
        must_change_password=must_change or _worn_out(set_at, at),
        token_hash=token_hash,
        started_at=begun,
    )


def _worn_out(set_at: datetime | None, at: datetime) -> bool:
    return set_at is not None and at - set_at > PASSWORD_LASTS and not is_demo()
