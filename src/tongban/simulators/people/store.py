"""Synthetic people in SQLite: written by the registers, read by the device simulator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pydantic import TypeAdapter

from tongban.ports.population import PopulationRecord
from tongban.simulators.people.person import Person, Story
from tongban.standards.names import fold

SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    record_id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, story TEXT NOT NULL,
    id_number TEXT NOT NULL, folded_name TEXT NOT NULL, birth_date TEXT NOT NULL,
    person TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS people_by_number ON people (id_number);
CREATE INDEX IF NOT EXISTS people_by_name ON people (folded_name, birth_date);
CREATE INDEX IF NOT EXISTS people_by_story ON people (story, number);
"""

_PERSON = TypeAdapter(Person)


def insert_people(db: sqlite3.Connection, people: Iterable[Person]) -> int:
    """Add people, replacing those of the same record id; returns how many."""
    rows = [_row(person) for person in people]
    db.executemany("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def by_id_number(db: sqlite3.Connection, id_number: str) -> Person | None:
    """The first person registered under this number."""
    return _one(db, "id_number = ? ORDER BY number LIMIT 1", id_number)


def by_record_id(db: sqlite3.Connection, record_id: str) -> Person | None:
    """The person of this record."""
    return _one(db, "record_id = ?", record_id)


def by_name(db: sqlite3.Connection, name: str, *, birth_date: str) -> list[Person]:
    """People of this name and birth date, at most 20."""
    found = db.execute(
        "SELECT person FROM people WHERE folded_name = ? AND birth_date = ? ORDER BY number"
        " LIMIT 20",
        (fold(name), birth_date),
    )
    return [_PERSON.validate_json(row[0]) for row in found]


def by_story(db: sqlite3.Connection, story: Story, *, limit: int = 50) -> list[Person]:
    """People with this story, the first generated first."""
    found = db.execute(
        "SELECT person FROM people WHERE story = ? ORDER BY number LIMIT ?", (story.value, limit)
    )
    return [_PERSON.validate_json(row[0]) for row in found]


def cast(db: sqlite3.Connection, *, last: int) -> list[Person]:
    """The people up to the number `last`, who stand for the stories, as far as they are here."""
    found = db.execute("SELECT person FROM people WHERE number <= ? ORDER BY number", (last,))
    return [_PERSON.validate_json(row[0]) for row in found]


def last_number(db: sqlite3.Connection) -> int:
    """The number of the person generated last; 0 when there is nobody."""
    return int(db.execute("SELECT max(number) FROM people").fetchone()[0] or 0)


def from_number(db: sqlite3.Connection, number: int, *, limit: int) -> list[Person]:
    """People from this number on, in the order in which they were generated."""
    found = db.execute(
        "SELECT person FROM people WHERE number >= ? ORDER BY number LIMIT ?", (number, limit)
    )
    return [_PERSON.validate_json(row[0]) for row in found]


def _one(db: sqlite3.Connection, condition: str, *values: str) -> Person | None:
    # The condition is one of the texts above; values are bound.
    found = db.execute(f"SELECT person FROM people WHERE {condition}", values).fetchone()  # noqa: S608
    return None if found is None else _PERSON.validate_json(found[0])


def _row(person: Person) -> tuple[object, ...]:
    record: PopulationRecord = person.record
    return (
        record.record_id,
        person.number,
        person.story.value,
        record.id_number,
        fold(record.name),
        record.birth_date.isoformat(),
        _PERSON.dump_json(person).decode(),
    )
