"""《财政电子票据取票单》: by which the payer fetches the treasury's receipt (第七条).

It is no receipt itself: that is the treasury's alone. A further copy says that it is one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSlip:
    """Who paid what when, and the three marks of the receipt; a pre-printed one has no check."""

    template: ClassVar[str] = "receipt-slip"
    title: ClassVar[str] = "财政电子票据取票单"

    sheet: Sheet
    case_number: str
    payer: str
    item: str
    amount: str
    way: str
    paid_at: datetime
    receipt_code: str
    receipt_number: str
    check_code: str
