"""Reading what happened elsewhere: incremental, resumable, nothing skipped, nothing stored twice.

The numbered changes of a system are stored as received, together with how far was read, and are
then acted upon one after the other. Whoever stops in the middle goes on from the stored number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from pydantic import TypeAdapter

from tongban.cases.operations.upstream_health import record_failed_fetch, record_fetch
from tongban.inbound.models import Feed, InboundMessage
from tongban.ports.errors import BadAnswer, UpstreamError
from tongban.ports.registry import Ports
from tongban.ports.remote import Change, ProvinceRemotePort

FEEDS = ("province_remote", "national_remote")
"""The systems with a list of changes, by the name of their port."""
AT_ONCE = 100
_NUMBERED = UUID("6f1d1d5e-6b0c-4a52-9a39-0d3c5d7d2f10")
_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


def fetch(system: str, ports: Ports, *, at: datetime) -> list[UUID]:
    """Read and store what is new; returns the ids of the stored messages, in order.

    Raises ``UpstreamError`` where the system does not answer, or its numbers have a gap: what was
    stored before it stays.
    """
    port: ProvinceRemotePort = getattr(ports, system)
    stored: list[UUID] = []
    while True:
        feed, _ = Feed.objects.get_or_create(system=system)
        try:
            page = port.changes(feed.cursor, limit=AT_ONCE, at=at)
            _demand_no_gap(page.changes, feed=feed)
        except UpstreamError as error:
            Feed.objects.filter(system=system, failing_since=None).update(failing_since=at)
            record_failed_fetch(system, at=at, error_kind=type(error).__name__)
            raise
        stored += _store(feed, page.changes, at=at)
        if page.is_complete:
            break
    record_fetch(system, at=at)
    Feed.objects.filter(system=system).update(fetched_at=at, failing_since=None)
    return stored


def _demand_no_gap(changes: Sequence[Change], *, feed: Feed) -> None:
    numbers = [change.seq for change in changes]
    if numbers != list(range(feed.cursor + 1, feed.cursor + 1 + len(numbers))):
        raise BadAnswer(feed.system, "gap in changes")


def _store(feed: Feed, changes: Sequence[Change], *, at: datetime) -> list[UUID]:
    """Store a page and move the cursor past it; nothing where another process was faster."""
    rows = [
        message_of(feed.system, change, at=at, failing_since=feed.failing_since)
        for change in changes
    ]
    with transaction.atomic():
        moved = Feed.objects.filter(system=feed.system, cursor=feed.cursor).update(
            cursor=feed.cursor + len(rows)
        )
        if moved != 1:
            return []
        InboundMessage.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.message_id for row in rows]


def read_up_to(system: str, seq: int, *, at: datetime) -> None:
    """Say that everything up to a number has been stored (by whoever built the database)."""
    Feed.objects.update_or_create(system=system, defaults={"cursor": seq, "fetched_at": at})


def message_of(
    system: str, change: Change, *, at: datetime, failing_since: datetime | None
) -> InboundMessage:
    """Return a change as the row in which it is stored; the same change gives the same id.

    ``failing_since``: since when the system had not answered; why it is late, if it is.
    """
    return InboundMessage(
        message_id=uuid5(_NUMBERED, f"{system}:{change.seq}"),
        system=system,
        kind=change.kind,
        body={
            "change": _CHANGE.dump_python(change, mode="json"),
            "failing_since": failing_since.isoformat() if failing_since else None,
        },
        received_at=at,
        about=change.case_number,
        seq=change.seq,
    )


def change_of(message: InboundMessage) -> Change:
    """Return the change as it was read."""
    return _CHANGE.validate_python(message.body["change"])
