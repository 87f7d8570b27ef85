"""The province's card centre (省厅制证中心): orders go out, made cards come back in batches.

One order is one card of one composed version. The centre answers an order at once with an
acknowledgement only; what became of it arrives later as notices. Cards for collection travel in
batches to the county bureau above the accepting station (第十一条); cards for the courier go
straight to the applicant and never appear in a batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from tongban.policy.vocabulary import Delivery
from tongban.ports.calls import Call, NoticeBook
from tongban.ports.wire import Octets
from tongban.standards.labels import Labelled

SYSTEM = "card_centre"

LONG_TERM: Literal["LONG_TERM"] = "LONG_TERM"
"""The end of validity of a card without one (长期)."""


class OrderStage(Labelled):
    """How far the centre is with one order."""

    RECEIVED = "RECEIVED", "已接收"
    ACCEPTED = "ACCEPTED", "已受理"
    REJECTED = "REJECTED", "已退单"
    PRODUCED = "PRODUCED", "已制成"
    SHIPPED = "SHIPPED", "已发出"
    SENT_BACK = "SENT_BACK", "邮件退回"


class Fault(Labelled):
    """Whose mistake a rejection is: the centre's own, or that of the data it was given."""

    PRODUCTION = "PRODUCTION", "制证原因"
    RECORD = "RECORD", "受理信息原因"


@dataclass(frozen=True, kw_only=True)
class PrintedText:
    """What is printed on the face of the card (居民身份证法 第三条)."""

    name: str = field(repr=False)
    sex: Literal["1", "2"] = field(repr=False)
    ethnicity: str = field(repr=False)
    birth_date: date = field(repr=False)
    address: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class FingerprintTemplate:
    """One print for the chip: finger code 11-20, ISO/IEC 19794-2 template."""

    finger: int
    template: Octets = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Destination:
    """County bureau (12-digit unit code) that receives the batch, and the station behind it."""

    county: str
    station: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where the courier takes the card: the address on the form (登记地址)."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class CardOrder:
    """One card to be made.

    `order_no` is ours and makes the order repeatable. `issuer` is the name of the issuing
    authority as printed (签发机关: the home county bureau), `issuer_code` its unit code.
    `recipient` is given for the courier only. A remake names the order whose card it replaces.
    """

    order_no: str
    case_number: str
    version: int
    printed: PrintedText = field(repr=False)
    photo_jpeg: Octets = field(repr=False)
    fingerprints: tuple[FingerprintTemplate, ...] = field(repr=False)
    issuer: str
    issuer_code: str
    valid_from: date
    valid_until: date | Literal["LONG_TERM"]
    destination: Destination
    delivery: Delivery = Delivery.STATION
    recipient: Recipient | None = field(default=None, repr=False)
    remake_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderReceipt:
    """The centre has the order; `centre_no` is its own number for it."""

    order_no: str
    centre_no: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderStatus:
    """The centre's present knowledge of one order, equal to what its notices said."""

    order_no: str
    centre_no: str
    stage: OrderStage
    since: datetime
    card_serial: str | None = None
    batch_no: str | None = None
    tracking_no: str | None = None
    fault: Fault | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderAccepted:
    """Notice: the centre has checked the order and will make the card."""

    order_no: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderRejected:
    """Notice: no card comes of this order; a new order is needed."""

    order_no: str
    at: datetime
    fault: Fault
    reason: str


@dataclass(frozen=True, kw_only=True)
class CardProduced:
    """Notice: the card is made; `card_serial` is the number of the physical card."""

    order_no: str
    at: datetime
    card_serial: str


@dataclass(frozen=True, kw_only=True)
class ShippedCard:
    """One line of a batch's list."""

    order_no: str
    card_serial: str
    station: str


@dataclass(frozen=True, kw_only=True)
class BatchShipped:
    """Notice: one parcel of cards left for a county bureau; the list says what should be in it."""

    batch_no: str
    county: str
    carrier_no: str
    at: datetime
    cards: tuple[ShippedCard, ...]


@dataclass(frozen=True, kw_only=True)
class CardPosted:
    """Notice: one card left for the applicant's address by courier."""

    order_no: str
    card_serial: str
    tracking_no: str
    at: datetime


CardCentreNotice = OrderAccepted | OrderRejected | CardProduced | BatchShipped | CardPosted


@dataclass(frozen=True, kw_only=True)
class Redirection:
    """Where the card of an order is to go instead, told before it leaves or once it came back.

    `reference` is ours and makes it repeatable. `recipient` is given for the courier only.
    """

    order_no: str
    reference: str
    delivery: Delivery
    recipient: Recipient | None = field(default=None, repr=False)


class CardCentrePort(Protocol):
    """What this product asks of the card centre; failures are `ports.errors`."""

    def order(self, order: CardOrder, *, at: datetime) -> OrderReceipt:
        """Have one card made. The same order again gives the same receipt and no second card.

        `at` is the moment of ordering. Where the card goes does not count in the comparison: a
        redirection may have come between. `Rejected` with ORDER_CONFLICT (this number names another order), BAD_ORDER or
        UNKNOWN_REMAKE.
        """
        ...

    def redirect(self, redirection: Redirection, *, at: datetime) -> OrderStatus:
        """Have the card go another way. The same `reference` again has no second effect.

        `Rejected` with UNKNOWN_ORDER, BAD_ORDER, or ALREADY_SHIPPED while the card is on its way;
        a parcel that came back is sent out again by it.
        """
        ...

    def status(self, order_no: str, *, at: datetime) -> OrderStatus:
        """What became of an order; `Rejected` with UNKNOWN_ORDER when it never arrived."""
        ...


ORDER = Call(CardCentrePort.order)
REDIRECT = Call(CardCentrePort.redirect)
STATUS = Call(CardCentrePort.status, is_look_up=True)

CALLS = (ORDER, REDIRECT, STATUS)
NOTICES = NoticeBook([OrderAccepted, OrderRejected, CardProduced, BatchShipped, CardPosted])
