"""The bad credit list (第五条(五)): pushes applied, hits found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast, JSONObject

from tongban.cases import person_key
from tongban.cases.models import CreditGap, CreditPush, CreditRecord, Intake
from tongban.procedure.stages import IntakeStage

AT_ONCE = 2000
"""Rows in one statement: the database takes 65,535 values at a time."""


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
    key = person_key.of_id_number(id_number)
    return _hits({key})[key]


def hits_of(id_number: str) -> ArraySubquery:
    """Return what ``credit_hits`` gives, as a column of another query."""
    key = person_key.of_id_number(id_number)
    counting = CreditRecord.objects.filter(id_key=key, withdrawn_at=None).order_by("record_id")
    hit = JSONObject(record_id="record_id", push=Cast("push_id", CharField()), since="since")
    return ArraySubquery(counting.values(hit=hit))


def _hits(keys: set[bytes]) -> dict[bytes, list[dict[str, str]]]:
    found: dict[bytes, list[dict[str, str]]] = {key: [] for key in keys}
    rows = CreditRecord.objects.filter(id_key__in=keys, withdrawn_at=None).order_by("record_id")
    for row in rows:
        hit = {"record_id": row.record_id, "push": str(row.push_id), "since": row.since.isoformat()}
        found[bytes(row.id_key)].append(hit)
    return found


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

    Open intakes are judged by the new list from then on. A repeated number has no second effect; one
    that skips others is not applied and names the first one missing, so that it can be asked for; the
    gap stands until it is closed.
    """
    with transaction.atomic():
        last = CreditPush.objects.order_by("-number").values_list("number", flat=True).first()
        if last is not None and number <= last:
            return Applied(number, repeated=True)
        if not is_full and number != (last or 0) + 1:
            _note_gap(missing=(last or 0) + 1, seen=number, at=at)
            return Applied(number, missing=(last or 0) + 1)
        push = CreditPush.objects.create(
            number=number,
            kind="FULL" if is_full else "DELTA",
            issued_at=issued_at,
            received_at=at,
            added=len(additions),
            withdrawn=len(withdrawals),
        )
        # What a full list no longer names is withdrawn as well.
        gone = {*withdrawals, *(_unlisted(additions) if is_full else ())}
        _add(additions, push=push)
        _withdraw(gone, push=push)
        _tell_open_intakes()
        CreditGap.objects.filter(missing__lte=number, closed_at=None).update(closed_at=at)
    return Applied(number)


def _unlisted(additions: Sequence[CreditAddition]) -> set[str]:
    counting = CreditRecord.objects.filter(withdrawn_at=None).values_list("record_id", flat=True)
    return set(counting) - {one.record_id for one in additions}


def _withdraw(gone: set[str], *, push: CreditPush) -> None:
    for some in _batches(sorted(gone)):
        CreditRecord.objects.filter(record_id__in=some, withdrawn_at=None).update(
            withdrawn_at=push.received_at, withdrawn_push=push
        )


def _note_gap(*, missing: int, seen: int, at: datetime) -> None:
    """A number is missing: the city is told until it is there, however often it is asked for."""
    row, made = CreditGap.objects.get_or_create(
        missing=missing, defaults={"seen": seen, "noticed_at": at}
    )
    if not made and seen > row.seen:
        CreditGap.objects.filter(missing=missing).update(seen=seen)


def _tell_open_intakes() -> None:
    """Judge those at the windows now by the list as it stands, not by that of their look-up."""
    waiting = Intake.objects.filter(stage=IntakeStage.OPEN).only("record", "credit_hits")
    keys = {one: person_key.of_id_number(one.record["id_number"]) for one in waiting}
    hits = _hits(set(keys.values()))
    for intake, key in keys.items():
        if intake.credit_hits != hits[key]:
            Intake.objects.filter(id=intake.id).update(credit_hits=hits[key])


def _add(additions: Sequence[CreditAddition], *, push: CreditPush) -> None:
    """Insert the records, or bring them up to date; one that was withdrawn counts again."""
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
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["record_id"],
        update_fields=["id_key", "reason", "since", "withdrawn_at", "withdrawn_push"],
    )


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
