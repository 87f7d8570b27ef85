"""What every ending does: it closes the duties of the way there, and opens the file's sealing."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.operations.decision import Opening
from tongban.cases.operations.office import opening
from tongban.procedure.obligations import CLOSED_BY_ENDING, ObligationKind


def closing() -> frozenset[ObligationKind]:
    """Return the duties an ending closes: all but those that outlive it (states.md)."""
    return CLOSED_BY_ENDING


def opens_archive(case: Case, *, at: datetime) -> Opening:
    """Return the duty to complete and seal the file (第八条)."""
    return opening(ObligationKind.ARCHIVE, at=at, unit=case.accepting_unit)
