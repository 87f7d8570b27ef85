"""The tester's page: the ledger's tables, acts as the other side, faults and automatic mode."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tongban.simulators.base.faults import FAULT_LABELS
from tongban.standards.zones import CN

if TYPE_CHECKING:
    from tongban.simulators.base.app import Simulator


def environment(package: str) -> Environment:
    """Templates of one simulator package, escaping everything."""
    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


PAGES = environment("tongban.simulators.base")


async def show(
    simulator: Simulator, request: Request, *, said: str = "", is_refusal: bool = False
) -> HTMLResponse:
    """Render the page; `said` is the answer to the act just carried out."""
    context = await run_in_threadpool(_context, simulator)
    return HTMLResponse(
        PAGES.get_template("page.html").render(
            said=said, is_refusal=is_refusal, labels=FAULT_LABELS, **context
        ),
        422 if is_refusal else 200,
        {"Cache-Control": "no-store"},
    )


def _context(simulator: Simulator) -> dict[str, Any]:
    ledger = simulator.ledger
    now = simulator.clock.now()
    return {
        "title": ledger.title,
        "tables": ledger.tables(at=now),
        "faults": asdict(ledger.faults),
        "automatic": ledger.automatic,
        "waiting": ledger.number("SELECT count(*) FROM outbox WHERE delivered_at IS NULL"),
        "delivered": ledger.number("SELECT count(*) FROM outbox WHERE delivered_at IS NOT NULL"),
        "now": now.astimezone(CN).strftime("%Y-%m-%d %H:%M:%S"),
    }
