"""The national credit exchange (国家信用信息共享交换平台): a list pushed to us (第五条(五)).

Pushes are numbered without gaps. A delta is good only on top of its predecessor; a full push
replaces everything. A quiet day still brings an empty delta, so that silence is an alarm and not
good news. A withdrawn record stops counting from `withdrawn_at`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tongban.ports.calls import Call, NoticeBook
from tongban.standards.labels import Labelled

SYSTEM = "credit"


class PushKind(Labelled):
    """Whether a push replaces the list or changes it."""

    FULL = "FULL", "全量"
    DELTA = "DELTA", "增量"


class Place(StrEnum):
    """How a push stands to the ones already applied."""

    NEXT = "NEXT"
    REPEAT = "REPEAT"
    GAP = "GAP"


@dataclass(frozen=True, kw_only=True)
class CreditRecord:
    """One bad credit record; `record_id` is the exchange's and is never used again."""

    record_id: str
    id_number: str = field(repr=False)
    name: str = field(repr=False)
    reason: str = field(repr=False)
    since: date


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """The named record no longer counts."""

    record_id: str
    withdrawn_at: datetime


@dataclass(frozen=True, kw_only=True)
class CreditPush:
    """Notice: one numbered push. A full one lists every record in force and withdraws none."""

    push_no: int
    issued_at: datetime
    kind: PushKind
    additions: tuple[CreditRecord, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()


CreditNotice = CreditPush


@dataclass(frozen=True, kw_only=True)
class ResendReceipt:
    """The exchange will push `from_no` … `last_no` again, in order."""

    from_no: int
    last_no: int


class CreditPort(Protocol):
    """What this product asks of the exchange; failures are `ports.errors`."""

    def resend(self, from_no: int, *, at: datetime) -> ResendReceipt:
        """Have every push from `from_no` on sent again; nothing new to send is no error.

        `Rejected` with UNKNOWN_PUSH when that number was never issued.
        """
        ...


def place(push: CreditPush, *, last_no: int) -> Place:
    """Whether `push` may be applied after push `last_no` (0: none yet).

    A full push stands on nothing, so it is in place wherever it is newer.
    """
    if push.push_no <= last_no:
        return Place.REPEAT
    if push.kind is PushKind.FULL or push.push_no == last_no + 1:
        return Place.NEXT
    return Place.GAP


RESEND = Call(CreditPort.resend)

CALLS = (RESEND,)
NOTICES = NoticeBook([CreditPush])
