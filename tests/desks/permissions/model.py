"""What a row of the permission table says, and the world in which it is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from tests.accounts.people import AT, CITY, COUNTY, OTHER_STATION, STATION
from uuid_utils.compat import uuid7

from tongban.accounts.models import Grant, Officer
from tongban.accounts.role_rules import ROLES_AT
from tongban.policy.units import UnitKind
from tongban.procedure.roles import ADMIN_ROLES, WORK_ROLES, Role

UNIT_OF = {UnitKind.STATION: STATION, UnitKind.COUNTY: COUNTY, UnitKind.CITY: CITY}
Place = tuple[UnitKind, Role]
"""A role at a level; the officer who tries an address holds this role alone."""

PLACES: tuple[Place, ...] = tuple(
    (kind, role) for kind, roles in ROLES_AT.items() for role in roles
)
EVERYONE = frozenset(PLACES)
WORKERS = frozenset(place for place in PLACES if place[1] in WORK_ROLES)
ADMINISTRATORS = frozenset(place for place in PLACES if place[1] in ADMIN_ROLES)


def at(kind: UnitKind, *roles: Role) -> frozenset[Place]:
    """The places of ``roles`` at units of one level."""
    return frozenset((kind, role) for role in roles)


@dataclass
class World:
    """One try: units are loaded, officers are made as they are asked for."""

    station: str = STATION
    other_station: str = OTHER_STATION
    county: str = COUNTY
    city: str = CITY
    _made: dict[Place, Officer] = field(default_factory=dict)

    def officer(self, place: Place) -> Officer:
        """The officer who holds this one role at this level (in the own unit of the level)."""
        if place not in self._made:
            kind, role = place
            officer = self.bystander(f"{kind.value}-{role.value}".lower().replace("_", "-"))
            Grant.objects.create(officer=officer, unit_id=UNIT_OF[kind], role=role)
            self._made[place] = officer
        return self._made[place]

    def bystander(self, login: str = "bystander") -> Officer:
        """An officer without a role."""
        return Officer.objects.create(
            id=uuid7(), login=login, name="闵若兰", password="!", created_at=AT
        )


Arguments = Mapping[str, str | int | UUID]


def _none(world: World) -> Arguments:
    return {}


@dataclass(frozen=True)
class Row:
    """Who gets in at one address by one method.

    ``own`` makes what the address is about, within the reach of those who may see it, and answers
    with the arguments of the URL; ``other`` makes the same for another unit: there everybody but
    ``beyond`` (those who see all units, such as the city) is told that nothing is there. Getting in
    means any answer but a redirect to sign-in, 403, 404 or a server error: what the form then says
    of ``data`` is no matter here.
    """

    name: str
    allowed: frozenset[Place]
    method: str = "GET"
    own: Callable[[World], Arguments] = _none
    other: Callable[[World], Arguments] | None = None
    beyond: frozenset[Place] = frozenset()
    data: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


@dataclass(frozen=True)
class Open:
    """An address that needs no signing in, with the reason why."""

    name: str
    why: str
