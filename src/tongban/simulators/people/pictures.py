"""The photo behind a reference, for the tester's eyes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tongban.simulators.base.app import Simulator
from tongban.simulators.people.register import Register


def photo_route(simulator: Simulator) -> Route:
    """``GET /photo/<photo_ref>`` of a register."""

    def photo(request: Request) -> Response:
        ledger = simulator.ledger
        if not isinstance(ledger, Register):
            return Response(status_code=404)
        found = ledger.photo(request.path_params["ref"], at=simulator.clock.now())
        if found is None:
            return Response(status_code=404)
        return Response(found.jpeg, media_type="image/jpeg")

    return Route("/photo/{ref}", photo, methods=["GET"])
