"""Orders for invented people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import (
    CardOrder,
    Destination,
    FingerprintTemplate,
    PrintedText,
    Recipient,
)

COUNTY = "370811000000"
OTHER_COUNTY = "370883000000"
STATION = "370811540000"
ORDER = CardOrder(
    order_no="ZZ-1",
    case_number="370811540000202603040001",
    version=1,
    printed=PrintedText(
        name="欧阳𬱖",
        sex="1",
        ethnicity="01",
        birth_date=date(1990, 3, 7),
        address="山东省济宁市任城区虚构路 1 号",
        id_number="37081119900307007X",
    ),
    photo_jpeg=b"\xff\xd8\xff\xe0 invented",
    fingerprints=(
        FingerprintTemplate(finger=11, template=b"FMR\0right"),
        FingerprintTemplate(finger=16, template=b"FMR\0left"),
    ),
    issuer="济宁市公安局任城区分局",
    issuer_code=COUNTY,
    valid_from=date(2026, 3, 4),
    valid_until=date(2046, 3, 4),
    destination=Destination(county=COUNTY, station=STATION),
)


def order(order_no: str, **changes: Any) -> CardOrder:
    """The usual order under another number, with `changes`."""
    return replace(ORDER, order_no=order_no, **changes)


def courier_order(order_no: str) -> CardOrder:
    """The same for the courier."""
    recipient = Recipient(name="欧阳𬱖", phone="13800000001", address="济宁市虚构路 2 号")
    return order(order_no, delivery=Delivery.COURIER, recipient=recipient)
