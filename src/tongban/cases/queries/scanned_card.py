"""What a scanned number says to whoever holds the card (第十一条); no person's data with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from tongban.cases.models import Batch, Card
from tongban.procedure.rows_ended import NOT_WANTED

ARRIVING = (Card.State.SHIPPED, Card.State.TO_STATION)


@dataclass(frozen=True, slots=True)
class ScannedCard:
    """A card by its number: where the books say it is, and to which units it belongs.

    ``batch_id`` is the batch in which it is expected now, or was counted in last. ``is_unwanted``:
    its case was revoked or closed, and nobody is to have it.
    """

    id: UUID
    case_id: UUID
    code: str
    state: Card.State
    county: str
    station: str
    batch_id: UUID | None
    batch_number: str
    is_unwanted: bool = False

    @property
    def is_expected(self) -> bool:
        """Whether the next unit on its way is to count it in."""
        return self.state in ARRIVING

    @property
    def is_lost(self) -> bool:
        """Whether it was declared missing."""
        return self.state == Card.State.MISSING

    @property
    def is_gone(self) -> bool:
        """Whether it must not be handed out for any other reason."""
        return self.state in (Card.State.SPOILED, Card.State.DESTROYED)

    def is_of(self, unit: str) -> bool:
        """Whether a unit is one of those the card passes on its way."""
        return unit in (self.county, self.station)


def is_kept_on_its_way(card: Card) -> bool:
    """Whether a card nobody is to have came to a unit on its way, and lies there or was destroyed."""
    is_aside = card.state in (Card.State.SPOILED, Card.State.DESTROYED)
    case = card.case
    own = (case.accepting_county, case.accepting_unit)
    return is_aside and case.stage in NOT_WANTED and card.held_unit in own


def scanned_card(code: str) -> ScannedCard | None:
    """Return the card with this serial or order number, of whatever unit; one query."""
    if not code:
        return None
    row = (
        Card.objects.filter(Q(serial=code) | Q(order_no=code))
        .select_related("case", "batch", "transfer")
        .first()
    )
    if row is None:
        return None
    batch: Batch | None = row.transfer or row.batch
    return ScannedCard(
        id=row.id,
        case_id=row.case_id,
        code=code,
        state=Card.State(row.state),
        county=row.case.accepting_county,
        station=row.case.accepting_unit,
        batch_id=batch.id if batch else None,
        batch_number=batch.number if batch else "",
        is_unwanted=row.case.stage in NOT_WANTED,
    )
