"""Rows of the treasury's books as its answers give them."""

from __future__ import annotations

import hashlib
import sqlite3

from tongban.ports.treasury import (
    ElectronicReceipt,
    PaymentMethod,
    PaymentOrder,
    PaymentState,
    StatementLine,
)
from tongban.simulators.base.ledger import parse_iso, when
from tongban.standards.money import yuan
from tongban.standards.zones import local_date


def code_of(order_no: str, count: int) -> str:
    """20 digits that look arbitrary and never repeat for one order."""
    digest = hashlib.sha256(f"{order_no}:{count}".encode()).digest()
    return "37" + str(int.from_bytes(digest[:8]))[:18].rjust(18, "0")


def order_of(row: sqlite3.Row) -> PaymentOrder:
    """The order as it stands."""
    return PaymentOrder(
        order_no=row["order_no"],
        reference=row["reference"],
        case_number=row["case_number"],
        amount_fen=row["amount_fen"],
        item=row["item"],
        state=PaymentState(row["state"]),
        payment_code=row["payment_code"],
        code_expires_at=parse_iso(row["code_expires_at"]),
        qr_text=f"https://pay.example.invalid/fs?code={row['payment_code']}",
        method=PaymentMethod(row["method"]) if row["method"] else None,
        paid_at=parse_iso(row["paid_at"]) if row["paid_at"] else None,
        is_late=bool(row["is_late"]),
        refund_reference=row["refund_reference"],
        refunded_at=parse_iso(row["refunded_at"]) if row["refunded_at"] else None,
        receipt=_receipt(row),
        paid_by=_payer(row),
        repeats=row["repeats"],
    )


def _payer(row: sqlite3.Row) -> str:
    """Who paid a code; the station's account is nobody in particular."""
    is_payer = row["method"] == PaymentMethod.PAYER
    return (row["paid_by"] or "") if is_payer else ""


def _receipt(row: sqlite3.Row) -> ElectronicReceipt | None:
    if row["receipt_number"] is None:
        return None
    day = local_date(parse_iso(row["paid_at"]))
    number = row["receipt_number"]
    return ElectronicReceipt(
        receipt_code=f"370601{day:%y}",
        receipt_number=number,
        check_code=hashlib.sha256(f"receipt:{number}".encode()).hexdigest()[:6],
        issued_on=day,
        payer_name=_payer(row) or row["payer_name"],
        item=row["item"],
        amount_fen=row["amount_fen"],
    )


def line_of(row: sqlite3.Row, moved: str, *, sign: int) -> StatementLine:
    """A movement of the day; ``sign`` is -1 for a refund."""
    return StatementLine(
        order_no=row["order_no"],
        reference=row["reference"],
        case_number=row["case_number"],
        amount_fen=sign * row["amount_fen"],
        method=PaymentMethod(row["method"]),
        moved_at=parse_iso(row[moved]),
    )


def cells(row: sqlite3.Row, *columns: str) -> list[object]:
    """What the page's tables show of it."""
    first, second, third, moment = columns
    return [row[first], row[second], row[third], yuan(row["amount_fen"]), when(row[moment])]
