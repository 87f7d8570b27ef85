"""Turning stored messages into acts, in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from tongban.cases.operations import city_items
from tongban.cases.operations.errors import LostRace, OperationError
from tongban.inbound.changes import handle_change
from tongban.inbound.fetch import FEEDS, fetch
from tongban.inbound.handlers import handle_notice
from tongban.inbound.models import InboundMessage
from tongban.ports.errors import BadAnswer, Rejected, TimedOut, Unreachable, UpstreamError
from tongban.ports.registry import get_ports
from tongban.standards.clock import SystemClock

CLOCK = SystemClock()
OUTCOME_LENGTH = 200
RACES = 5
"""How often a message is tried at once when the case moves under it."""
_WHY: dict[type[UpstreamError], str] = {
    Unreachable: "连接不上",
    TimedOut: "没有按时应答",
    Rejected: "拒绝应答",
    BadAnswer: "应答不合约定",
}


@app.task(name="handle_inbound", queue="inbound")
def handle(message_id: str) -> None:
    """Act on one stored message, once; what has to be fetched first is waited for."""
    at = CLOCK.now()
    try:
        handle_stored(UUID(message_id), at=at)
    except UpstreamError as error:
        # It stays unhandled and is taken up again (`wake`), as are those of its case after it.
        message = InboundMessage.objects.get(message_id=message_id)
        city_items.wait(stray_of(message), reason=_why_waiting(error, message), at=at)


@app.task(name="again_inbound", queue="inbound")
def handle_again(message_id: str) -> None:
    """Act once more on a message that nothing fitted, because a person of the city asks for it."""
    unfit = InboundMessage.objects.filter(message_id=message_id).exclude(outcome="")
    unfit.update(handled_at=None, outcome="")
    handle(message_id)


@app.periodic(cron="* * * * * */20")
@app.task(name="fetch", queue="upkeep", queueing_lock="fetch")
def fetch_changes(timestamp: int) -> None:
    """Read what happened in the systems through which other bureaus answer, and act on it."""
    for system in FEEDS:
        try:
            stored = fetch(system, get_ports(), at=CLOCK.now())
        except UpstreamError:
            continue
        # One after the other: two changes of one case must not be acted upon side by side.
        working = handle.configure(lock=system)
        for message_id in stored:
            working.defer(message_id=str(message_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="wake_inbound", queue="upkeep", queueing_lock="wake_inbound")
def wake(timestamp: int) -> None:
    """Take up messages that a dying worker left unhandled."""
    limit = CLOCK.now() - timedelta(minutes=5)
    waiting = InboundMessage.objects.filter(handled_at=None, received_at__lt=limit)
    rows = waiting.order_by("received_at", "seq").values_list("message_id", "system", "seq")
    for message_id, system, seq in rows[:500]:
        working = handle.configure(lock=system) if seq is not None else handle
        working.defer(message_id=str(message_id))


def handle_stored(message_id: UUID, *, at: datetime) -> str:
    """Act on a stored message and keep what came of it; an empty text is success.

    A message that cannot be acted upon (an order we never gave, a card elsewhere) stays with the
    reason, for a person of the city bureau to settle.
    """
    message = InboundMessage.objects.get(message_id=message_id)
    if message.handled_at is not None:
        return message.outcome
    for earlier in _before(message):
        _settle(earlier, at=at)
    return _settle(message, at=at)


def _before(message: InboundMessage) -> QuerySet[InboundMessage]:
    """Return the changes of the same case that came earlier and are not acted upon yet."""
    if message.seq is None:
        return InboundMessage.objects.none()
    same = InboundMessage.objects.filter(system=message.system, about=message.about)
    return same.filter(handled_at=None, seq__lt=message.seq).order_by("seq")


def _settle(message: InboundMessage, *, at: datetime) -> str:
    try:
        _handle(message, at=at)
        outcome = ""
    except LostRace:
        raise
    except OperationError as error:
        outcome = error.sentence[:OUTCOME_LENGTH]
    with transaction.atomic():
        InboundMessage.objects.filter(message_id=message.message_id).update(
            handled_at=at, outcome=outcome
        )
        if outcome:
            city_items.keep(stray_of(message), reason=outcome, at=at)
        else:
            city_items.acted(message.message_id, at=at)
    return outcome


def stray_of(message: InboundMessage) -> city_items.Stray:
    """Return what the city bureau is told of a message that could not be acted upon."""
    return city_items.Stray(
        id=message.message_id,
        system=message.system,
        kind=message.kind,
        about=message.about,
        received_at=message.received_at,
    )


def _why_waiting(error: UpstreamError, message: InboundMessage) -> str:
    """Say whose answer is waited for, and what is wrong with it."""
    who = "对方系统" if error.system == message.system else "人口信息系统"
    why = next((words for kind, words in _WHY.items() if isinstance(error, kind)), "没有应答")
    return f"{who}{why}，内容暂时取不到；每 5 分钟自动再取。"


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
    if message.seq is not None:
        handle_change(message, at=at)
    else:
        handle_notice(message.system, message.body, message_id=message.message_id, at=at)
