"""Rows of the newer tables, whole but for what a test gives them, to be refused by the database."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from tests.cases.world import MORNING

from tongban.cases.models import (
    CaptureElsewhere,
    CardFinding,
    CashClose,
    CashMove,
    DestroyedItem,
    Destruction,
    FileAddition,
    Inquiry,
    MoneyDifference,
    Parcel,
    Refusal,
    RefusalLook,
    RefusalRecord,
    StockReceipt,
)

Row = tuple[type[models.Model], dict[str, Any]]
ONE, OTHER = UUID(int=1), UUID(int=2)
DAY = date(2026, 11, 23)
CLOSE = {"unit": "U", "officer": ONE, "day": DAY, "words": "数过"}
SETTLED = {"settled_at": MORNING, "settled_by": ONE, "outcome": "CORRECTED", "words": "已核对"}
ANSWERED = {"answered_at": MORNING, "answered_by": ONE, "way": "SYSTEM", "answer": "SAME"}
SURPLUS: Row = (CardFinding, {"kind": "SURPLUS", "unit": "U", "serial": "S"})


def twice(model: type[models.Model], **values: Any) -> list[Row]:
    """The same row two times, each with a key of its own."""
    return [(model, values)] * 2


ROWS: dict[str, list[Row]] = {
    "capture_of_something": [(CaptureElsewhere, {"version": 1, "unit": "U"})],
    "cash_close_adds_up": [(CashClose, {**CLOSE, "closing_fen": 2000})],
    "cash_close_explained": [(CashClose, {**CLOSE, "counted_fen": 2000, "words": ""})],
    "cash_close_once_a_day": twice(CashClose, **CLOSE),
    "cash_move_of_the_policy": [(CashMove, {"kind": "TAKEN", "fen": 3000})],
    "cash_moves_once": twice(CashMove, kind="TAKEN", fen=2000, payment_id=ONE),
    "destroyed_card_once": twice(DestroyedItem, kind="CARD", card_id=ONE),
    "destroyed_names_its_thing": [(DestroyedItem, {"kind": "CARD"})],
    "destroyed_old_card_once": twice(DestroyedItem, kind="OLD_CARD", case_id=ONE),
    "destroyed_temporary_once": twice(DestroyedItem, kind="TEMPORARY", temporary_id=ONE),
    "destruction_by_two_persons": [(Destruction, {"by": ONE, "witness": ONE, "count": 1})],
    "destruction_of_something": [(Destruction, {"by": ONE, "witness": OTHER, "count": 0})],
    "difference_once": twice(MoneyDifference, kind="K", day=DAY, order_no="O", unit="U"),
    "difference_settled_by_another": [(MoneyDifference, {**SETTLED, "officer": ONE})],
    "difference_settled_in_words": [(MoneyDifference, {**SETTLED, "words": ""})],
    "file_addition_once": twice(FileAddition, case_id=ONE, part="FORM", pages=["p"], words="w"),
    "file_addition_with_pages_and_words": [(FileAddition, {"pages": [], "words": "w"})],
    "finding_of_a_card_or_a_surplus": [(CardFinding, {"kind": "MISSING"})],
    "finding_settled_has_an_outcome": [(CardFinding, {"kind": "SETTLED", "card_id": ONE})],
    "finding_surplus_once": [SURPLUS, SURPLUS],
    "finding_wrong_data_names_a_fault": [(CardFinding, {"kind": "WRONG_DATA", "card_id": ONE})],
    "inquiry_answered_whole": [(Inquiry, {**ANSWERED, "home_unit": "U", "way": ""})],
    "inquiry_asks_somebody": [(Inquiry, {})],
    "inquiry_open_once": twice(Inquiry, intake_id=ONE, home_unit="U"),
    "parcel_ended_iff_over": [(Parcel, {"step": "LOST"})],
    "parcel_once_under_way": twice(Parcel, card_id=ONE, step="COLLECTED"),
    "parcel_signer_iff_delivered": [(Parcel, {"step": "COLLECTED", "signer": "FAMILY"})],
    "refusal_lifted_with_reason": [(Refusal, {"lifted_at": MORNING})],
    "refusal_look_once": twice(RefusalLook, officer=ONE, unit="U"),
    "refusal_record_once": twice(RefusalRecord, refusal_id=ONE, record_id="R"),
    "refusal_told_once_lifted": [(Refusal, {"told_at": MORNING, "told_way": "PHONE"})],
    "stock_receipt_once": twice(StockReceipt, series="A", number="1", why_spoiled="污损"),
    "stock_receipt_used_or_spoiled": [(StockReceipt, {"series": "A", "number": "2"})],
}
"""What each constraint refuses. References are judged at the end of a transaction, which never comes."""


def insert(rows: list[Row]) -> None:
    """Insert the rows one after the other."""
    for model, values in rows:
        model(**{**_whole(model), **values}).save(force_insert=True)


def _whole(model: type[models.Model]) -> dict[str, Any]:
    """A value for every column that must have one, and different ones where it counts once."""
    fields = [f for f in model._meta.concrete_fields if not f.null and not f.has_default()]
    return {f.attname: _value(f) for f in fields if not isinstance(f, models.AutoField)}


def _value(field: models.Field[Any, Any]) -> Any:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return uuid4()
    if isinstance(target, models.DateTimeField):
        return MORNING
    if isinstance(target, models.DateField):
        return DAY
    if isinstance(target, models.IntegerField):
        return 0
    if isinstance(target, models.JSONField):
        return {}
    if isinstance(target, models.BinaryField):
        return b""
    return uuid4().hex[:12] if field.unique or target is not field else ""
