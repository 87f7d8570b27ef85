"""现金日清单: an officer's cash of a day as it was closed (第七条)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDayRow:
    """A movement of cash; ``amount`` with its sign."""

    case_number: str
    what: str
    amount: str
    at: str
    slip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDay:
    """What came, what went on, what went back, what is left: it adds up to the fen."""

    template: ClassVar[str] = "cash-day"
    title: ClassVar[str] = "工本费现金日清单"

    sheet: Sheet
    day: date
    cashier: str
    closed_at: datetime
    opening: str
    taken: str
    paid_on: str
    came_back: str
    given_back: str
    closing: str
    counted: str
    rows: tuple[CashDayRow, ...]
    words: str = ""
