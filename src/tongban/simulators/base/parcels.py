"""What the card centre and the post hand each other: a parcel, and a parcel come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tongban.ports.calls import NoticeBook
from tongban.ports.card_centre import Recipient


@dataclass(frozen=True)
class HandedIn:
    """The centre gave the post a parcel with the card of one order."""

    tracking_no: str
    order_no: str
    recipient: Recipient = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class CameBack:
    """The post gave the centre a parcel back."""

    tracking_no: str
    order_no: str
    at: datetime


PARCELS = NoticeBook((HandedIn, CameBack))
