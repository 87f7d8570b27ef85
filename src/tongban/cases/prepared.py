"""Queries compiled once: Django writes the SQL the first time, later only the values change.

For the few queries that every act repeats: compiling one anew takes longer than answering it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

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

    def objects(self, *values: object) -> list[Row]:
        """Return the rows as objects, with those of ``select_related`` and with annotations."""
        return self._compiled.objects(self.rows(*values))


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

    def objects(self, rows: list[tuple[Any, ...]]) -> list[Row]:
        """Return converted rows as Django's own iteration over the query would."""
        compiler, kind = self._compiler, self._compiler.klass_info
        columns = kind["select_fields"]
        first, behind = columns[0], columns[-1] + 1
        names = [column.target.attname for column, *_ in compiler.select[first:behind]]
        # The stubs are those of a later version, with one argument more.
        related = get_related_populators(kind, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        found = []
        for row in rows:
            made = self.model.from_db(DEFAULT_DB_ALIAS, names, row[first:behind])
            for one in related:
                one.populate(row, made)
            for name, place in compiler.annotation_col_map.items():
                setattr(made, name, row[place])
            found.append(made)
        return found

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
