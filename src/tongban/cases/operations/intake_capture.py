"""Standard photo, fingerprints and the wishes of the applicant (第六条)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.cases.models import Intake
from tongban.cases.operations.courier_faults import courier_faults
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.judging import require_identity
from tongban.policy.vocabulary import Delivery, Priority, Reason
from tongban.procedure.acts import Act

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")
HANDS = (range(11, 16), range(16, 21))


def store_photo(intake_id: UUID, call: Call, *, photo: str, report: Mapping[str, Any]) -> Done:
    """Store the standard photo (blob reference) with its measured values.

    Only once identity and evidence are green; raises ``Barred`` otherwise (第六条).
    """

    def decide(intake: Intake) -> Decision:
        require_identity(intake, at=call.at)
        return Decision(
            event="PhotoStored",
            changes={"photo": photo, "photo_report": dict(report), "touched_at": call.at},
            data={"photo": photo},
        )

    return act_on_intake(intake_id, Act.STORE_PHOTO, call, decide=decide)


@dataclass(frozen=True, slots=True)
class Finger:
    """One finger: code 11–20 (GA/T), registered with quality and template, or a reason why not.

    ``template`` and ``image`` (the picture a reviewer compares) are blob references.
    """

    code: int
    template: str = ""
    quality: int | None = None
    missing_reason: str = ""
    image: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "code": self.code,
            "template": self.template,
            "quality": self.quality,
            "missing_reason": self.missing_reason,
            "image": self.image,
        }


def store_fingerprints(intake_id: UUID, call: Call, *, fingers: Sequence[Finger]) -> Done:
    """Store two prints, one per hand; a finger that cannot be taken is recorded with its reason."""
    if [sum(f.code in hand for f in fingers) for hand in HANDS] != [1, 1]:
        raise BadInput(
            FieldFault("fingers", "请左右手各采一枚指纹；无法采集的一只手请选择原因。", "第六条")
        )
    for finger in fingers:
        if not finger.template and not finger.missing_reason.strip():
            raise BadInput(
                FieldFault("fingers", "没有采到的手指请写明原因，不影响受理。", "第六条")
            )

    def decide(intake: Intake) -> Decision:
        require_identity(intake, at=call.at)
        return Decision(
            event="FingerprintsStored",
            changes={"fingers": [f.to_json() for f in fingers], "touched_at": call.at},
            data={"fingers": [f.code for f in fingers if f.template]},
        )

    return act_on_intake(intake_id, Act.STORE_FINGERPRINTS, call, decide=decide)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Reason, priority, delivery, how to reach the applicant, and whether to bridge the wait."""

    reason: Reason
    priority: Priority
    priority_reason: str
    delivery: Delivery
    address: str
    phone: str
    temporary: bool = False
    recipient: str = ""
    """For the courier only: whose name the parcel bears."""


def set_details(intake_id: UUID, call: Call, *, wishes: Wishes) -> Done:
    """Store the applicant's wishes; raises ``BadInput`` with every fault at once."""

    def decide(intake: Intake) -> Decision:
        faults = _faults(wishes)
        if faults:
            raise BadInput(*faults)
        return Decision(
            event="DetailsSet",
            changes={
                "reason": wishes.reason,
                "priority": wishes.priority,
                "priority_reason": wishes.priority_reason.strip(),
                "delivery": wishes.delivery,
                "address": wishes.address.strip(),
                "recipient": wishes.recipient.strip()
                if wishes.delivery is Delivery.COURIER
                else "",
                "phone": wishes.phone,
                "wants_temporary": wishes.temporary,
                "touched_at": call.at,
            },
            data={
                "reason": wishes.reason.value,
                "priority": wishes.priority.value,
                "delivery": wishes.delivery.value,
                "temporary": wishes.temporary,
            },
        )

    return act_on_intake(intake_id, Act.SET_DETAILS, call, decide=decide)


def _faults(wishes: Wishes) -> list[FieldFault]:
    faults = []
    phone = phone_fault(wishes.phone)
    if phone:
        faults.append(phone)
    if wishes.reason is Reason.FIRST_ISSUE:
        faults.append(
            FieldFault("reason", "首次申领不能异地办理，请告知到户籍地派出所申领。", "第五条(一)")
        )
    if wishes.priority is Priority.EXPEDITED and not wishes.priority_reason.strip():
        faults.append(FieldFault("priority_reason", "选择加快的，请写明原因。", "第十条"))
    faults += courier_faults(wishes.delivery, recipient=wishes.recipient, address=wishes.address)
    return faults


def phone_fault(phone: str, *, field: str = "phone") -> FieldFault | None:
    """Return what is wrong with a phone number, None when it can be dialled."""
    if MOBILE.fullmatch(phone) or LANDLINE.fullmatch(phone):
        return None
    if not phone:
        return FieldFault(field, "请填写联系电话，证件到所后要及时通知领取。", "第十一条")
    return FieldFault(
        field, "电话号码不对：请填 11 位手机号，或区号加 7 至 8 位固定电话。", "第十一条"
    )
