"""Receipts of the province's pre-printed stock (第七条): each serial used once, spoiled ones kept.

They stand in for the treasury's electronic receipt where that cannot be had; the stock is the
province's, only its serials are recorded here.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.models import Case, Payment, StockReceipt
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault, Forbidden
from tongban.policy.units import UnitKind
from tongban.procedure.acts import Act
from tongban.procedure.roles import Role
from tongban.procedure.stages import PaymentStage

_SERIES = re.compile(r"[0-9A-Z]{1,8}")
_NUMBER = re.compile(r"[0-9]{4,20}")
MOST_WORDS = 100


def use(case_id: UUID, call: Call, *, series: str, number: str) -> Done:
    """Record the serial of the pre-printed receipt that the payer was given.

    Raises ``BadInput`` for a serial that is malformed, used or spoiled, ``Barred`` where the fee is
    not paid or has its receipt already.
    """
    series, number = _serial(series, number)

    def decide(case: Case) -> Decision:
        payment = Payment.objects.filter(case=case, is_extra=False).order_by("-n").first()
        if payment is None or payment.state != PaymentStage.PAID:
            label = PaymentStage(payment.state).label if payment else "没有缴费"
            raise Barred(f"现在是“{label}”，不能再登记票据。", clause="第七条")
        if StockReceipt.objects.filter(series=series, number=number).exists():
            raise _taken()
        return _receipted(case, payment, series=series, number=number, call=call)

    try:
        return act_on_case(case_id, Act.RECEIPT, call, decide=decide)
    except IntegrityError as error:
        if "stock_receipt_once" not in str(error):
            raise
        raise _taken() from error


def _receipted(case: Case, payment: Payment, *, series: str, number: str, call: Call) -> Decision:
    row = StockReceipt(
        id=uuid7(),
        series=series,
        number=number,
        unit=case.accepting_unit,
        officer=call.officer,
        at=call.at,
        payment=payment,
    )
    values = {
        "state": PaymentStage.RECEIPTED,
        "receipt_code": series,
        "receipt_no": number,
        "receipted_at": call.at,
    }
    return Decision(
        event="Receipted",
        data={"payment": payment.id, "receipt": number, "series": series},
        rows=[row],
        updates=[Change(Payment, {"id": payment.id, "state": payment.state}, values)],
    )


def spoil(call: Call, *, series: str, number: str, why: str) -> None:
    """Record a spoiled serial: it can never be used. Raises ``Forbidden``, ``BadInput``."""
    if call.actor.unit_kind is not UnitKind.STATION or Role.ACCEPTANCE not in call.actor.roles:
        raise Forbidden("票据由受理民警登记。")
    series, number = _serial(series, number)
    if not why.strip():
        raise BadInput(FieldFault("why", "请写明作废的原因，例如填写错误、污损。", "第七条"))
    try:
        with transaction.atomic():
            StockReceipt.objects.create(
                id=call.request_id,
                series=series,
                number=number,
                unit=call.actor.unit,
                officer=call.officer,
                at=call.at,
                why_spoiled=why.strip()[:MOST_WORDS],
            )
            about = {"series": series, "number": number}
            record(What.RECEIPT_SPOILED, actor=call.actor, at=call.at, data=about)
    except IntegrityError as error:
        if StockReceipt.objects.filter(id=call.request_id).exists():
            return
        raise _taken() from error


def _serial(series: str, number: str) -> tuple[str, str]:
    series, number = series.strip().upper(), number.strip()
    faults = []
    if not _SERIES.fullmatch(series):
        faults.append(FieldFault("series", "请照票面填票据代码，最多 8 位数字或字母。", "第七条"))
    if not _NUMBER.fullmatch(number):
        faults.append(FieldFault("number", "请照票面填票据号码，4 至 20 位数字。", "第七条"))
    if faults:
        raise BadInput(*faults)
    return series, number


def _taken() -> BadInput:
    words = "这个号码的票据已经登记过（已使用或已作废），请核对票面。"
    return BadInput(FieldFault("number", words, "第七条"))
