"""Green channel and home visit (绿色通道、上门服务, 第十四条): who is served first, and why.

A help, never a condition: no act asks for it, and a case without it wants for nothing. What is
written of a visit says whereabouts it was, not at which door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongban.cases.models import Intake
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.procedure.acts import Act
from tongban.procedure.reasons import GreenReason, TakenAtHome
from tongban.standards.zones import local_date

CLAUSE = "第十四条"


@dataclass(frozen=True, slots=True)
class Visit:
    """A home visit: who went, on which day, whereabouts, and what was taken there."""

    by: str
    on: date | None
    place: str
    taken: Sequence[TakenAtHome] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Why the applicant goes first; in words too where the reason is another; with or without a visit."""

    reason: GreenReason
    words: str = ""
    visit: Visit | None = None


def set_green(intake_id: UUID, call: Call, *, mark: Mark | None) -> Done:
    """Mark the applicant as one who goes first, change the mark, or take it off (None).

    Raises ``BadInput`` for what is missing, ``Barred`` where there is no mark to take off.
    """
    faults = _faults(mark, today=local_date(call.at)) if mark else []
    if faults:
        raise BadInput(*faults)

    def decide(intake: Intake) -> Decision:
        if mark is not None:
            return _marked(mark, call=call)
        if not intake.green:
            raise Barred("这次受理没有登记绿色通道，可能已经取消。", clause=CLAUSE)
        return Decision(
            event="GreenTakenOff",
            changes={"green": "", "green_words": "", "visit": None, "touched_at": call.at},
        )

    return act_on_intake(intake_id, Act.SET_GREEN, call, decide=decide)


def _faults(mark: Mark, *, today: date) -> list[FieldFault]:
    faults = []
    if mark.reason is GreenReason.OTHER and not mark.words.strip():
        faults.append(FieldFault("words", "原因选“其他”的，请写明有什么困难。", CLAUSE))
    visit = mark.visit
    if visit is None:
        return faults
    if not visit.by.strip():
        faults.append(FieldFault("by", "请写明是谁上门的。", CLAUSE))
    if visit.on is None:
        faults.append(FieldFault("on", "请填写上门的日期。", CLAUSE))
    elif visit.on > today:
        faults.append(FieldFault("on", "上门之后再登记，日期不能晚于今天。", CLAUSE))
    if not visit.place.strip():
        faults.append(FieldFault("place", "请写明在哪里，例如某某敬老院；不写门牌。", CLAUSE))
    return faults


def _marked(mark: Mark, *, call: Call) -> Decision:
    visit = mark.visit
    taken = [one.value for one in TakenAtHome if visit and one in visit.taken]
    return Decision(
        event="GreenMarked",
        changes={
            "green": mark.reason,
            "green_words": mark.words.strip(),
            "visit": _stored(visit, taken=taken),
            "touched_at": call.at,
        },
        data={"reason": mark.reason.value, "is_visit": visit is not None, "taken": taken},
    )


def _stored(visit: Visit | None, *, taken: list[str]) -> dict[str, object] | None:
    if visit is None:
        return None
    return {
        "by": visit.by.strip(),
        "on": visit.on.isoformat() if visit.on else "",
        "place": visit.place.strip(),
        "taken": taken,
    }
