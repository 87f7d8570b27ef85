"""What `serve` needs of this simulator."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from tongban.simulators.base.app import Simulator
from tongban.simulators.people.pictures import photo_route
from tongban.simulators.population.ledger import PEER, PopulationLedger

LEDGER = PopulationLedger
PEERS = (PEER,)


def routes(simulator: Simulator) -> Sequence[BaseRoute]:
    """The photos of the register."""
    return (photo_route(simulator),)
