"""``record_act``: the one place where an act is written.

One statement does the guarded update, the event, the obligations closed and opened, the messages to
send, the jobs that send them, and the rows that go with the act. Its first effect is the guarded
update: when the row's version has moved on, nothing at all is written. Nothing else in the code base
writes an intake or a case, and nothing else is raw SQL.

All parts of the statement see the database as it was before. What has to come after something else
therefore waits for it in words: changes of other rows come after the guarded update and one after the
other, new rows after them in the order given, and each step is done only when the one before it met
exactly one row. So a number is taken before a row that bears it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from tongban.cases.chain import GENESIS, link
from tongban.cases.models import Case, Event, Intake
from tongban.cases.operations.decision import Decision, Opening
from tongban.cases.operations.parts import (
    Part,
    Shape,
    assignments,
    by_column,
    change,
    deletion,
    dumps,
    insertion,
)
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act

STATEMENT = """
WITH up AS (
  UPDATE {table} SET {assignments}version = version + 1, event_seq = event_seq + 1, event_hash = %s
  WHERE id = %s AND version = %s RETURNING id
), ev AS (
  INSERT INTO cases_event
    (id, subject, seq, act, name, at, officer, party, unit, data, request_id, previous, hash)
  SELECT %s, id, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM up
), cl AS (
  UPDATE cases_obligation SET closed_at = %s, outcome = %s
  WHERE {subject} IN (SELECT id FROM up) AND closed_at IS NULL AND kind = ANY(%s) RETURNING 1
), op AS (
  INSERT INTO cases_obligation
    (id, kind, owner_unit, owner_county, owner_officer, {subject}, system, opened_at, due_at,
     due_note, outcome, rank)
  SELECT o.id, o.kind, o.unit, o.county, o.officer, up.id, '', o.since, o.due, o.note, '', o.rank
  FROM up, jsonb_to_recordset(%s) AS o
    (id uuid, kind text, unit text, county text, officer uuid, since timestamptz,
     due timestamptz, note text, rank smallint)
  WHERE (SELECT count(*) FROM cl) >= 0
), ou AS (
  INSERT INTO cases_outgoing
    (id, case_id, system, kind, payload, state, attempts, created_at, last_error)
  SELECT m.id, {case_id}, m.system, m.kind, m.payload, 'WAITING', 0, %s, ''
  FROM up, jsonb_to_recordset(%s) AS m (id uuid, system text, kind text, payload jsonb)
  RETURNING id, system
), jb AS (
  INSERT INTO procrastinate_jobs (queue_name, task_name, args)
  SELECT 'upstream', 'deliver', jsonb_build_object('outgoing_id', id) FROM ou
){more}
SELECT {met}
"""


@lru_cache(maxsize=256)
def _statement(
    model: type[Model],
    columns: tuple[str, ...],
    steps: tuple[Shape, ...],
    deletes: tuple[Shape, ...],
) -> str:
    is_case = model is Case
    names = ["up", *_names(steps)]
    last = [f"de{n} AS ({shape.sql(after=_met('up'))})" for n, shape in enumerate(deletes)]
    return STATEMENT.format(
        table=model._meta.db_table,
        assignments=f"{assignments(columns)}, " if columns else "",
        subject="case_id" if is_case else "intake_id",
        case_id="up.id" if is_case else "(m.payload->>'case_id')::uuid",
        more="".join(f", {part}" for part in [*_chained(steps, first=_met("up")), *last]),
        met=", ".join(_met(name) for name in names),
    )


def _names(steps: Sequence[Shape]) -> list[str]:
    return [f"st{n}" for n in range(len(steps))]


def _met(name: str) -> str:
    """Whether a step met exactly one row; asking for it has the step done first."""
    return f"(SELECT count(*) FROM {name}) = 1"


def _chained(steps: Sequence[Shape], *, first: str) -> Iterator[str]:
    """The steps, each waiting for the one before; the first for a condition."""
    after = first
    for name, shape in zip(_names(steps), steps, strict=True):
        yield f"{name} AS ({shape.sql(after=after)} RETURNING 1)"
        after = _met(name)


@lru_cache(maxsize=64)
def _insertions(steps: tuple[Shape, ...]) -> str:
    return f"WITH {', '.join(_chained(steps, first='true'))} SELECT {_met(_names(steps)[-1])}"


def _execute(sql: str, values: Sequence[Any]) -> tuple[bool, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        met: tuple[bool, ...] = cursor.fetchone()
    return met


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "kind": opening.kind.value,
        "unit": opening.owner_unit,
        "county": opening.owner_county,
        "officer": opening.owner_officer,
        "since": opening.since.isoformat(),  # to the microsecond: it orders a queue
        "due": opening.due_at,
        "note": opening.due_note,
        "rank": opening.rank,
    }


@dataclass(frozen=True, slots=True)
class Written:
    """A link of the chain ready to be written: its number, hash and the hash before it."""

    seq: int
    previous: bytes
    hash: bytes
    data: Mapping[str, Any]


def next_link(
    subject: Case | Intake,
    *,
    act: Act,
    decision: Decision,
    actor: Actor,
    at: datetime,
    request_id: UUID,
) -> Written:
    """Return the next link of the subject's chain for this decision."""
    data = json.loads(dumps(dict(decision.data)))
    seq = subject.event_seq + 1
    previous = bytes(subject.event_hash) or GENESIS
    digest = link(
        previous,
        subject=subject.id,
        seq=seq,
        act=act.value,
        name=decision.event,
        at=at,
        officer=actor.officer_id,
        party=actor.party.value,
        unit=actor.unit,
        data=data,
        request_id=request_id,
    )
    return Written(seq, previous, digest, data)


def record_act(
    subject: Case | Intake,
    *,
    act: Act,
    decision: Decision,
    actor: Actor,
    at: datetime,
    request_id: UUID,
) -> bool:
    """Write the act; False when the subject's version has moved on (nothing was written).

    Raises ``RowMoved`` when a change that goes with the act does not meet its row, and
    ``IntegrityError`` where a named constraint or the request id forbids it; nothing is written.
    """
    written = next_link(
        subject, act=act, decision=decision, actor=actor, at=at, request_id=request_id
    )
    changes = by_column(type(subject), decision.changes)
    values = [*changes.values(), written.hash, subject.id, subject.version]
    values += [uuid7(), written.seq, act.value, decision.event, at, actor.officer_id]
    values += [actor.party.value, actor.unit, Jsonb(written.data), request_id]
    values += [written.previous, written.hash]
    values += [at, decision.outcome or act.value, [kind.value for kind in decision.closes]]
    values += [Jsonb([_opening(o) for o in decision.opens], dumps=dumps)]
    values += [at, Jsonb(_messages(decision), dumps=dumps)]
    steps = [*map(change, decision.updates), *map(insertion, decision.rows)]
    deletes = [deletion(*one) for one in decision.deletes]
    sql = _statement(type(subject), tuple(changes), _shapes(steps), _shapes(deletes))
    with _undone_together(has_more=bool(decision.updates)):
        is_met, *met = _execute(sql, [*values, *_values(steps), *_values(deletes)])
        for one, found in zip(decision.updates, met, strict=False):
            if is_met and not found:
                raise RowMoved(one.model.__name__)
    return is_met


def _messages(decision: Decision) -> list[dict[str, Any]]:
    return [
        {"id": uuid7(), "system": m.system, "kind": m.kind, "payload": dict(m.payload)}
        for m in decision.sends
    ]


def _shapes(parts: Sequence[Part]) -> tuple[Shape, ...]:
    return tuple(part.shape for part in parts)


def _values(parts: Sequence[Part]) -> list[Any]:
    return [value for part in parts for value in part.values]


def _undone_together(*, has_more: bool) -> AbstractContextManager[None]:
    """A transaction where the statement can be refused after it was done, or stands among others.

    Alone, a statement is a transaction; within one, a refusal must not spoil the rest.
    """
    return transaction.atomic() if has_more or connection.in_atomic_block else nullcontext()


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows with which a chain begins, in the order given; one statement."""
    parts = [insertion(row) for row in rows]
    with _undone_together(has_more=False):
        _execute(_insertions(_shapes(parts)), _values(parts))


class RowMoved(Exception):
    """A row that goes with the act was changed by somebody else; the transaction is undone."""

    def __init__(self, model: str) -> None:
        super().__init__(model)
        self.model = model


def first_event(
    subject: Case | Intake,
    *,
    act: Act,
    event: str,
    data: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    request_id: UUID,
) -> Event:
    """Return the first event of a new subject and set the subject's chain end to it."""
    decision = Decision(event=event, data=data)
    written = next_link(
        subject, act=act, decision=decision, actor=actor, at=at, request_id=request_id
    )
    subject.event_seq, subject.event_hash = written.seq, written.hash
    subject.version = 1
    return Event(
        id=uuid7(),
        subject=subject.id,
        seq=written.seq,
        act=act.value,
        name=event,
        at=at,
        officer=actor.officer_id,
        party=actor.party.value,
        unit=actor.unit,
        data=written.data,
        request_id=request_id,
        previous=written.previous,
        hash=written.hash,
    )
