"""Queries compiled once: Django writes the SQL the first time, later only the values change.

For the few queries that every act repeats: compiling one anew takes longer than answering it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class Prepared(Generic[Row]):
    """A query of fixed form; ``samples`` stand in ``build``'s query where the values will stand.

    Samples must differ from each other and from every constant of the query.
    """

    def __init__(self, build: Callable[[], QuerySet[Row, Any]], *samples: object) -> None:
        self._build = build
        self._samples = samples

    @cached_property
    def _compiled(self) -> _Compiled[Row]:
        return _Compiled(self._build(), self._samples)

    def rows(self, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows as tuples of the selected columns; ``values`` in the samples' order."""
        compiled = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, [take(values) for take in compiled.parameters])
            rows = cursor.fetchall()
        return [tuple(row) for row in compiled.converted(rows)]

    def first(self, *values: object) -> Row | None:
        """Return the first row as an object of the model; only for queries of whole rows."""
        rows = self.rows(*values)
        if not rows:
            return None
        found: Row = self._compiled.model.from_db(DEFAULT_DB_ALIAS, self._compiled.names, rows[0])
        return found


class _Compiled(Generic[Row]):
    """The SQL of a query, where its values come from, and what its columns become."""

    def __init__(self, queryset: QuerySet[Row, Any], samples: tuple[object, ...]) -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, parameters = compiler.as_sql()
        self.parameters = [_source(one, samples) for one in parameters]
        if not all(one in parameters for one in samples):
            raise ValueError("a sample is not among the query's parameters")
        columns = [column for column, *_ in compiler.select]
        self._compiler = compiler
        self._converters = compiler.get_converters(columns)
        self.model: type[Row] = queryset.model
        self.names = [field.attname for field in queryset.model._meta.concrete_fields]

    def converted(self, rows: list[tuple[Any, ...]]) -> Any:  # noqa: ANN401 - rows of any columns
        """Return the rows with what the database driver leaves to Django, such as JSON."""
        if not self._converters:
            return rows
        return self._compiler.apply_converters(rows, self._converters)


def _source(parameter: object, samples: tuple[object, ...]) -> Callable[[tuple[object, ...]], Any]:
    if parameter in samples:
        place = samples.index(parameter)
        return lambda values: values[place]
    return lambda values: parameter
