"""What `serve` needs of this simulator."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tongban.simulators.base.app import Simulator
from tongban.simulators.population.ledger import PopulationLedger

LEDGER = PopulationLedger


def routes(simulator: Simulator) -> Sequence[BaseRoute]:
    """The photo behind a reference, for the tester's eyes."""

    def photo(request: Request) -> Response:
        ledger = simulator.ledger
        if not isinstance(ledger, PopulationLedger):
            return Response(status_code=404)
        found = ledger.photo(request.path_params["ref"], at=simulator.clock.now())
        if found is None:
            return Response(status_code=404)
        return Response(found.jpeg, media_type="image/jpeg")

    return (Route("/photo/{ref}", photo, methods=["GET"]),)
