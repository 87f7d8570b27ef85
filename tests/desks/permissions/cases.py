"""Intakes and cases within and out of the reach of the table's own units."""

from tests.accounts.people import OTHER_STATION, STATION
from tests.cases.world import World as CaseWorld

from tongban.procedure.roles import Role

_NEIGHBOUR = "370811510000"
"""Another station under the own county bureau."""
_FAR_HOME = "370826510000"


def near() -> CaseWorld:
    """Accepted at the own station for a household of the same county: every own unit sees it."""
    return _world(STATION, home=_NEIGHBOUR)


def far() -> CaseWorld:
    """Accepted and reviewed elsewhere in the city: of the own units only the city sees it."""
    return _world(OTHER_STATION, home=_FAR_HOME)


def _world(station: str, *, home: str) -> CaseWorld:
    world = CaseWorld()
    world.station, world.county = station, world.city.county_of(station).code
    world.home, world.home_county = world.city.require(home), world.city.county_of(home).code
    world.acceptor = world.officer("受理甲", station, Role.ACCEPTANCE)
    world.acceptor2 = world.officer("受理乙", station, Role.ACCEPTANCE)
    world.keeper = world.officer("证件丙", station, Role.DELIVERY)
    world.forwarder = world.officer("证件丁", world.county, Role.DELIVERY)
    world.reviewer = world.officer("审核戊", world.home_county, Role.REVIEW)
    world.reviewer2 = world.officer("审核己", world.home_county, Role.REVIEW)
    world.supervisor = world.officer("督导庚", world.county, Role.SUPERVISION)
    return world
