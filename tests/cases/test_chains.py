"""The chains of events: whatever is changed behind the product's back is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from psycopg.types.json import Jsonb
from tests.cases.tampering import tamper
from tests.cases.world import World

from tongban.cases.models import Case, Event, Intake, PersonSlot
from tongban.cases.queries.chains import broken_chains

EDITS = 1000

SUBJECTS = ("cases_case", "cases_intake")


class Untouched(Exception):
    """Undoes one edit."""


def random_bytes(rng: random.Random) -> bytes:
    return rng.randbytes(32)


VALUES: dict[str, Callable[[random.Random], Any]] = {
    "subject": lambda rng: uuid4(),
    "seq": lambda rng: rng.randint(100, 10_000),
    "act": lambda rng: f"X{rng.random():.6f}",
    "name": lambda rng: f"X{rng.random():.6f}",
    "at": lambda rng: f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}T00:00:00+00:00",
    "officer": lambda rng: uuid4(),
    "party": lambda rng: f"P{rng.randint(1, 9999)}",
    "unit": lambda rng: str(rng.randint(10**11, 10**12 - 1)),
    "data": lambda rng: Jsonb({"x": rng.random()}),
    "request_id": lambda rng: uuid4(),
    "previous": random_bytes,
    "hash": random_bytes,
}
"""A wrong value for every column that an event's hash stands for."""


def edit(rng: random.Random, events: list[Event]) -> str:
    """Change one thing; what was changed."""
    event = rng.choice(events)
    kind = rng.choice([*VALUES, "delete", "cut off", "end hash", "end seq", "swap"])
    match kind:
        case "delete":
            tamper("DELETE FROM cases_event WHERE id = %s", [event.id])
        case "cut off":
            where = "WHERE subject = %s AND seq >= %s"
            tamper(f"DELETE FROM cases_event {where}", [event.subject, event.seq])  # noqa: S608
        case "end hash" | "end seq":
            column, value = (
                ("event_hash", random_bytes(rng))
                if kind == "end hash"
                else (
                    "event_seq",
                    rng.choice([n for n in range(30) if n != _last(event)]),
                )
            )
            met = [
                tamper(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, event.subject])  # noqa: S608
                for table in SUBJECTS
            ]
            assert sum(met) == 1
        case "swap":
            other = rng.choice([e for e in events if e.data != event.data])
            tamper("UPDATE cases_event SET data = %s WHERE id = %s", [Jsonb(other.data), event.id])
        case _:
            sql = f"UPDATE cases_event SET {kind} = %s WHERE id = %s"  # noqa: S608
            assert tamper(sql, [VALUES[kind](rng), event.id]) == 1
    return f"{kind} of {event.name} {event.seq}"


def _last(event: Event) -> int:
    return Event.objects.filter(subject=event.subject).count()


def faults() -> list[str]:
    return [f"{one.seq} {one.why}" for one in broken_chains()]


def test_the_chains_of_a_whole_spine_hold(world: World) -> None:
    world.handed_over()
    world.recomposed(world.returned(8))
    assert Event.objects.count() > 20
    assert faults() == []


def test_every_one_of_a_thousand_random_edits_is_found(world: World) -> None:
    world.signed()
    world.open_intake(8)
    events = list(Event.objects.order_by("subject", "seq"))
    rng = random.Random(20200901)
    missed = []
    for _ in range(EDITS):
        try:
            with transaction.atomic():
                what = edit(rng, events)
                if not any(broken_chains()):
                    missed.append(what)
                raise Untouched
        except Untouched:
            continue
    assert missed == []
    assert faults() == []


@pytest.mark.parametrize("column", [field.column for field in Event._meta.concrete_fields])
def test_every_column_but_the_row_id_is_under_the_hash(world: World, column: str) -> None:
    world.open_intake()
    event = Event.objects.get()
    if column == "id":
        return
    value = VALUES[column](random.Random(1))
    tamper(f"UPDATE cases_event SET {column} = %s", [value])  # noqa: S608
    assert faults(), event


def test_an_event_slipped_in_is_found(world: World) -> None:
    intake = world.open_intake()
    event = Event.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM cases_event")
        cursor.execute("UPDATE copy SET id = %s, seq = 2, request_id = %s", [uuid4(), uuid4()])
        cursor.execute("INSERT INTO cases_event SELECT * FROM copy")
    assert event.subject == intake.id
    assert faults()


@pytest.mark.parametrize("model", [Case, Intake])
def test_a_subject_whose_events_are_all_gone_is_found(
    world: World, model: type[Case | Intake]
) -> None:
    world.composed()
    subject = model._default_manager.get()
    tamper("DELETE FROM cases_event WHERE subject = %s", [subject.id])
    assert [one.subject for one in broken_chains()] == [subject.id]


def test_a_subject_taken_out_with_its_row_is_found(world: World) -> None:
    """Its events stay behind and belong to nobody."""
    intake = world.open_intake()
    PersonSlot.objects.all().delete()
    tamper("DELETE FROM cases_intake WHERE id = %s", [intake.id])
    assert [one.subject for one in broken_chains()] == [intake.id]
