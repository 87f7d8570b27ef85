"""What only somebody with the database in his hands can do: write past triggers and constraints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Within the block no trigger and no foreign key is watched."""
    _run("SET LOCAL session_replication_role = replica")
    try:
        yield
    finally:
        _run("SET LOCAL session_replication_role = DEFAULT")


def tamper(sql: str, values: Sequence[Any] = ()) -> int:
    """Run a statement past the guards; the number of rows it met."""
    with past_the_guards():
        return _run(sql, values)


def _run(sql: str, values: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
