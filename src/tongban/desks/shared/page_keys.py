"""Where a page of a list begins, as text in an address: ``moment~id`` of the last row shown."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from tongban.cases.queries.case_lists import Key


def read_key(text: str) -> Key | None:
    """Read what ``write_key`` wrote; None when it is anything else."""
    moment, _, name = text.partition("~")
    try:
        at = datetime.fromisoformat(moment) if moment else None
        return None if at is not None and at.tzinfo is None else Key(at, UUID(name))
    except ValueError:
        return None


def read_moment_key(text: str) -> tuple[datetime, UUID] | None:
    """Read a key whose moment is never missing."""
    key = read_key(text)
    return None if key is None or key.at is None else (key.at, key.id)


def write_key(at: datetime | None, id_: UUID | None) -> str:
    """Return the key of the last row of a page."""
    return f"{at.isoformat() if at else ''}~{id_}"


def with_query(base: str, **more: str) -> str:
    """Return the address with more conditions."""
    return f"{base}{'&' if '?' in base else '?'}{urlencode(more)}" if more else base
