"""Money that does not agree, and the treasury's statements day by day (第七条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import CashClose, MoneyDifference, StatementDay
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.differences import DifferenceKind, DifferenceOutcome
from tongban.procedure.stages import PaymentStage

PAGE = 50


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A difference as it stands; ``officer`` is whose cash it is, ``state`` the payment's now."""

    id: UUID
    kind: DifferenceKind
    unit: str
    officer: UUID | None
    officer_name: str
    day: date
    case_id: UUID | None
    case_number: str
    order_no: str
    ours_fen: int
    theirs_fen: int
    state: PaymentStage | None
    close_id: UUID | None
    close_words: str
    opened_at: datetime
    settled_at: datetime | None
    settled_by: str
    outcome: DifferenceOutcome | None
    words: str


def seen_by(actor: Actor) -> QuerySet[MoneyDifference]:
    """The differences that an actor's unit has to see: its own, the county's stations', or all."""
    rows = MoneyDifference.objects.all()
    match actor.unit_kind:
        case UnitKind.STATION:
            return rows.filter(unit=actor.unit)
        case UnitKind.COUNTY:
            return rows.filter(county=actor.unit)
        case UnitKind.CITY:
            return rows
        case _:
            return rows.none()


def differences(
    actor: Actor, *, is_open: bool = True, limit: int = PAGE + 1
) -> list[DifferenceLine]:
    """Return open differences, the oldest day first, or settled ones, the latest first; one query."""
    rows = seen_by(actor).filter(settled_at__isnull=is_open)
    order = ("day", "opened_at", "id") if is_open else ("-settled_at", "-id")
    return [_line(row) for row in _told(rows).order_by(*order)[:limit]]


def difference(actor: Actor, difference_id: UUID) -> DifferenceLine | None:
    """Return one difference; one query."""
    row = _told(seen_by(actor).filter(id=difference_id)).first()
    return None if row is None else _line(row)


def open_differences(actor: Actor) -> int:
    """Return how many are open; one query."""
    return seen_by(actor).filter(settled_at=None).count()


def _told(rows: QuerySet[MoneyDifference]) -> QuerySet[Any]:
    def name(column: str) -> Subquery:
        return Subquery(Officer.objects.filter(id=OuterRef(column)).values("name"))

    words = CashClose.objects.filter(id=OuterRef("close_id")).values("words")
    return rows.select_related("payment__case").annotate(
        whose=name("officer"), settler=name("settled_by"), close_words=Subquery(words)
    )


def _line(row: Any) -> DifferenceLine:  # noqa: ANN401 - a row with annotations
    payment = row.payment
    return DifferenceLine(
        id=row.id,
        kind=DifferenceKind(row.kind),
        unit=row.unit,
        officer=row.officer,
        officer_name=row.whose or "",
        day=row.day,
        case_id=payment.case_id if payment else None,
        case_number=payment.case.number if payment else "",
        order_no=row.order_no,
        ours_fen=row.ours_fen,
        theirs_fen=row.theirs_fen,
        state=PaymentStage(payment.state) if payment else None,
        close_id=row.close_id,
        close_words=row.close_words or "",
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        settled_by=row.settler or "",
        outcome=DifferenceOutcome(row.outcome) if row.outcome else None,
        words=row.words,
    )


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A day's statement of the treasury beside our book of the city."""

    day: date
    read_at: datetime
    ours_fen: int
    theirs_fen: int
    ours_count: int
    theirs_count: int
    differences: int


def statements(*, limit: int = 14) -> list[StatementLine]:
    """Return the latest statements that were read; one query."""
    rows = StatementDay.objects.order_by("-day")[:limit]
    return [
        StatementLine(
            r.day,
            r.read_at,
            r.ours_fen,
            r.theirs_fen,
            r.ours_count,
            r.theirs_count,
            r.differences,
        )
        for r in rows
    ]


def unread_days(days: list[date]) -> list[date]:
    """Return those of the days whose statement has not been read; one query."""
    read = set(StatementDay.objects.filter(day__in=days).values_list("day", flat=True))
    return [day for day in days if day not in read]
