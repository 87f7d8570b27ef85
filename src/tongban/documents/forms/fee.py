"""Papers about money: 缴费说明 for the applicant and 代缴日结单 for the station's books.

Source: 第七条. Neither is a receipt: that is the treasury's 票据 alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Office, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeNotice:
    """What to pay, by which right, and how; ``code_qr`` is the payment code as SVG."""

    template: ClassVar[str] = "fee-notice"
    title: ClassVar[str] = "居民身份证工本费缴费说明"

    sheet: Sheet
    bearer: Bearer
    case_number: str
    reason: str
    amount: str
    payment_code: str
    code_qr: bytes
    code_valid_until: datetime
    contact: Office


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBookRow:
    """Cash of one case; ``paid_at`` empty while it is not yet paid on."""

    case_number: str
    payer: str
    taken_at: datetime
    amount: str
    payment_code: str
    paid_at: datetime | None
    receipt_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBook:
    """One officer's cash of one day: taken, paid on, still in hand (第七条)."""

    template: ClassVar[str] = "day-book"
    title: ClassVar[str] = "工本费代缴日结单"

    sheet: Sheet
    day: date
    cashier: str
    rows: tuple[DayBookRow, ...]
    taken: str
    paid_on: str
    in_hand: str
    remarks: str = ""
