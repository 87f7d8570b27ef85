"""Intakes that nobody touches: the applicant is told in time, then the intake ends (运行参数)."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from tongban.cases.operations import lapse
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import OperationError
from tongban.procedure.actors import SYSTEM
from tongban.standards.zones import local_date

AT_ONCE = 500


def lapse_intakes(at: datetime) -> tuple[int, int]:
    """Tell whom it is time to tell, end what has waited long enough; returns how many of each.

    One that somebody takes up in the same moment stays: the act is refused, and nothing is lost.
    """
    told = sum(_tell(one, at=at) for one in lapse.due_warnings(at, limit=AT_ONCE))
    ended = sum(_end(one, at=at) for one in lapse.due_lapses(at, limit=AT_ONCE))
    return told, ended


def _tell(intake: UUID, *, at: datetime) -> bool:
    try:
        lapse.warn_of_lapse(intake, _call(intake, "warn", at=at))
    except OperationError:
        return False
    return True


def _end(intake: UUID, *, at: datetime) -> bool:
    try:
        lapse.lapse(intake, _call(intake, "lapse", at=at))
    except OperationError:
        return False
    return True


def _call(intake: UUID, step: str, *, at: datetime) -> Call:
    name = f"{step}:{intake}:{local_date(at).isoformat()}"
    return Call(SYSTEM, at, uuid5(NAMESPACE_OID, name))
