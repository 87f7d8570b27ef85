"""What becomes of messages to the upstream systems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from tongban.cases.models import Outgoing


def mark_sent(outgoing_id: UUID, *, at: datetime) -> None:
    """The other side has acknowledged the message."""
    Outgoing.objects.filter(id=outgoing_id).update(
        state=Outgoing.State.SENT, sent_at=at, last_error=""
    )


def mark_all_sent(outgoing_ids: Iterable[UUID], *, at: datetime) -> None:
    """The other side has acknowledged several messages."""
    Outgoing.objects.filter(id__in=list(outgoing_ids)).update(
        state=Outgoing.State.SENT, sent_at=at, last_error=""
    )


def mark_tried(outgoing_id: UUID, *, error: str) -> None:
    """The message could not be delivered this time and will be tried again."""
    row = Outgoing.objects.get(id=outgoing_id)
    Outgoing.objects.filter(id=outgoing_id).update(attempts=row.attempts + 1, last_error=error[:40])


def mark_failed(outgoing_id: UUID, *, error: str) -> None:
    """The message cannot be delivered without a person: it stands in the worklist from now on."""
    Outgoing.objects.filter(id=outgoing_id, state=Outgoing.State.WAITING).update(
        state=Outgoing.State.FAILED, last_error=error[:40]
    )


def send_again(outgoing_id: UUID) -> bool:
    """A person has the message sent again, at once; False when it has arrived or was never tried.

    That holds for one that waits for its next try too: sent twice, it has one effect.
    """
    was_tried = Q(state=Outgoing.State.FAILED) | Q(state=Outgoing.State.WAITING, attempts__gt=0)
    with transaction.atomic():
        tried = Outgoing.objects.filter(was_tried, id=outgoing_id)
        if not tried.update(state=Outgoing.State.WAITING, attempts=0):
            return False
        app.configure_task("deliver", queue="upstream").defer(outgoing_id=str(outgoing_id))
    return True
