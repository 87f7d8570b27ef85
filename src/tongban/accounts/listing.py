"""Officers and units as administrators see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tongban.accounts.errors import NoSuchOfficer
from tongban.accounts.models import Grant, Officer, Unit
from tongban.procedure.roles import Role

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Held:
    """A role held at a unit."""

    unit: str
    unit_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer with the roles he holds."""

    id: UUID
    login: str
    name: str
    police_number: str
    is_active: bool
    must_change_password: bool
    locked_until: datetime | None
    last_signed_in_at: datetime | None
    held: tuple[Held, ...]

    def is_locked(self, *, at: datetime) -> bool:
        """Whether wrong passwords keep him out at the moment ``at``."""
        return self.locked_until is not None and self.locked_until > at


def search(text: str) -> tuple[OfficerRow, ...]:
    """Officers whose login, name or police number contains the text; at most ``LIMIT``."""
    wanted = text.strip()
    if not wanted:
        return ()
    return _rows(
        Officer.objects.filter(
            Q(login__contains=wanted.lower())
            | Q(name__contains=wanted)
            | Q(police_number=wanted.upper())
        )
    )


def at_unit(unit: str) -> tuple[OfficerRow, ...]:
    """Officers with a role at the unit; at most ``LIMIT``."""
    return _rows(Officer.objects.filter(grants__unit_id=unit).distinct())


def wanting_attention(at: datetime) -> tuple[OfficerRow, ...]:
    """Active officers who cannot work: locked, or without any role; at most ``LIMIT``."""
    return _rows(
        Officer.objects.filter(Q(locked_until__gt=at) | Q(grants=None), is_active=True).distinct()
    )


def officer(officer_id: UUID) -> OfficerRow:
    """One officer. Raises ``NoSuchOfficer``."""
    found = _rows(Officer.objects.filter(id=officer_id))
    if not found:
        raise NoSuchOfficer
    return found[0]


def names_of(officer_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of officers by id; ids that are nobody's are left out."""
    wanted = {one for one in officer_ids if one is not None}
    return dict(Officer.objects.filter(id__in=wanted).values_list("id", "name"))


def active_by_unit() -> dict[str, int]:
    """How many active officers hold a role at each unit; units without any are left out."""
    counted = (
        Grant.objects.filter(officer__is_active=True)
        .values_list("unit_id")
        .annotate(Count("officer_id", distinct=True))
    )
    return dict(counted)


def unit_names() -> dict[str, str]:
    """Every unit's code with its name in short, the county's before a station's."""
    rows = Unit.objects.values_list("code", "short_name", "kind", "parent__short_name")
    return {
        code: f"{parent} {short}" if kind == "STATION" else short
        for code, short, kind, parent in rows
    }


def _rows(officers: QuerySet[Officer]) -> tuple[OfficerRow, ...]:
    shown = list(officers.order_by("login")[:LIMIT])
    held: dict[UUID, list[Held]] = {}
    grants = Grant.objects.filter(officer__in=[one.id for one in shown]).order_by("unit_id", "role")
    for grant in grants.select_related("unit"):
        held.setdefault(grant.officer_id, []).append(
            Held(grant.unit_id, grant.unit.name, Role(grant.role))
        )
    return tuple(
        OfficerRow(
            id=one.id,
            login=one.login,
            name=one.name,
            police_number=one.police_number,
            is_active=one.is_active,
            must_change_password=one.must_change_password,
            locked_until=one.locked_until,
            last_signed_in_at=one.last_signed_in_at,
            held=tuple(held.get(one.id, [])),
        )
        for one in shown
    )
