"""The rows that go with an act, as parts of the one statement that writes it (see ``record``).

A part has a shape, which gives its SQL, and values, which fill it: acts of one kind have parts of the
same shapes, so that their SQL is put together once. Nothing is executed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg.types.json import Jsonb

from tongban.cases.operations.decision import Change


@dataclass(frozen=True, slots=True)
class Shape:
    """A table, the columns written, and the columns by which rows are found.

    ``empty`` are columns that hold nothing in the rows to be found. A shape that finds nothing
    inserts; one that writes nothing deletes.
    """

    table: str
    writes: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    def sql(self, *, after: str) -> str:
        """Return the SQL with a place for every value; nothing is done where ``after`` is false."""
        if not self.finds and not self.empty:
            places = ", ".join(["%s"] * len(self.writes))
            return (
                f"INSERT INTO {self.table} ({', '.join(self.writes)}) SELECT {places} WHERE {after}"
            )
        met = [f"{column} = %s" for column in self.finds]
        where = " AND ".join([*met, *(f"{column} IS NULL" for column in self.empty), after])
        if not self.writes:
            return f"DELETE FROM {self.table} WHERE {where}"
        return f"UPDATE {self.table} SET {assignments(self.writes)} WHERE {where}"


@dataclass(frozen=True, slots=True)
class Part:
    """What one row asks for: the shape of its SQL, and the values in the order of their places."""

    shape: Shape
    values: Sequence[Any]


def insertion(row: Model) -> Part:
    """Return the part that inserts a row; a key that the database counts up is left to it."""
    fields = [f for f in row._meta.concrete_fields if not (f.primary_key and row.pk is None)]
    values = {f.attname: getattr(row, f.attname) for f in fields}
    written = by_column(type(row), values)
    return Part(Shape(_table(type(row)), tuple(written)), [*written.values()])


def change(one: Change) -> Part:
    """Return the part that changes a row which is still as it was read."""
    written, found = by_column(one.model, one.values), by_column(one.model, one.match)
    return _finding(Shape(_table(one.model), tuple(written)), [*written.values()], found)


def deletion(model: type[Model], match: Mapping[str, Any]) -> Part:
    """Return the part that deletes the rows found, if any; nothing refers to them."""
    return _finding(Shape(_table(model)), [], by_column(model, match))


def _finding(shape: Shape, values: list[Any], found: Mapping[str, Any]) -> Part:
    known = {column: value for column, value in found.items() if value is not None}
    empty = tuple(column for column in found if column not in known)
    return Part(Shape(shape.table, shape.writes, tuple(known), empty), [*values, *known.values()])


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def assignments(columns: Sequence[str]) -> str:
    """Return the columns as an UPDATE sets them."""
    return ", ".join(f"{column} = %s" for column in columns)


def by_column(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values, named as the attributes of a row, by column and as the database takes them."""
    fields = _fields(model)
    given = sorted(values.items())
    return {fields[name][0]: _stored(fields[name][1], value) for name, value in given}


@cache
def _fields(model: type[Model]) -> dict[str, tuple[str, Field[Any, Any]]]:
    quoted = connection.ops.quote_name
    return {f.attname: (quoted(str(f.column)), f) for f in model._meta.concrete_fields}


def _stored(field: Field[Any, Any], value: Any) -> Any:
    plain = value.value if isinstance(value, Enum) else value
    if isinstance(field, JSONField):
        return None if plain is None else Jsonb(plain, dumps=dumps)
    return field.get_db_prep_save(plain, connection)


def dumps(value: Any) -> str:
    """Return a value as JSON: ids and times as text, Chinese as it is."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
