"""What `serve` needs of this simulator."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tongban.simulators.base.app import Simulator
from tongban.simulators.base.passing import PATH, receive
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger

LEDGER = ProvinceRemoteLedger


def routes(simulator: Simulator) -> Sequence[BaseRoute]:
    """Where the population system passes on what is decided in other cities."""
    ledger = simulator.ledger
    if not isinstance(ledger, ProvinceRemoteLedger):
        return ()

    async def passed_on(request: Request) -> Response:
        return await receive(simulator, request, take=ledger.take)

    return (Route(PATH, passed_on, methods=["POST"]),)
