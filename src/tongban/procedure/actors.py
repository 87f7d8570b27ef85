"""Who acts: an officer in his unit, the system itself, or an upstream party."""

from dataclasses import dataclass
from uuid import UUID

from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role
from tongban.standards.labels import Labelled


class Party(Labelled):
    """The kind of acting party."""

    OFFICER = "OFFICER", "民警"
    SYSTEM = "SYSTEM", "系统"
    UPSTREAM = "UPSTREAM", "上级系统"
    CARD_CENTRE = "CARD_CENTRE", "省厅制证中心"
    POST = "POST", "邮政速递"


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting party at the moment of the act; other parties than officers have no unit.

    ``county`` is the code of the county bureau in whose area the unit lies (a county bureau's
    own code for itself, None for the city bureau).
    """

    officer_id: UUID | None
    name: str
    unit: str
    unit_kind: UnitKind | None
    county: str | None
    roles: frozenset[Role]
    party: Party = Party.OFFICER


def outside(party: Party) -> Actor:
    """Return the actor that stands for a party other than an officer."""
    return Actor(
        officer_id=None,
        name=party.label,
        unit="",
        unit_kind=None,
        county=None,
        roles=frozenset(),
        party=party,
    )


SYSTEM = outside(Party.SYSTEM)
UPSTREAM = outside(Party.UPSTREAM)
CARD_CENTRE = outside(Party.CARD_CENTRE)
POST = outside(Party.POST)
