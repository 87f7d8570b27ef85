"""What every ending does: it closes the duties of the way there, and opens the file's sealing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongban.cases.models import Case
from tongban.cases.operations.decision import Message, Opening
from tongban.cases.operations.exchange import handed_in_to
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Stream
from tongban.procedure.obligations import CLOSED_BY_ENDING, ObligationKind
from tongban.procedure.stages import Stage

NOT_ISSUED_YET = (Stage.COMPOSED, Stage.IN_REVIEW, Stage.RETURNED)


def closing() -> frozenset[ObligationKind]:
    """Return the duties an ending closes: all but those that outlive it (states.md)."""
    return CLOSED_BY_ENDING


def opens_archive(case: Case, *, at: datetime) -> Opening:
    """Return the duty to complete and seal the file (第八条)."""
    return opening(ObligationKind.ARCHIVE, at=at, unit=case.accepting_unit)


def ended(stage: Stage, *, at: datetime) -> Mapping[str, Any]:
    """Return what an ending changes of the case itself; a hold is over with it."""
    return {"stage": stage, "ended_at": at, "held": False, "held_by": None, "ground_since": None}


def cancels(case: Case, *, why: str) -> list[Message]:
    """Return the message that takes the case back from the system that has it.

    What the city itself has issued is in that system for good. ``why`` is the ending in a code.
    """
    is_open_there = case.stream == Stream.OUTGOING or case.stage in NOT_ISSUED_YET
    if not (case.reached_review and is_open_there):
        return []
    return [Message(handed_in_to(case), "cancel", {"why": why})]
