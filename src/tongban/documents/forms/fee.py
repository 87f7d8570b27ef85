"""Papers about money: 代缴日结单 for the station's books.

Source: 第七条. It is no receipt: that is the treasury's 票据 alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet


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
