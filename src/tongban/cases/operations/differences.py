"""Money that does not agree (第七条): kept as a work item until an officer says how it was settled.

Found by the day's close of an officer, by the treasury's daily statement, or where the treasury has
money that does not fit a fee. Nothing closes one by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.models import MoneyDifference, Payment
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden, NotFound
from tongban.cases.operations.office import office
from tongban.policy.units import UnitKind
from tongban.ports.treasury import PaymentOrder
from tongban.procedure.differences import DifferenceKind, DifferenceOutcome
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

LEAST_WORDS = 5
MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Found:
    """Two sides that do not agree: whose, of which day, about which order or officer."""

    kind: DifferenceKind
    unit: str
    day: date
    ours_fen: int
    theirs_fen: int
    order_no: str = ""
    payment_id: UUID | None = None
    officer: UUID | None = None
    close_id: UUID | None = None


def keep_differences(found: Iterable[Found], *, at: datetime) -> int:
    """Keep what does not agree; what is kept already, settled or not, stays as it is. One query.

    Returns how many were given.
    """
    rows = [_row(one, at=at) for one in found]
    MoneyDifference.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(one: Found, *, at: datetime) -> MoneyDifference:
    unit = office().city.require(one.unit)
    is_city = unit.kind is UnitKind.CITY
    return MoneyDifference(
        id=uuid7(),
        kind=one.kind,
        unit=one.unit,
        county="" if is_city else office().city.county_of(one.unit).code,
        officer=one.officer,
        day=one.day,
        payment_id=one.payment_id,
        close_id=one.close_id,
        order_no=one.order_no,
        ours_fen=one.ours_fen,
        theirs_fen=one.theirs_fen,
        opened_at=at,
    )


def keep_paid_there(payment_id: UUID, order: PaymentOrder, *, at: datetime) -> None:
    """The treasury has money for a fee that does not fit it: a person looks."""
    payment = Payment.objects.select_related("case").get(id=payment_id)
    found = Found(
        kind=DifferenceKind.AMOUNT,
        unit=payment.case.accepting_unit,
        day=local_date(order.paid_at or at),
        ours_fen=payment.amount_fen,
        theirs_fen=order.amount_fen,
        order_no=order.order_no,
        payment_id=payment_id,
    )
    keep_differences([found], at=at)


def settle(difference_id: UUID, call: Call, *, outcome: str, words: str) -> None:
    """Say how a difference was settled; repeating it changes nothing.

    By the station, its county bureau or the city bureau, and never by the officer whose cash it is.
    Raises ``NotFound``, ``Forbidden``, ``BadInput``.
    """
    row = MoneyDifference.objects.filter(id=difference_id).first()
    if row is None or not _may_see(row, call):
        raise NotFound("没有这一项差异，或者不归本单位处理。")
    if row.settled_at is not None:
        return
    if row.officer is not None and row.officer == call.officer:
        raise Forbidden("本人经手的现金差异，须由另一位民警核实办结。")
    _demand_words(outcome, words)
    with transaction.atomic():
        changed = MoneyDifference.objects.filter(id=difference_id, settled_at=None).update(
            settled_at=call.at,
            settled_by=call.officer,
            outcome=outcome,
            words=words.strip()[:MOST_WORDS],
        )
        if changed:
            about = {"difference": str(difference_id), "outcome": outcome}
            record(What.DIFFERENCE_SETTLED, actor=call.actor, at=call.at, data=about)


def _demand_words(outcome: str, words: str) -> None:
    faults = []
    if outcome not in DifferenceOutcome.__members__:
        faults.append(FieldFault("outcome", "请选择怎样办结的。", "第七条"))
    if len(words.strip()) < LEAST_WORDS:
        faults.append(
            FieldFault(
                "words", f"请写明差异的原因和办理情况（至少 {LEAST_WORDS} 个字）。", "第七条"
            )
        )
    if faults:
        raise BadInput(*faults)


def _may_see(row: MoneyDifference, call: Call) -> bool:
    actor = call.actor
    match actor.unit_kind:
        case UnitKind.STATION:
            return Role.ACCEPTANCE in actor.roles and row.unit == actor.unit
        case UnitKind.COUNTY:
            return Role.SUPERVISION in actor.roles and row.county == actor.unit
        case UnitKind.CITY:
            return Role.SUPERVISION in actor.roles
        case _:
            return False
