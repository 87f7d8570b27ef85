"""代为采集 (运行参数): a nearer station takes photo or fingerprints anew for a returned case.

The applicant stands there and need not travel to the station that accepted. That station composes and
has the new version signed; it may take anew what it does not want to send.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import CaptureElsewhere, Case
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.intake_capture import Finger
from tongban.procedure.acts import Act

CLAUSE = "第十条"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was captured, as blob references; ``is_same`` is the officer's word on who stood there."""

    photo: str = ""
    photo_report: Mapping[str, Any] = field(default_factory=dict)
    fingers: Sequence[Finger] = ()
    is_same: bool = False


def capture_elsewhere(case_id: UUID, call: Call, *, taken: Taken) -> Done:
    """Keep what was captured for the version that was returned; the case stays where it is.

    Raises ``BadInput`` where nothing was captured, or nobody says that it was the applicant.
    """
    faults = []
    if not taken.photo and not taken.fingers:
        faults.append(FieldFault("image", "还没有采集：请先采集照片或者指纹。", CLAUSE))
    if not taken.is_same:
        faults.append(FieldFault("is_same", "请核对本人后勾选，代采只对本人。", CLAUSE))
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        return Decision(
            event="CapturedElsewhere",
            data={
                "version": case.current,
                "photo": bool(taken.photo),
                "fingers": [one.code for one in taken.fingers],
            },
            rows=[
                CaptureElsewhere(
                    id=uuid7(),
                    case=case,
                    version=case.current,
                    unit=call.actor.unit,
                    officer=call.officer,
                    at=call.at,
                    photo=taken.photo,
                    photo_report=dict(taken.photo_report),
                    fingers=[one.to_json() for one in taken.fingers],
                )
            ],
        )

    return act_on_case(case_id, Act.CAPTURE_ELSEWHERE, call, decide=decide)
