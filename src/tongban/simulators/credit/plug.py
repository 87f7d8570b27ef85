"""What the server of simulators needs to run this one."""

from __future__ import annotations

from starlette.routing import BaseRoute

from tongban.simulators.base.app import Simulator
from tongban.simulators.credit.ledger import CreditLedger

LEDGER = CreditLedger


def routes(simulator: Simulator) -> list[BaseRoute]:
    """Pages beside the common ones: none."""
    return []
