"""What the worker would do, done at once: messages sent, their notices acted upon.

The senders and the handlers are the product's own; only the clock is another one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection

from tongban.cases.operations import outgoing
from tongban.cases.queries import upstream_messages
from tongban.cli.demo_city.town import Town
from tongban.inbound import tasks
from tongban.inbound.fetch import message_of
from tongban.inbound.handlers import HANDLERS, Notice
from tongban.jobs.sending import Sending
from tongban.jobs.upstream import SENDERS
from tongban.ports.registry import Ports

PAUSE = timedelta(seconds=2)
"""Between an act and the message it caused, and between a message and the act it causes."""


def deliver(case_id: UUID, *, ports: Ports) -> list[upstream_messages.Pending]:
    """Send all that a case's acts left to be told, and what these messages cause in turn."""
    waiting = upstream_messages.waiting_of_case(case_id)
    for message in waiting:
        at = message.created_at + PAUSE
        SENDERS[message.system, message.kind](Sending(message, ports, at))
    if waiting:
        outgoing.mark_all_sent([m.id for m in waiting], at=waiting[-1].created_at + PAUSE)
    # What the system tells itself leads to an act with messages of its own.
    if any(message.system == "self" for message in waiting):
        waiting += deliver(case_id, ports=ports)
    return waiting


def take(notice: object, *, at: datetime) -> None:
    """Act on a notice as if it had come over the wire."""
    HANDLERS[type(notice)](notice, Notice(message_id=uuid4(), at=at))


def read(
    system: str,
    case_number: str,
    *,
    town: Town,
    at: datetime,
    failing_since: datetime | None = None,
) -> None:
    """Read what happened last to a case elsewhere, and act on it; cursors are set at the end."""
    said = town.ledgers.remote(system).change_list.of_case(case_number)
    row = message_of(system, said[-1], at=at, failing_since=failing_since)
    row.save(force_insert=True)
    tasks.handle_stored(row.message_id, at=at)


def forget_jobs() -> None:
    """Remove the jobs that would send what has been sent."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'deliver'")
