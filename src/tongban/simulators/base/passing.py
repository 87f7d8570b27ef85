"""What one system passes on to another: cases decided through the other, parcels to be carried.

``POST /_sim/passed-on``, signed with the key of the system that receives it. What is refused comes
again, like a notice; a message may come twice and in another order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tongban.ports.calls import BadMessage, NoticeBook
from tongban.ports.errors import BadSignature, Rejected
from tongban.ports.population import ComposedRecord
from tongban.ports.wire import verify
from tongban.simulators.base.app import Simulator

PATH = "/_sim/passed-on"


@dataclass(frozen=True)
class PassedSubmission:
    """A version that was handed in."""

    record: ComposedRecord
    at: datetime
    """When the passing system had it."""


@dataclass(frozen=True)
class PassedCancel:
    """A case that was taken back; `version` is the last one handed in."""

    case_number: str
    version: int
    words: str
    at: datetime


Passed = PassedSubmission | PassedCancel
PASSED_ON = NoticeBook((PassedSubmission, PassedCancel))


async def receive(
    simulator: Simulator,
    request: Request,
    *,
    take: Callable[[object, datetime], None],
    book: NoticeBook = PASSED_ON,
) -> Response:
    """Verify one message and let `take` have it; 422 when it cannot be taken, or not yet."""
    if (await run_in_threadpool(lambda: simulator.ledger.faults)).down:
        return Response(status_code=503)
    body, now = await request.body(), simulator.clock.now()
    try:
        verify(
            simulator.secret, method="POST", path=PATH, body=body, headers=request.headers, now=now
        )
        await run_in_threadpool(take, book.decode(body), now)
    except BadSignature:
        return Response(status_code=401)
    except BadMessage:
        return Response(status_code=400)
    except Rejected:
        return Response(status_code=422)
    return Response(status_code=204)
