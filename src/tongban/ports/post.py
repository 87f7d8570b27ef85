"""邮政速递: what becomes of a card that the card centre mailed to the applicant (第十一条).

The card centre mails by itself, so nothing is handed in from here: its notice names the parcel, and
from then on the parcel is followed. What happened to it comes as numbered events; the same events
can be asked for, which fills in for a lost notice. While a card is held, its parcel can be called
back to the sender.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tongban.ports.calls import Call, NoticeBook
from tongban.standards.labels import Labelled

SYSTEM = "post"


class ParcelStep(Labelled):
    """What an event says of the parcel; the last three end it."""

    COLLECTED = "COLLECTED", "已收寄"
    IN_TRANSIT = "IN_TRANSIT", "运输途中"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY", "派送中"
    NOT_DELIVERED = "NOT_DELIVERED", "投递未成功"
    RETURNING = "RETURNING", "退回途中"
    DELIVERED = "DELIVERED", "已妥投"
    SENT_BACK = "SENT_BACK", "已退回寄件人"
    LOST = "LOST", "已遗失"


ENDS = frozenset({ParcelStep.DELIVERED, ParcelStep.SENT_BACK, ParcelStep.LOST})


class Signer(Labelled):
    """Who signed for a delivered parcel."""

    RECIPIENT = "RECIPIENT", "本人签收"
    FAMILY = "FAMILY", "家人代收"
    AGENT = "AGENT", "他人代收"


class BackReason(Labelled):
    """Why a parcel goes back to its sender."""

    BAD_ADDRESS = "BAD_ADDRESS", "地址不详"
    NOT_REACHED = "NOT_REACHED", "联系不上收件人"
    MOVED = "MOVED", "收件人已迁走"
    REFUSED = "REFUSED", "收件人拒收"
    RECALLED = "RECALLED", "寄件方追回"


@dataclass(frozen=True, kw_only=True)
class ParcelEvent:
    """One event of one parcel; `seq` counts the parcel's events from 1.

    `signer` and `signer_name` are given with DELIVERED, `reason` with RETURNING and SENT_BACK.
    """

    tracking_no: str
    seq: int
    at: datetime
    step: ParcelStep
    place: str = ""
    signer: Signer | None = None
    signer_name: str = field(default="", repr=False)
    reason: BackReason | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A parcel with all its events so far, in their order."""

    tracking_no: str
    step: ParcelStep
    since: datetime
    is_recalled: bool
    events: tuple[ParcelEvent, ...]


class PostPort(Protocol):
    """What this product asks of the post; failures are `ports.errors`."""

    def follow(self, tracking_no: str, *, reference: str, at: datetime) -> Parcel:
        """Have every further event of a parcel sent here; `reference` is ours, a card's order number.

        Following again changes nothing. `Rejected` with UNKNOWN_PARCEL while the post has no such
        parcel (perhaps not yet), NOT_OURS when it carries another reference.
        """
        ...

    def track(self, tracking_no: str, *, at: datetime) -> Parcel:
        """All that is known of a parcel; `Rejected` with UNKNOWN_PARCEL."""
        ...

    def recall(self, tracking_no: str, *, reference: str, at: datetime) -> Parcel:
        """Call a parcel back to its sender (暂扣); asking again changes nothing.

        `Rejected` with UNKNOWN_PARCEL, NOT_OURS or TOO_LATE: delivered, lost or back already.
        """
        ...


FOLLOW = Call(PostPort.follow)
TRACK = Call(PostPort.track, is_look_up=True)
RECALL = Call(PostPort.recall)

CALLS = (FOLLOW, TRACK, RECALL)
NOTICES = NoticeBook([ParcelEvent])
