"""Columns that a view of a row shows as they are stored."""

from __future__ import annotations

from typing import Any


def as_stored(row: object, *names: str) -> dict[str, Any]:
    """Return the named attributes of a row, for the fields of the same names of its view."""
    return {name: getattr(row, name) for name in names}
