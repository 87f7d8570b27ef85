"""Which way the card goes to the applicant, and to which address (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.cases.models import Card, Case, Obligation, Parcel
from tongban.cases.operations.courier_faults import CLAUSE, courier_faults
from tongban.cases.operations.decision import Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.intake_capture import phone_fault
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

ELSEWHERE = frozenset({BackReason.BAD_ADDRESS, BackReason.MOVED})
"""Why the same address would not do a second time."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How the card reaches the applicant, and how the applicant is reached.

    ``recipient`` is the courier's alone.
    """

    delivery: Delivery
    phone: str
    address: str
    recipient: str = ""


def contact_text(contact: Contact) -> dict[str, str]:
    """Return the contact as it stands in a composed version."""
    return {
        "phone": contact.phone,
        "delivery_address": contact.address,
        "delivery": contact.delivery.value,
        "recipient": contact.recipient,
    }


def contact_of(case: Case) -> Contact:
    """Return the contact as it stands in the case."""
    return Contact(Delivery(case.delivery), case.phone, case.address, case.recipient)


def change_delivery(case_id: UUID, call: Call, *, wanted: Contact) -> Done:
    """Change way, recipient, phone or address while the card has not left (第十一条).

    A parcel that came back is sent out again by it: ASK_ADDRESS is met, and the centre watched anew.
    Raises ``BadInput``, and ``Barred`` where a held card would be sent out.
    """
    given = Contact(
        wanted.delivery,
        wanted.phone,
        wanted.address.strip(),
        wanted.recipient.strip() if wanted.delivery is Delivery.COURIER else "",
    )
    phone = phone_fault(given.phone)
    faults = [phone] if phone else []
    faults += courier_faults(given.delivery, recipient=given.recipient, address=given.address)
    if faults:
        raise BadInput(*faults)
    return act_on_case(
        case_id, Act.CHANGE_DELIVERY, call, decide=lambda case: _changed(case, given, call=call)
    )


def _changed(case: Case, given: Contact, *, call: Call) -> Decision:
    before = contact_text(contact_of(case))
    fields = [name for name, value in contact_text(given).items() if before[name] != value]
    back = _came_back(case)
    if back is not None:
        _demand_a_better_way(case, back, given)
    is_other_way = bool(fields) and Delivery.COURIER in (given.delivery, Delivery(case.delivery))
    is_told = back is not None or (case.stage == Stage.IN_PRODUCTION and is_other_way)
    return Decision(
        event="ContactChanged" if given.delivery == case.delivery else "DeliveryChanged",
        changes=_columns(given),
        data={"fields": fields, "delivery": given.delivery.value, "again": back is not None},
        closes=frozenset({ObligationKind.ASK_ADDRESS}),
        opens=_watched(case, call) if back else (),
        sends=_redirected(case) if is_told else (),
    )


def _columns(given: Contact) -> Mapping[str, Any]:
    return {
        "delivery": given.delivery,
        "phone": given.phone,
        "address": given.address,
        "recipient": given.recipient,
    }


def _came_back(case: Case) -> Parcel | None:
    """Return the parcel that came back and whose card waits for another way."""
    if case.stage != Stage.IN_PRODUCTION:
        return None
    asked = Obligation.objects.filter(case=case, kind=ObligationKind.ASK_ADDRESS, closed_at=None)
    rows = Parcel.objects.filter(case_id__in=asked.values("case_id"))
    return rows.order_by("-sent_at", "-id").first()


def _demand_a_better_way(case: Case, back: Parcel, given: Contact) -> None:
    if case.held:
        raise Barred("这一件已经暂扣，证件追回后不再寄出；解除暂扣后再办。", clause="第十五条(一)")
    if given.delivery is Delivery.COURIER and given.address == back.address:
        reason = BackReason(back.reason)
        if reason in ELSEWHERE:
            sentence = f"邮政因“{reason.label}”退回了这个地址，请核实后改写，或改到派出所领取。"
            raise BadInput(FieldFault("address", sentence, CLAUSE))


def _watched(case: Case, call: Call) -> list[Opening]:
    return [opening(ObligationKind.WATCH_PRODUCTION, at=call.at, unit=case.accepting_unit)]


def _redirected(case: Case) -> list[Message]:
    card = Card.objects.filter(case=case).exclude(state=Card.State.REJECTED).order_by("-n").first()
    return [Message("card_centre", "redirect", {"card_id": card.id})] if card else []
