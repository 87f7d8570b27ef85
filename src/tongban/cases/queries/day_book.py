"""The fee day book of a station: every fen that came, went on and went back (第七条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Case, Payment
from tongban.cases.standing import visible
from tongban.procedure.actors import Actor
from tongban.procedure.stages import PaymentStage, Stage
from tongban.standards.zones import day_bounds

MOST = 500


@dataclass(frozen=True, slots=True)
class BookLine:
    """One payment of a case with every moment at which its money moved. Amounts in fen."""

    id: UUID
    case_id: UUID
    case_number: str
    name: str
    amount_fen: int
    state: PaymentStage
    is_on_behalf: bool
    order_no: str
    code: str
    cash_by: UUID | None
    cashier: str
    cash_at: datetime | None
    cash_no: str
    paid_at: datetime | None
    receipt_no: str
    refund_reason: str
    refund_asked_at: datetime | None
    refund_approved_at: datetime | None
    refunded_at: datetime | None
    cash_back_at: datetime | None
    is_by_code: bool = False
    is_extra: bool = False
    payer: str = ""
    code_expires_at: datetime | None = None
    receipt_code: str = ""

    @property
    def is_cash_to_give_back(self) -> bool:
        """Whether cash that was taken must go back to the payer: the treasury has no use for it."""
        ended = self.state in (PaymentStage.REFUNDED, PaymentStage.CANCELLED)
        is_open = self.cash_at is not None and self.cash_back_at is None
        return is_open and (ended or self.is_by_code)


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of a day in China and of the day after it."""
    return day_bounds(day)


def day_book(actor: Actor, *, day: date, officer: UUID | None = None) -> list[BookLine]:
    """Return the payments of the actor's station that moved on a day, or whose money is open.

    Open at any day: cash not yet paid on, refunds under way, cash to give back. ``officer`` keeps
    what that officer took in cash. One query.
    """
    begins, ends = bounds(day)
    moved = Q()
    for field in ("cash_at", "paid_at", "refunded_at", "cash_back_at"):
        moved |= Q(**{f"{field}__gte": begins, f"{field}__lt": ends})
    ended = Q(state__in=(PaymentStage.REFUNDED, PaymentStage.CANCELLED))
    back = Q(cash_at__isnull=False, cash_back_at=None) & (ended | Q(way=Payment.Way.CODE))
    extra = Q(is_extra=True, state__in=(PaymentStage.PAID, PaymentStage.RECEIPTED))
    under_way = (PaymentStage.CASH_HELD, PaymentStage.REFUND_ASKED, PaymentStage.REFUNDING)
    rows = _rows(actor).filter(moved | back | extra | Q(state__in=under_way))
    if officer is not None:
        rows = rows.filter(cash_by=officer)
    return [_line(row) for row in rows.order_by("created_at", "id")[: MOST + 1]]


def payment_lines(actor: Actor, case_id: UUID) -> list[BookLine]:
    """Return the payments of a case of the station: the one that counts, then what came on top of
    it; one query."""
    rows = _rows(actor).filter(case_id=case_id).order_by("is_extra", "-n", "created_at")
    return [_line(row) for row in rows]


def _rows(actor: Actor) -> QuerySet[Payment]:
    cashier = Officer.objects.filter(id=OuterRef("cash_by")).values("name")
    return (
        Payment.objects.filter(case__accepting_unit=actor.unit)
        .filter(case__in=Case.objects.filter(visible(actor)))
        .select_related("case")
        .annotate(cashier=Subquery(cashier))
    )


def _line(row: Payment) -> BookLine:
    return BookLine(
        id=row.id,
        case_id=row.case_id,
        case_number=row.case.number,
        name=row.case.name,
        amount_fen=row.amount_fen,
        state=PaymentStage(row.state),
        is_on_behalf=row.way == Payment.Way.ON_BEHALF,
        order_no=row.order_no,
        code=row.code,
        cash_by=row.cash_by,
        cashier=vars(row)["cashier"] or "",
        cash_at=row.cash_at,
        cash_no=row.cash_no,
        paid_at=row.paid_at,
        receipt_no=row.receipt_no,
        refund_reason=row.refund_reason,
        refund_asked_at=row.refund_asked_at,
        refund_approved_at=row.refund_approved_at,
        refunded_at=row.refunded_at,
        cash_back_at=row.cash_back_at,
        is_by_code=row.way == Payment.Way.CODE,
        is_extra=row.is_extra,
        payer=row.payer,
        code_expires_at=row.code_expires_at,
        receipt_code=row.receipt_code,
    )


def unpaid_orders(actor: Actor, *, limit: int = MOST) -> list[BookLine]:
    """Return fees of running cases for which the treasury has no money yet; one query."""
    rows = _rows(actor).filter(state=PaymentStage.DUE)
    ended = [stage for stage in Stage if stage.is_ending]
    return [_line(r) for r in rows.exclude(case__stage__in=ended).order_by("created_at")[:limit]]
