"""The bad credit list (第五条(五)): pushes applied, hits found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tongban.cases import person_key
from tongban.cases.models import CreditPush, CreditRecord


@dataclass(frozen=True, slots=True)
class CreditAddition:
    """A record the platform adds: its id, whom it is about, why and since when."""

    record_id: str
    id_number: str
    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a push: applied, seen before, or waiting for ``missing`` to arrive first."""

    number: int
    repeated: bool = False
    missing: int | None = None


def credit_hits(id_number: str) -> list[dict[str, str]]:
    """Return the records that count against a person now; withdrawn ones do not."""
    rows = CreditRecord.objects.filter(
        id_key=person_key.of_id_number(id_number), withdrawn_at=None
    ).order_by("record_id")
    return [
        {"record_id": r.record_id, "push": str(r.push_id), "since": r.since.isoformat()}
        for r in rows
    ]


def apply_push(
    number: int,
    *,
    is_full: bool,
    issued_at: datetime,
    additions: Sequence[CreditAddition],
    withdrawals: Sequence[str],
    at: datetime,
) -> Applied:
    """Apply a push of the list; numbers run without gaps, a full push may start anew.

    A repeated number has no second effect; a number that skips others is not applied and names
    the first one missing, so that it can be asked for.
    """
    with transaction.atomic():
        last = CreditPush.objects.order_by("-number").values_list("number", flat=True).first()
        if last is not None and number <= last:
            return Applied(number, repeated=True)
        if not is_full and number != (last or 0) + 1:
            return Applied(number, missing=(last or 0) + 1)
        push = CreditPush.objects.create(
            number=number,
            kind="FULL" if is_full else "DELTA",
            issued_at=issued_at,
            received_at=at,
            added=len(additions),
            withdrawn=len(withdrawals),
        )
        if is_full:
            kept = {a.record_id for a in additions}
            stale = CreditRecord.objects.filter(withdrawn_at=None).exclude(record_id__in=kept)
            stale.update(withdrawn_at=at, withdrawn_push=push)
        CreditRecord.objects.bulk_create(
            [
                CreditRecord(
                    record_id=a.record_id,
                    id_key=person_key.of_id_number(a.id_number),
                    reason=a.reason,
                    since=a.since,
                    push=push,
                )
                for a in additions
            ],
            update_conflicts=True,
            unique_fields=["record_id"],
            update_fields=["id_key", "reason", "since"],
        )
        CreditRecord.objects.filter(record_id__in=list(withdrawals), withdrawn_at=None).update(
            withdrawn_at=at, withdrawn_push=push
        )
    return Applied(number)
