"""What the server of simulators needs to run this one."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tongban.simulators.base.app import Simulator
from tongban.simulators.base.parcels import PARCELS
from tongban.simulators.base.passing import PATH, receive
from tongban.simulators.post.ledger import PEER, PostLedger

LEDGER = PostLedger
PEERS = (PEER,)


def routes(simulator: Simulator) -> Sequence[BaseRoute]:
    """Where the card centre hands its parcels in."""
    ledger = simulator.ledger
    if not isinstance(ledger, PostLedger):
        return ()

    async def handed_in(request: Request) -> Response:
        return await receive(simulator, request, take=ledger.take, book=PARCELS)

    return (Route(PATH, handed_in, methods=["POST"]),)
