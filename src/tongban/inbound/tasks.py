"""Turning stored messages into acts, in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from tongban.cases.operations.errors import LostRace, OperationError
from tongban.inbound.handlers import handle_notice
from tongban.inbound.models import InboundMessage
from tongban.standards.clock import SystemClock

CLOCK = SystemClock()
OUTCOME_LENGTH = 200
RACES = 5
"""How often a message is tried at once when the case moves under it."""


@app.task(name="handle_inbound", queue="inbound")
def handle(message_id: str) -> None:
    """Act on one stored message, once."""
    handle_stored(UUID(message_id), at=CLOCK.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="wake_inbound", queue="upkeep", queueing_lock="wake_inbound")
def wake(timestamp: int) -> None:
    """Take up messages that a dying worker left unhandled."""
    limit = CLOCK.now() - timedelta(minutes=5)
    waiting = InboundMessage.objects.filter(handled_at=None, received_at__lt=limit)
    for message_id in waiting.order_by("received_at").values_list("message_id", flat=True)[:500]:
        handle.defer(message_id=str(message_id))


def handle_stored(message_id: UUID, *, at: datetime) -> str:
    """Act on a stored message and keep what came of it; an empty text is success.

    A message that cannot be acted upon (an order we never gave, a card elsewhere) stays with the
    reason, for a person of the city bureau to settle.
    """
    message = InboundMessage.objects.get(message_id=message_id)
    if message.handled_at is not None:
        return message.outcome
    try:
        _handle(message, at=at)
        outcome = ""
    except LostRace:
        raise
    except OperationError as error:
        outcome = error.sentence[:OUTCOME_LENGTH]
    InboundMessage.objects.filter(message_id=message_id).update(handled_at=at, outcome=outcome)
    return outcome


def _handle(message: InboundMessage, *, at: datetime) -> None:
    """Act on a message; again where an officer or another message was a moment faster.

    Whoever loses every time raises ``LostRace`` for good: the message stays as unhandled as before
    and is taken up again later.
    """
    for _ in range(RACES - 1):
        try:
            return _act(message, at=at)
        except LostRace:
            continue
    return _act(message, at=at)


def _act(message: InboundMessage, *, at: datetime) -> None:
    handle_notice(message.system, message.body, message_id=message.message_id, at=at)
