"""What the applicant is told when a card is made anew, read at the moment of sending (第十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases.models import Card, CardFinding, Obligation
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble

BEING_MADE = (Card.State.ORDERED, Card.State.PRODUCED)
WHY = (CardTrouble.MISSING, CardTrouble.DAMAGED, CardTrouble.WRONG_DATA)


@dataclass(frozen=True, slots=True)
class RemadeNotice:
    """Whom to tell, what was wrong with the card before, by when the new one leaves the centre.

    ``is_news`` until the new card is on its way, or will not come. ``due_at`` is None where the calendar
    of working days does not reach.
    """

    phone: str
    why: CardTrouble
    due_at: datetime | None
    is_news: bool


def remade_notice(card_id: UUID) -> RemadeNotice:
    """Return what the SMS about a card made anew needs; three queries."""
    card = Card.objects.select_related("case").get(id=card_id)
    found = CardFinding.objects.filter(card__case=card.case_id, kind__in=[k.value for k in WHY])
    owed = Obligation.objects.filter(
        case=card.case_id, kind=ObligationKind.WATCH_PRODUCTION, closed_at=None
    )
    kind = found.order_by("-at", "-id").values_list("kind", flat=True)[:1].get()
    return RemadeNotice(
        phone=card.case.phone,
        why=CardTrouble(kind),
        due_at=owed.values_list("due_at", flat=True).first(),
        is_news=card.state in BEING_MADE and card.case.ended_at is None,
    )
