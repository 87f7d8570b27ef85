"""对账: the treasury's statement of a day against our book, order by order (第七条).

Ours, theirs, and the sum over the stations must be one figure. Each difference becomes a work item;
reading a statement again adds what is new and hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tongban.cases.models import Payment, StatementDay
from tongban.cases.operations.differences import Found, keep_differences
from tongban.cases.operations.office import office
from tongban.ports.treasury import DailyStatement, PaymentMethod, StatementLine
from tongban.procedure.differences import DifferenceKind
from tongban.standards.zones import day_bounds


@dataclass(frozen=True, slots=True)
class _Ours:
    """What our book says of an order on the day."""

    payment: Payment
    is_paid: bool
    is_back: bool

    @property
    def fen(self) -> int:
        return self.payment.amount_fen


def reconcile(statement: DailyStatement, *, at: datetime) -> list[Found]:
    """Compare a day's statement with our book and keep every difference; returns those found."""
    begins, ends = day_bounds(statement.day)
    numbers = {line.order_no for line in statement.lines}
    on_day = Q(paid_at__gte=begins, paid_at__lt=ends)
    on_day |= Q(refunded_at__gte=begins, refunded_at__lt=ends)
    rows = Payment.objects.select_related("case").filter(on_day | Q(order_no__in=numbers))
    ours = {
        row.order_no: _Ours(
            row,
            is_paid=row.paid_at is not None and begins <= row.paid_at < ends,
            is_back=row.refunded_at is not None and begins <= row.refunded_at < ends,
        )
        for row in rows
    }
    paid = {line.order_no: line for line in statement.lines if line.amount_fen > 0}
    back = {line.order_no: line for line in statement.lines if line.amount_fen <= 0}
    found = [*_payments(paid, ours, day=statement.day), *_refunds(back, ours, day=statement.day)]
    found += _unknown(statement.lines, ours, day=statement.day)
    keep_differences(found, at=at)
    _keep(statement, ours.values(), differences=len(found), at=at)
    return found


def _payments(
    theirs: Mapping[str, StatementLine], ours: Mapping[str, _Ours], *, day: date
) -> Iterator[Found]:
    kinds = DifferenceKind
    for number, own in ours.items():
        line = theirs.get(number)
        if line is None and own.is_paid:
            yield _of(own, kinds.PAID_HERE, day=day, ours=own.fen, theirs=0)
        elif line is not None and not own.is_paid:
            yield _of(own, kinds.PAID_THERE, day=day, ours=0, theirs=line.amount_fen)
        elif line is not None and line.amount_fen != own.fen:
            yield _of(own, kinds.AMOUNT, day=day, ours=own.fen, theirs=line.amount_fen)
        elif line is not None and _is_other_way(line, own.payment):
            yield _of(own, kinds.WAY, day=day, ours=own.fen, theirs=line.amount_fen)


def _is_other_way(line: StatementLine, payment: Payment) -> bool:
    """Whether the treasury was paid from the station's account and our book knows of no cash.

    A code that an officer paid with his own phone is the payer's to the treasury: no difference.
    """
    return line.method is PaymentMethod.ON_BEHALF and payment.way != Payment.Way.ON_BEHALF


def _refunds(
    theirs: Mapping[str, StatementLine], ours: Mapping[str, _Ours], *, day: date
) -> Iterator[Found]:
    kinds = DifferenceKind
    for number, own in ours.items():
        line = theirs.get(number)
        if line is None and own.is_back:
            yield _of(own, kinds.BACK_HERE, day=day, ours=-own.fen, theirs=0)
        elif line is not None and not own.is_back:
            yield _of(own, kinds.BACK_THERE, day=day, ours=0, theirs=line.amount_fen)
        elif line is not None and line.amount_fen != -own.fen:
            yield _of(own, kinds.AMOUNT, day=day, ours=-own.fen, theirs=line.amount_fen)


def _of(own: _Ours, kind: DifferenceKind, *, day: date, ours: int, theirs: int) -> Found:
    payment = own.payment
    return Found(
        kind=kind,
        unit=payment.case.accepting_unit,
        day=day,
        ours_fen=ours,
        theirs_fen=theirs,
        order_no=payment.order_no,
        payment_id=payment.id,
    )


def _unknown(
    lines: Iterable[StatementLine], ours: Mapping[str, _Ours], *, day: date
) -> Iterator[Found]:
    """Orders that are none of ours: of a case that we know its station's, else the city's."""
    city = office().city.units[0].code
    strange: dict[str, int] = {}
    for line in lines:
        if line.order_no not in ours:
            strange[line.order_no] = strange.get(line.order_no, 0) + line.amount_fen
    for number, fen in strange.items():
        former = Payment.objects.select_related("case").filter(former_orders__contains=[number])
        meant = former.filter(is_extra=False).first()
        yield Found(
            kind=DifferenceKind.PAID_THERE if meant else DifferenceKind.UNKNOWN_ORDER,
            unit=meant.case.accepting_unit if meant else city,
            day=day,
            ours_fen=0,
            theirs_fen=fen,
            order_no=number,
            payment_id=meant.id if meant else None,
        )


def _keep(
    statement: DailyStatement, ours: Iterable[_Ours], *, differences: int, at: datetime
) -> None:
    known = list(ours)
    moved = [one.fen for one in known if one.is_paid] + [-one.fen for one in known if one.is_back]
    StatementDay.objects.update_or_create(
        day=statement.day,
        defaults={
            "read_at": at,
            "theirs_fen": statement.total_fen,
            "ours_fen": sum(moved),
            "theirs_count": len(statement.lines),
            "ours_count": len(moved),
            "differences": differences,
        },
    )
