"""What was composed and what is owed for it, as the window that accepted it shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases.models import Case, ComposedVersion, Payment
from tongban.policy.vocabulary import Reason
from tongban.procedure.stages import PaymentStage


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed version; ``way`` of the signature: ``sign`` (pad), ``page`` (scan), or empty."""

    n: int
    composed_at: datetime
    text: Mapping[str, Any]
    record: Mapping[str, Any]
    guardian: Mapping[str, str] | None
    fingers: Sequence[Mapping[str, Any]]
    signed_at: datetime | None
    signer: str
    way: str


def composed(case_id: UUID, *, n: int) -> Composed:
    """Return one version; raises ``LookupError`` when there is none. One query."""
    row = ComposedVersion.objects.filter(case_id=case_id, n=n).first()
    if row is None:
        raise LookupError("no such version")
    return Composed(
        n=row.n,
        composed_at=row.composed_at,
        text=row.text,
        record=row.record,
        guardian=row.guardian,
        fingers=row.fingers,
        signed_at=row.signed_at,
        signer=row.signer,
        way="sign" if row.signature else "page" if row.signed_page else "",
    )


def fee_item(case: Case) -> str:
    """Return what is paid for, as it stands on the treasury's receipt."""
    return f"居民身份证工本费（{Reason(case.reason).label}）"


@dataclass(frozen=True, slots=True)
class Fee:
    """The live payment of a case, with what the treasury is told of it."""

    id: UUID
    case_id: UUID
    case_number: str
    payer_name: str
    item: str
    state: PaymentStage
    amount_fen: int
    order_no: str
    code: str
    qr: str
    code_expires_at: datetime | None
    cash_at: datetime | None
    cash_no: str
    paid_at: datetime | None
    is_on_behalf: bool
    receipt_code: str
    receipt_no: str
    receipt_check: str
    payer: str = ""
    is_cash_unused: bool = False
    """Cash was taken and the payer paid by code himself: it is to be given back."""


def fee_of(case_id: UUID) -> Fee | None:
    """Return the payment that counts, None when every one was cancelled. One query."""
    row = (
        Payment.objects.select_related("case")
        .filter(case_id=case_id)
        .exclude(state=PaymentStage.CANCELLED)
        .exclude(is_extra=True)
        .order_by("-n")
        .first()
    )
    if row is None:
        return None
    return Fee(
        id=row.id,
        case_id=row.case_id,
        case_number=row.case.number,
        payer_name=row.case.name,
        item=fee_item(row.case),
        state=PaymentStage(row.state),
        amount_fen=row.amount_fen,
        order_no=row.order_no,
        code=row.code,
        qr=row.qr,
        code_expires_at=row.code_expires_at,
        cash_at=row.cash_at,
        cash_no=row.cash_no,
        paid_at=row.paid_at,
        is_on_behalf=row.way == Payment.Way.ON_BEHALF,
        receipt_code=row.receipt_code,
        receipt_no=row.receipt_no,
        receipt_check=row.receipt_check,
        payer=row.payer,
        is_cash_unused=row.way == Payment.Way.CODE
        and row.cash_at is not None
        and row.cash_back_at is None,
    )
