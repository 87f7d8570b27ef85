"""Cards that are looked for, and those found out about; surplus ones of nobody's (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.accounts.models import Officer
from tongban.cases.models import CardFinding, Case, Obligation, StrayMessage
from tongban.cases.standing import visible
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble

PAGE = 100
LOOKED_FOR = (CardTrouble.MISSING.value, CardTrouble.DAMAGED.value)


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """A lost or damaged card with the duty to find out; ``turned_up`` once it was found.

    ``closed_at`` and ``outcome`` are of the duty; the outcome is the code of what closed it.
    """

    case_id: UUID
    number: str
    name: str
    kind: CardTrouble
    serial: str
    at: datetime
    unit: str
    by: str
    words: str
    turned_up: bool
    opened_at: datetime
    due_at: datetime | None
    due_note: str
    closed_at: datetime | None
    outcome: str
    found_out: str


def open_inquiries(actor: Actor) -> list[InquiryLine]:
    """Return the open inquiries that the actor may see, by due; one query."""
    rows = _inquiries(actor).filter(closed_at=None)
    ordered = rows.order_by(F("due_at").asc(nulls_first=True), "id")
    return [line for row in ordered[:PAGE] if (line := _line(row))]


def closed_inquiries(actor: Actor, *, limit: int = 30) -> list[InquiryLine]:
    """Return the inquiries closed last, with what was found out; one query."""
    rows = _inquiries(actor).filter(closed_at__isnull=False).order_by("-closed_at", "-id")
    return [line for row in rows[:limit] if (line := _line(row))]


def _inquiries(actor: Actor) -> QuerySet[Any]:
    seen = Case.objects.filter(visible(actor)).values("id")
    rows = Obligation.objects.filter(case__in=seen, kind=ObligationKind.INQUIRY_CARD)
    by = Officer.objects.filter(id=OuterRef("by")).values("name")
    turned_up = CardFinding.objects.filter(card=OuterRef("card"), kind=CardTrouble.FOUND)
    first = (
        CardFinding.objects.filter(
            card__case=OuterRef("case"), kind__in=LOOKED_FOR, at=OuterRef("opened_at")
        )
        .annotate(by_name=Subquery(by), turned_up=Exists(turned_up))
        .values(
            one=JSONObject(
                kind="kind",
                serial="serial",
                at="at",
                unit="unit",
                by="by_name",
                words="words",
                turned_up="turned_up",
            )
        )
    )
    said = CardFinding.objects.filter(
        card__case=OuterRef("case"), kind=CardTrouble.SETTLED, at=OuterRef("closed_at")
    ).values("words")
    return rows.select_related("case").annotate(
        lost=Subquery(first[:1]), found_out=Subquery(said[:1])
    )


def _line(row: Any) -> InquiryLine | None:  # noqa: ANN401 - a row with annotations
    lost: Mapping[str, Any] | None = row.lost
    if lost is None:
        return None
    return InquiryLine(
        case_id=row.case_id,
        number=row.case.number,
        name=row.case.name,
        kind=CardTrouble(lost["kind"]),
        serial=lost["serial"],
        at=datetime.fromisoformat(lost["at"]),
        unit=lost["unit"],
        by=lost["by"] or "",
        words=lost["words"],
        turned_up=lost["turned_up"],
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_note=row.due_note,
        closed_at=row.closed_at,
        outcome=row.outcome,
        found_out=row.found_out or "",
    )


@dataclass(frozen=True, slots=True)
class SurplusLine:
    """A card that no list of ours names; ``settled`` is what the city found out, in words."""

    id: UUID
    serial: str
    at: datetime
    unit: str
    batch: str
    is_settled: bool
    settled: str


def surplus_cards(county: str, *, limit: int = 30) -> list[SurplusLine]:
    """Return the surplus cards of a bureau and its stations, the latest first; one query.

    Empty ``county``: of the whole city.
    """
    item = StrayMessage.objects.filter(id=OuterRef("id"))
    rows = CardFinding.objects.filter(kind=CardTrouble.SURPLUS).select_related("batch")
    if county:
        rows = rows.filter(Q(unit=county) | Q(batch__county=county))
    rows = rows.annotate(
        settled_at=Subquery(item.values("settled_at")), settled=Subquery(item.values("words"))
    )
    return [
        SurplusLine(
            id=row.id,
            serial=row.serial,
            at=row.at,
            unit=row.unit,
            batch=row.batch.number if row.batch else "",
            is_settled=vars(row)["settled_at"] is not None,
            settled=vars(row)["settled"] or "",
        )
        for row in rows.order_by("-at", "-id")[:limit]
    ]
