"""Sealing the audit log in batches, and checking the seals.

A seal is a hash over a run of rows and the seal before it. A row changed, taken out or slipped
in under a seal makes that seal false. Each new seal is also written to the process log, so that
cutting off the newest seals together with their rows can be noticed from outside.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from uuid_utils.compat import uuid7

from tongban.audit.models import AuditRow, AuditSeal

GRACE = timedelta(minutes=10)
"""Rows younger than this stay open: a slow transaction may still commit an earlier moment."""

BATCH = 10_000
"""The most rows under one seal, so that a false one narrows the search."""

GENESIS = bytes(32)
_LOG = logging.getLogger(__name__)
_COLUMNS = ("id", "at", "officer_id", "unit", "what", "subject", "data")
_Row = tuple[UUID, datetime, UUID | None, str, str, UUID | None, object]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the log found. ``broken`` names the seals whose rows do not agree."""

    seals: int
    rows: int
    unsealed: int
    broken: tuple[UUID, ...]
    newest: bytes

    @property
    def holds(self) -> bool:
        """Whether every seal agrees with its rows and with the seal before it."""
        return not self.broken

    @property
    def fault(self) -> str:
        """What is wrong in a sentence; empty when the log holds."""
        if self.holds:
            return ""
        first = self.broken[0]
        return f"{len(self.broken)} 个封存段与记录不符，最早的是 {first}。请立即报告并保全数据库。"


def seal(at: datetime) -> int:
    """Seal all rows older than ``GRACE`` at the moment ``at``; the number of rows sealed."""
    total = 0
    while sealed := _seal_batch(at):
        total += sealed
    return total


def verify() -> Verification:
    """Recompute every seal from the rows. Reads the whole log, in runs of ``BATCH``."""
    broken: list[UUID] = []
    rows = seals = 0
    previous: AuditSeal | None = None
    for one in AuditSeal.objects.order_by("upto_at", "upto_id"):
        digest, counted = _digest(one, previous)
        if digest != bytes(one.digest) or counted != one.rows:
            broken.append(one.id)
        rows, seals, previous = rows + counted, seals + 1, one
    return Verification(
        seals=seals,
        rows=rows,
        unsealed=_after(previous).count(),
        broken=tuple(broken),
        newest=bytes(previous.digest) if previous else GENESIS,
    )


def _seal_batch(at: datetime) -> int:
    previous = AuditSeal.objects.order_by("-upto_at", "-upto_id").first()
    ripe = _after(previous).filter(at__lt=at - GRACE).order_by("at", "id")
    ends = list(ripe.values_list("at", "id")[:BATCH])
    if not ends:
        return 0
    upto_at, upto_id = ends[-1]
    new = AuditSeal(
        id=uuid7(),
        at=at,
        upto_at=upto_at,
        upto_id=upto_id,
        rows=len(ends),
        previous=bytes(previous.digest) if previous else GENESIS,
    )
    new.digest, _ = _digest(new, previous)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:  # seal_follows_one: somebody else has just sealed these rows
        return 0
    _LOG.info("audit log sealed: %d rows, digest %s", new.rows, new.digest.hex())
    return new.rows


def _after(previous: AuditSeal | None) -> QuerySet[AuditRow]:
    rows = AuditRow.objects.all()
    if previous is None:
        return rows
    at, last = previous.upto_at, previous.upto_id
    return rows.filter(Q(at__gt=at) | Q(at=at, id__gt=last))


def _digest(one: AuditSeal, previous: AuditSeal | None) -> tuple[bytes, int]:
    """The digest that belongs to a seal, and the number of rows under it.

    The seal before is taken as it stands in the table, so that taking one out breaks the next.
    """
    state = hashlib.sha256(bytes(previous.digest) if previous else GENESIS)
    state.update(bytes(one.previous))
    state.update(_bytes([str(one.id), _moment(one.at), _moment(one.upto_at), str(one.upto_id)]))
    counted = 0
    for row in _under(one, previous):
        state.update(_canonical(row))
        counted += 1
    state.update(_bytes([counted]))
    return state.digest(), counted


def _under(one: AuditSeal, previous: AuditSeal | None) -> Iterator[_Row]:
    at, last = one.upto_at, one.upto_id
    rows = _after(previous).filter(Q(at__lt=at) | Q(at=at, id__lte=last)).order_by("at", "id")
    return rows.values_list(*_COLUMNS).iterator(chunk_size=2_000)


def _canonical(row: _Row) -> bytes:
    id_, at, officer, unit, what, subject, data = row
    return _bytes(
        [
            str(id_),
            _moment(at),
            str(officer) if officer else None,
            unit,
            what,
            str(subject) if subject else None,
            data,
        ]
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _bytes(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"
