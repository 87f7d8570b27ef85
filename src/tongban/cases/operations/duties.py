"""Duties that more than one act opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.operations.decision import Opening
from tongban.cases.operations.office import opening
from tongban.policy.review_order import rank
from tongban.policy.vocabulary import Priority
from tongban.procedure.obligations import ObligationKind


def fix_return(case: Case, *, at: datetime) -> Opening:
    """Return the station's duty to put a return right in 3 or 2 working days (第十条)."""
    return opening(
        ObligationKind.FIX_RETURN,
        at=at,
        unit=case.accepting_unit,
        expedited=case.priority == Priority.EXPEDITED,
    )


def review(case: Case, *, at: datetime) -> Opening:
    """Return the home bureau's duty to review (第九条), at its rank (第十四条)."""
    duty = opening(ObligationKind.REVIEW, at=at, unit=case.home_county)
    return replace(duty, rank=rank(is_green=bool(case.green)))
