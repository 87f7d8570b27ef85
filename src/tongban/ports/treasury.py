"""省财政非税收缴: order, payment code, paid notice, refund, receipt, daily statement (第七条).

The fee goes straight to the provincial treasury; nothing here decides an amount. An order is
the treasury's; `reference` is ours and makes `order` and `refund` repeatable without a second
effect. All amounts are in fen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tongban.ports.calls import Call, NoticeBook
from tongban.standards.labels import Labelled


class PaymentState(Labelled):
    """What the treasury says of an order. A code that ran out leaves the order UNPAID."""

    UNPAID = "UNPAID", "待缴款"
    PAID = "PAID", "已缴款"
    VOIDED = "VOIDED", "已作废"
    REFUNDING = "REFUNDING", "退费中"
    REFUNDED = "REFUNDED", "已退费"


class PaymentMethod(Labelled):
    """By whom the code was paid."""

    PAYER = "PAYER", "缴款人扫码"
    ON_BEHALF = "ON_BEHALF", "民警代缴"


@dataclass(frozen=True)
class ElectronicReceipt:
    """财政电子票据: code 8 digits, number 10 digits, check code 6 characters."""

    receipt_code: str
    receipt_number: str
    check_code: str
    issued_on: date
    payer_name: str = field(repr=False)
    item: str
    amount_fen: int


@dataclass(frozen=True)
class PaymentOrder:
    """An order as the treasury has it."""

    order_no: str
    reference: str
    case_number: str
    amount_fen: int
    item: str
    state: PaymentState
    payment_code: str
    """缴款识别码, 20 digits, opaque."""
    code_expires_at: datetime
    qr_text: str
    """What the QR code on screen and paper holds."""
    method: PaymentMethod | None = None
    paid_at: datetime | None = None
    is_late: bool = False
    """Paid after the code had run out; paid all the same."""
    refund_reference: str | None = None
    refunded_at: datetime | None = None
    receipt: ElectronicReceipt | None = None
    paid_by: str = field(default="", repr=False)
    """Who paid, as the bank names him; empty where it does not."""
    repeats: str = ""
    """The order that was paid a second time: the treasury books the second payment as an order of
    its own, to be refunded."""


@dataclass(frozen=True)
class StatementLine:
    """One movement of the day; a refund is negative."""

    order_no: str
    reference: str
    case_number: str
    amount_fen: int
    method: PaymentMethod
    moved_at: datetime


@dataclass(frozen=True)
class DailyStatement:
    """Everything the treasury took and gave back on one day (China's calendar)."""

    day: date
    lines: tuple[StatementLine, ...]
    total_fen: int


@dataclass(frozen=True)
class PaymentPaid:
    """Notice: the order is paid. May come twice, late or never; `query` tells the truth."""

    order: PaymentOrder


@dataclass(frozen=True)
class PaymentRefunded:
    """Notice: the refund has been carried out."""

    order: PaymentOrder


class TreasuryPort(Protocol):
    """Every method raises an `UpstreamError`; `Rejected` codes are in docs/integration."""

    def order(
        self,
        reference: str,
        *,
        case_number: str,
        amount_fen: int,
        payer_name: str,
        item: str,
        at: datetime,
    ) -> PaymentOrder:
        """Make an order with its code, or give the one already made for `reference`."""
        ...

    def query(self, order_no: str, *, at: datetime) -> PaymentOrder:
        """The order as it stands; the receipt is in it once issued."""
        ...

    def renew_code(self, order_no: str, *, at: datetime) -> PaymentOrder:
        """A fresh code for an unpaid order; the former code is void."""
        ...

    def void(self, order_no: str, *, at: datetime) -> PaymentOrder:
        """Void an unpaid order; `Rejected` ALREADY_PAID when the payment was faster."""
        ...

    def pay_on_behalf(
        self, order_no: str, *, unit: str, officer_name: str, at: datetime
    ) -> PaymentOrder:
        """The officer pays the code from the station's account, having taken cash."""
        ...

    def refund(self, order_no: str, *, reference: str, reason: str, at: datetime) -> PaymentOrder:
        """Ask for the money back; first REFUNDING, later REFUNDED with a notice.

        A refund that the bank could not carry out leaves the order PAID again.
        """
        ...

    def daily_statement(self, day: date, *, at: datetime) -> DailyStatement:
        """All movements of `day`, in order of time."""
        ...


ORDER = Call(TreasuryPort.order)
QUERY = Call(TreasuryPort.query, is_look_up=True)
RENEW_CODE = Call(TreasuryPort.renew_code)
VOID = Call(TreasuryPort.void)
PAY_ON_BEHALF = Call(TreasuryPort.pay_on_behalf)
REFUND = Call(TreasuryPort.refund)
DAILY_STATEMENT = Call(TreasuryPort.daily_statement, is_look_up=True)

CALLS = (ORDER, QUERY, RENEW_CODE, VOID, PAY_ON_BEHALF, REFUND, DAILY_STATEMENT)
NOTICES = NoticeBook((PaymentPaid, PaymentRefunded))
