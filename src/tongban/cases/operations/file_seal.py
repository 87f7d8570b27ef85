"""The seal of a file: the hash of every part, chained into one digest (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from uuid_utils.compat import uuid7

from tongban.cases.file_keeping import (
    FileContents,
    entries_of,
    keep_until,
    pictures_of,
    seal_digest,
)
from tongban.cases.models import Case, FileSeal
from tongban.cases.operations.door import Call
from tongban.cases.operations.office import office

AT_LEAST_YEARS = 5
"""第八条; the operator's term may only lengthen it, and the database refuses anything shorter."""


def seal_of(case: Case, found: FileContents, *, call: Call, missing: Sequence[str]) -> FileSeal:
    """Return the seal of a file as it is now; ``missing`` are parts that should be in it."""
    entries: list[dict[str, Any]] = [one.as_json() for one in entries_of(found)]
    years = max(AT_LEAST_YEARS, office().terms(call.at).archive_years)
    return FileSeal(
        id=uuid7(),
        case_id=case.id,
        sealed_at=call.at,
        sealed_by=call.actor.officer_id,
        keep_until=keep_until(case.ended_at or call.at, years=years),
        entries=entries,
        refs=sorted(pictures_of(found)),
        missing=list(missing),
        digest=seal_digest(entries),
    )
