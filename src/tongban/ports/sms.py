"""The SMS gateway: finished texts go out, delivery reports come back (第十一条 及时通知).

The gateway gets the whole text; the wording is ours and lives in `sms_texts`. A text holds
neither a full name nor an ID number, because a phone's screen is public.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tongban.ports.calls import Call, NoticeBook
from tongban.standards.labels import Labelled

SYSTEM = "sms"

SINGLE_PART = 70
"""UCS-2 units in one short message (3GPP TS 23.040)."""

JOINED_PART = 67
"""UCS-2 units in each part of a joined message: six octets go to the joining header."""


class DeliveryState(Labelled):
    """The end of one text's way to the phone."""

    DELIVERED = "DELIVERED", "已送达"
    FAILED = "FAILED", "未送达"


@dataclass(frozen=True, kw_only=True)
class Sms:
    """One text for one phone; `message_id` is ours and makes sending repeatable.

    `template` names the wording that `text` was made from, for the gateway's own approval list.
    """

    message_id: str
    phone: str = field(repr=False)
    template: str
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SmsReceipt:
    """The gateway took the text and will try; `parts` is what it will be billed as."""

    message_id: str
    accepted_at: datetime
    parts: int


@dataclass(frozen=True, kw_only=True)
class DeliveryReport:
    """Notice: the text reached the phone, or will not (`reason` in Chinese)."""

    message_id: str
    state: DeliveryState
    at: datetime
    reason: str | None = None


SmsNotice = DeliveryReport


class SmsPort(Protocol):
    """What this product asks of the gateway; failures are `ports.errors`."""

    def send(self, sms: Sms, *, at: datetime) -> SmsReceipt:
        """Send one text. The same id again gives the same receipt and no second text.

        `Rejected` with MESSAGE_CONFLICT (this id named another text), BAD_PHONE, EMPTY_TEXT or
        TOO_LONG.
        """
        ...


def part_count(text: str) -> int:
    """Short messages needed for `text`, counted in UCS-2 units; a rare character takes two."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return 1 if units <= SINGLE_PART else -(-units // JOINED_PART)


SEND = Call(SmsPort.send)

CALLS = (SEND,)
NOTICES = NoticeBook([DeliveryReport])
