"""督办: telling a unit that something of its own is late or will be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from tongban.cases.models import Chase, Obligation
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role


def chase(
    call: Call, *, units: Sequence[tuple[str, ObligationKind, int]], words: str, due_by: datetime
) -> int:
    """Send the same words to every (unit, duty, count); mark the duties due by then as chased.

    Repeating the request has no second effect, whatever is late by then. Returns how many were told.
    """
    if Role.SUPERVISION not in call.actor.roles:
        raise Forbidden("督办由督导民警发出。")
    if not words.strip():
        raise BadInput(FieldFault("words", "请写明督办的内容，对方单位会看到。", "第十三条"))
    rows = [
        Chase(
            id=uuid5(call.request_id, f"{unit}{kind}"),
            unit=unit,
            kind=kind,
            count=count,
            words=words.strip()[:300],
            at=call.at,
            by=call.officer,
            by_unit=call.actor.unit,
        )
        for unit, kind, count in units
    ]
    if Chase.objects.filter(id__in=[row.id for row in rows]).exists():
        return 0
    with transaction.atomic():
        Chase.objects.bulk_create(rows, ignore_conflicts=True)
        for unit, kind, _ in units:
            Obligation.objects.filter(
                owner_unit=unit, kind=kind, closed_at=None, due_at__lte=due_by
            ).update(chased_at=call.at)
    return len(rows)


def acknowledge(chase_id: UUID, call: Call) -> None:
    """A unit's officer has read the words; the banner goes, the duty stays."""
    Chase.objects.filter(id=chase_id, unit=call.actor.unit, seen_at=None).update(
        seen_at=call.at, seen_by=call.officer
    )
