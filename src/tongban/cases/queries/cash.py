"""Cash in the officers' hands and the days' closes (第七条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from tongban.accounts.models import Officer
from tongban.cases.cash_left import left_of
from tongban.cases.models import CashClose, CashMove, Payment
from tongban.procedure.actors import Actor
from tongban.procedure.stages import PaymentStage

MOST = 500
MoveKind = CashMove.Kind
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Move:
    """A movement of cash: of whose case, in which direction, when, by whom."""

    case_id: UUID
    number: str
    name: str
    kind: CashMove.Kind
    fen: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Lying:
    """Cash that lies with an officer: to be paid on, or to be given back."""

    case_id: UUID
    number: str
    name: str
    fen: int
    since: datetime
    is_to_give_back: bool


@dataclass(frozen=True, slots=True)
class OpenCash:
    """An officer's cash since his last close; ``lying`` explains the balance fee by fee."""

    opening_fen: int
    last_closed_at: datetime | None
    is_closed_today: bool
    moves: Sequence[Move]
    lying: Sequence[Lying]

    def total(self, kind: CashMove.Kind) -> int:
        """The sum of the movements of a kind, without a sign."""
        return abs(sum(one.fen for one in self.moves if one.kind == kind))

    @property
    def balance_fen(self) -> int:
        """What must lie in the officer's drawer now."""
        return self.opening_fen + sum(one.fen for one in self.moves)


def open_cash(actor: Actor, *, today: date) -> OpenCash:
    """Return the cash of the officer at his unit that no close has counted yet; three queries."""
    officer, unit = actor.officer_id or NOBODY, actor.unit
    last = CashClose.objects.filter(unit=unit, officer=officer).order_by("-day").first()
    rows = list(_moves(CashMove.objects.filter(unit=unit, officer=officer, close=None)))
    return OpenCash(
        opening_fen=last.closing_fen if last else 0,
        last_closed_at=last.closed_at if last else None,
        is_closed_today=last is not None and last.day == today,
        moves=[_move(row) for row in rows],
        lying=_lying(left_of(last.lying if last else (), rows)),
    )


def _moves(rows: QuerySet[CashMove]) -> QuerySet[Any]:
    who = Officer.objects.filter(id=OuterRef("by")).values("name")
    found = rows.select_related("payment__case").annotate(who=Subquery(who))
    return found.order_by("at", "id")[:MOST]


def _move(row: Any) -> Move:  # noqa: ANN401 - a row with annotations
    case = row.payment.case
    kind = CashMove.Kind(row.kind)
    return Move(case.id, case.number, case.name, kind, row.fen, row.at, row.who or "")


def _lying(left: Sequence[Mapping[str, Any]]) -> list[Lying]:
    """The fees that explain the balance; nothing from before the last close is read."""
    if not left:
        return []
    rows = Payment.objects.select_related("case").in_bulk([UUID(one["payment"]) for one in left])
    found = ((rows[UUID(one["payment"])], one) for one in sorted(left, key=lambda o: o["since"]))
    return [
        Lying(
            case_id=row.case_id,
            number=row.case.number,
            name=row.case.name,
            fen=one["fen"],
            since=datetime.fromisoformat(one["since"]),
            is_to_give_back=row.state != PaymentStage.CASH_HELD,
        )
        for row, one in found
    ]


@dataclass(frozen=True, slots=True)
class CloseLine:
    """A day's close as it stands for good."""

    id: UUID
    unit: str
    officer: UUID
    officer_name: str
    day: date
    closed_at: datetime
    opening_fen: int
    taken_fen: int
    paid_on_fen: int
    came_back_fen: int
    given_back_fen: int
    closing_fen: int
    counted_fen: int
    words: str
    lines: Sequence[Mapping[str, Any]]


def closes(actor: Actor, *, limit: int = 30) -> list[CloseLine]:
    """Return the latest closes of the actor's station; one query."""
    rows = _with_name(CashClose.objects.filter(unit=actor.unit))
    return [_close(row) for row in rows.order_by("-closed_at", "-id")[:limit]]


def close_of(unit: str, close_id: UUID) -> CloseLine | None:
    """Return one close of a station; one query."""
    row = _with_name(CashClose.objects.filter(unit=unit, id=close_id)).first()
    return None if row is None else _close(row)


def _with_name(rows: QuerySet[CashClose]) -> QuerySet[Any]:
    name = Officer.objects.filter(id=OuterRef("officer")).values("name")
    return rows.annotate(officer_name=Subquery(name))


def _close(row: Any) -> CloseLine:  # noqa: ANN401 - a row with annotations
    values = {name: getattr(row, name) for name in CloseLine.__dataclass_fields__}
    return CloseLine(**{**values, "officer_name": row.officer_name or ""})


@dataclass(frozen=True, slots=True)
class Unclosed:
    """An officer with cash, or with movements that no close has counted."""

    unit: str
    officer: UUID
    name: str
    balance_fen: int
    moves: int
    since: datetime | None
    last_day: date | None


def unclosed(county: Sequence[str]) -> list[Unclosed]:
    """Return the officers of stations who have cash or uncounted movements; two queries.

    Read from each officer's last close on: how many closed days lie behind him is no matter.
    """
    moving = {(one.unit, one.officer): one for one in _moving(county)}
    lying = {(one.unit, one.officer): one for one in _with_cash(county)}
    found = {**lying, **moving}
    return sorted(found.values(), key=lambda one: (one.unit, one.name))[:MOST]


def _moving(county: Sequence[str]) -> list[Unclosed]:
    last = _closes_of().order_by("-day")
    rows = (
        CashMove.objects.filter(unit__in=county, close=None)
        .values("unit", "officer")
        .annotate(
            opening=Coalesce(Subquery(last.values("closing_fen")[:1]), 0),
            moved=Sum("fen"),
            moves=Count("id"),
            since=Max("at"),
            last_day=Subquery(last.values("day")[:1]),
            name=_name(),
        )
    )
    return [
        Unclosed(
            unit=row["unit"],
            officer=row["officer"],
            name=row["name"] or "",
            balance_fen=row["opening"] + row["moved"],
            moves=row["moves"],
            since=row["since"],
            last_day=row["last_day"],
        )
        for row in rows
    ]


def _with_cash(county: Sequence[str]) -> list[Unclosed]:
    """Officers whose last close left cash with them."""
    later = _closes_of().filter(day__gt=OuterRef("day"))
    rows = CashClose.objects.filter(~Q(closing_fen=0), ~Exists(later), unit__in=county)
    return [
        Unclosed(
            unit=row.unit,
            officer=row.officer,
            name=vars(row)["name"] or "",
            balance_fen=row.closing_fen,
            moves=0,
            since=None,
            last_day=row.day,
        )
        for row in rows.annotate(name=_name())
    ]


def _closes_of() -> QuerySet[CashClose]:
    return CashClose.objects.filter(unit=OuterRef("unit"), officer=OuterRef("officer"))


def _name() -> Subquery:
    return Subquery(Officer.objects.filter(id=OuterRef("officer")).values("name")[:1])
