"""The slip by which the payer fetches his receipt, from the payment as it stands (第七条)."""

from __future__ import annotations

from uuid import UUID

from tongban.cases.queries.composed import fee_of
from tongban.documents.forms.receipt_slip import ReceiptSlip
from tongban.documents.forms.sheet import Sheet, money_text


def receipt_slip(case_id: UUID, *, sheet: Sheet) -> ReceiptSlip | None:
    """Return the slip; None while the fee has no receipt. One query."""
    fee = fee_of(case_id)
    if fee is None or fee.paid_at is None or not fee.receipt_no:
        return None
    return ReceiptSlip(
        sheet=sheet,
        case_number=fee.case_number,
        payer=fee.payer or fee.payer_name,
        item=fee.item,
        amount=money_text(fee.amount_fen),
        way="现金代缴" if fee.is_on_behalf else "支付码",
        paid_at=fee.paid_at,
        receipt_code=fee.receipt_code,
        receipt_number=fee.receipt_no,
        check_code=fee.receipt_check,
    )
