"""What the server of simulators needs to run this one."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tongban.simulators.base.app import Simulator
from tongban.simulators.base.parcels import PARCELS
from tongban.simulators.base.passing import PATH, receive
from tongban.simulators.card_centre.dispatch import PEER
from tongban.simulators.card_centre.ledger import CardCentreLedger

LEDGER = CardCentreLedger
PEERS = (PEER,)


def routes(simulator: Simulator) -> Sequence[BaseRoute]:
    """Where the post gives parcels back."""
    ledger = simulator.ledger
    if not isinstance(ledger, CardCentreLedger):
        return ()

    async def came_back(request: Request) -> Response:
        return await receive(simulator, request, take=ledger.dispatch.take, book=PARCELS)

    return (Route(PATH, came_back, methods=["POST"]),)
