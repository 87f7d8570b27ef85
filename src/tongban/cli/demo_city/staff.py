"""Who acts in the invented city: the demonstration's officers, by unit and role."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from tongban.accounts.demo import DemoOfficer, demo_staff
from tongban.policy.units import City, UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.roles import Role


class Staff:
    """Officers as acting parties."""

    def __init__(self, city: City) -> None:
        self._by_role: dict[tuple[str, Role], list[Actor]] = defaultdict(list)
        for one in demo_staff(city):
            actor = _actor(one, city=city)
            for role in one.roles:
                self._by_role[one.unit, role].append(actor)

    def at(self, unit: str, role: Role) -> list[Actor]:
        """Everybody who holds a role at a unit."""
        return self._by_role[unit, role]

    def one(self, unit: str, role: Role, *, chance: Random) -> Actor:
        """Somebody who holds a role at a unit."""
        return chance.choice(self._by_role[unit, role])


def _actor(officer: DemoOfficer, *, city: City) -> Actor:
    unit = city.require(officer.unit)
    return Actor(
        officer_id=officer.id,
        name=officer.name,
        unit=unit.code,
        unit_kind=unit.kind,
        county=None if unit.kind is UnitKind.CITY else city.county_of(unit.code).code,
        roles=frozenset(officer.roles),
    )
