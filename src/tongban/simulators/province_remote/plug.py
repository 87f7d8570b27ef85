"""What `serve` needs of this simulator."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from tongban.simulators.base.app import Simulator
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger

LEDGER = ProvinceRemoteLedger


def routes(simulator: Simulator) -> Sequence[BaseRoute]:
    """Nothing beyond the common page."""
    return ()
