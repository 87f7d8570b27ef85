"""The officers of a demonstration: a full staff for every unit, all with one known password."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import groupby
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import F

from tongban.accounts import passwords
from tongban.accounts.demo_names import invented_names
from tongban.accounts.errors import AccountRefused
from tongban.accounts.installation import is_demo
from tongban.accounts.models import Grant, Officer
from tongban.policy.units import City, Unit, UnitKind
from tongban.procedure.roles import Role

DEMO_PASSWORD = "Tongban-2026"  # noqa: S105 - shown on the sign-in page of every demonstration

_STAFF: dict[UnitKind, tuple[tuple[str, tuple[Role, ...]], ...]] = {
    UnitKind.CITY: (
        ("dd1", (Role.SUPERVISION,)),
        ("dd2", (Role.SUPERVISION,)),
        ("xt1", (Role.ADMIN_SYSTEM,)),
        ("aq1", (Role.ADMIN_SECURITY,)),
        ("sj1", (Role.ADMIN_AUDIT,)),
    ),
    UnitKind.COUNTY: (
        ("sq1", (Role.REVIEW,)),
        ("sq2", (Role.REVIEW,)),
        ("zj1", (Role.DELIVERY, Role.ACCEPTANCE)),
        ("dd1", (Role.SUPERVISION,)),
    ),
    UnitKind.STATION: (
        ("sl1", (Role.ACCEPTANCE, Role.DELIVERY)),
        ("sl2", (Role.ACCEPTANCE,)),
        ("zj1", (Role.DELIVERY,)),
    ),
}
"""Login endings by role in pinyin: sl 受理, zj 证件, sq 审签, dd 督导, xt 系统, aq 安全, sj 审计."""


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """One invented officer; ``login`` is the unit's name in pinyin and an ending by role."""

    login: str
    name: str
    unit: str
    roles: tuple[Role, ...]

    @property
    def id(self) -> UUID:
        """Always the same for the same login."""
        return uuid5(NAMESPACE_OID, f"tongban-demo:{self.login}")


def demo_staff(city: City) -> Iterator[DemoOfficer]:
    """The staff of every unit of the city, always the same for the same list."""
    names = invented_names()
    for unit in city.units:
        for ending, roles in _STAFF[unit.kind]:
            yield DemoOfficer(f"{_slug(unit)}-{ending}", next(names), unit.code, roles)


@transaction.atomic
def make_demo_officers(city: City, *, at: datetime) -> int:
    """Write the staff with their roles; the number of officers. The unit rows must be there.

    All share one password and therefore one stored hash, salt included: it is public anyway.
    Raises ``AccountRefused`` in a database that is no demonstration.
    """
    if not is_demo():
        raise AccountRefused("这不是演示环境，不能建立虚构人员。")
    stored = passwords.hashed(DEMO_PASSWORD)
    staff = list(demo_staff(city))
    Officer.objects.bulk_create(
        [
            Officer(
                id=one.id,
                login=one.login,
                name=one.name,
                police_number=f"08{number:04}",
                password=stored,
                password_set_at=at,
                created_at=at,
            )
            for number, one in enumerate(staff, start=1)
        ],
        ignore_conflicts=True,
    )
    Grant.objects.bulk_create(
        [
            Grant(officer_id=one.id, unit_id=one.unit, role=role)
            for one in staff
            for role in one.roles
        ],
        ignore_conflicts=True,
    )
    return len(staff)


def demo_accounts() -> tuple[DemoOfficer, ...]:
    """The accounts to list on the sign-in page: active, with the shared password still set."""
    rows = (
        Grant.objects.filter(
            officer__is_active=True,
            officer__must_change_password=False,
            officer__password_set_at=F("officer__created_at"),
        )
        .order_by("unit_id", "officer__login")
        .values_list("officer__login", "officer__name", "unit_id", "role")
    )
    return tuple(
        DemoOfficer(login, name, unit, tuple(Role(row[3]) for row in group))
        for (login, name, unit), group in groupby(rows, key=lambda row: row[:3])
    )


def _slug(unit: Unit) -> str:
    return _slugs().get(unit.code, unit.code.lower())


@cache
def _slugs() -> dict[str, str]:
    text = resources.files("tongban.accounts").joinpath("data/demo_logins.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])
