"""What is wrong with where a parcel is to go (第十一条)."""

from __future__ import annotations

from tongban.cases.operations.errors import FieldFault
from tongban.policy.courier_address import courier_address_fault
from tongban.policy.vocabulary import Delivery

CLAUSE = "第十一条"
LONGEST_RECIPIENT = 50


def courier_faults(delivery: Delivery, *, recipient: str, address: str) -> list[FieldFault]:
    """Return why a parcel could not be sent so; nothing is asked of who collects at the station."""
    if delivery is not Delivery.COURIER:
        return []
    faults = []
    name = recipient.strip()
    if not name:
        faults.append(FieldFault("recipient", "请填写收件人姓名，通常是申请人本人。", CLAUSE))
    elif len(name) > LONGEST_RECIPIENT or any(char.isdigit() for char in name):
        faults.append(FieldFault("recipient", "收件人姓名不对：只填姓名，不超过 50 个字。", CLAUSE))
    sentence = courier_address_fault(address)
    if sentence:
        faults.append(FieldFault("address", sentence, CLAUSE))
    return faults
