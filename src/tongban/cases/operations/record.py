"""``record_act``: the one place where an act is written.

One statement does the guarded update, the event, the obligations closed and opened, the messages to
send and the jobs that send them. Its first effect is the guarded update: when the row's version has
moved on, nothing at all is written. Rows and changes that go with the act follow in the same
transaction. Nothing else in the code base writes an intake or a case, and nothing else is raw SQL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from tongban.cases.chain import GENESIS, link
from tongban.cases.models import Case, Event, Intake
from tongban.cases.operations.decision import Decision, Opening
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act

JSON_FIELDS = {
    "returned",
    "declared",
    "record",
    "guardian",
    "offences",
    "credit_hits",
    "photo_report",
    "fingers",
    "draft",
}

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
     due_note, outcome)
  SELECT o.id, o.kind, o.unit, o.county, o.officer, up.id, '', o.since, o.due, o.note, ''
  FROM up, jsonb_to_recordset(%s) AS o
    (id uuid, kind text, unit text, county text, officer uuid, since timestamptz,
     due timestamptz, note text)
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
)
SELECT count(*) FROM up
"""


@lru_cache(maxsize=256)
def _statement(model: type[Model], columns: tuple[str, ...]) -> str:
    is_case = model is Case
    return STATEMENT.format(
        table=model._meta.db_table,
        assignments="".join(f"{column} = %s, " for column in columns),
        subject="case_id" if is_case else "intake_id",
        case_id="up.id" if is_case else "(m.payload->>'case_id')::uuid",
    )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _column(name: str, value: Any) -> Any:
    if name in JSON_FIELDS:
        return None if value is None else Jsonb(value, dumps=_dumps)
    return _plain(value)


def _dumps(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


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
    data = json.loads(_dumps(dict(decision.data)))
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

    Raises ``IntegrityError`` where a named constraint or the request id forbids it.
    """
    written = next_link(
        subject, act=act, decision=decision, actor=actor, at=at, request_id=request_id
    )
    columns = tuple(sorted(decision.changes))
    parameters: list[Any] = [_column(name, decision.changes[name]) for name in columns]
    parameters += [written.hash, subject.id, subject.version]
    parameters += [uuid7(), written.seq, act.value, decision.event, at, actor.officer_id]
    parameters += [actor.party.value, actor.unit, Jsonb(written.data), request_id]
    parameters += [written.previous, written.hash]
    parameters += [at, decision.outcome or act.value, [kind.value for kind in decision.closes]]
    parameters.append(Jsonb([_opening(o) for o in decision.opens], dumps=_dumps))
    messages = [
        {"id": uuid7(), "system": m.system, "kind": m.kind, "payload": dict(m.payload)}
        for m in decision.sends
    ]
    parameters += [at, Jsonb(messages, dumps=_dumps)]
    more = decision.rows or decision.updates or decision.deletes
    # Alone, the statement is a transaction; within one, a refusal must not spoil the rest.
    with transaction.atomic() if more or connection.in_atomic_block else nullcontext():
        with connection.cursor() as cursor:
            cursor.execute(_statement(type(subject), columns), parameters)
            row = cursor.fetchone()
        if row is None or row[0] != 1:
            return False
        if more:
            _write_rows(decision)
    return True


def _write_rows(decision: Decision) -> None:
    """Changes come first: a number is taken before a row that bears it is written."""
    for model, match in decision.deletes:
        model._default_manager.filter(**match).delete()
    for change in decision.updates:
        manager = change.model._default_manager
        met = manager.filter(**change.match).update(**change.values)
        if met != 1:
            raise RowMoved(change.model.__name__)
    insert_rows(decision.rows)


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows of several models, one statement for each run of the same model."""
    for _, group in groupby(rows, key=type):
        run = list(group)
        type(run[0])._default_manager.bulk_create(run)


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
