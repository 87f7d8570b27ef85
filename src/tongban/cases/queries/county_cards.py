"""Cards at a county bureau (第十一条): batches expected, cards to forward, batches forwarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, Min, OuterRef, Q, QuerySet

from tongban.cases.models import Batch, Card, Obligation
from tongban.cases.queries.scanned_card import is_kept_on_its_way
from tongban.policy.vocabulary import Priority
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.rows_ended import NOT_WANTED
from tongban.procedure.stages import Stage

ON_THE_WAY = {
    Batch.Kind.FROM_CENTRE: Card.State.SHIPPED,
    Batch.Kind.REROUTED: Card.State.SHIPPED,
    Batch.Kind.TO_STATION: Card.State.TO_STATION,
}
"""In which state a card of a batch has not been counted in yet."""
TO_COUNTY = (Batch.Kind.FROM_CENTRE, Batch.Kind.REROUTED)
"""Batches that a county bureau counts in: the card centre's, and a misrouted card's."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list. ``missing`` cards are not counted in; ``due_at`` is the earliest of them.

    ``station`` is empty for a batch to the bureau; ``origin`` is the unit that sends a misrouted
    card on, empty where the card centre sends.
    """

    id: UUID
    number: str
    station: str
    carrier_no: str
    sent_at: datetime
    count: int
    missing: int
    opened_at: datetime | None
    due_at: datetime | None
    received_at: datetime | None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card. ``is_in`` once the receiver of the batch has counted it in, and be it to be destroyed.

    ``is_gone`` is a card that will not be: declared missing, spoiled or destroyed; ``is_unwanted`` one
    whose case was revoked or closed.
    """

    id: UUID
    case_id: UUID
    serial: str
    order_no: str
    case_number: str
    name: str
    id_number: str
    station: str
    priority: Priority
    state: str
    is_in: bool
    opened_at: datetime | None = None
    due_at: datetime | None = None
    due_note: str = ""
    is_gone: bool = False
    is_unwanted: bool = False


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch with its cards; ``is_ours`` where the bureau counts it in.

    A card that was misrouted travels in another batch and is no longer among ``cards``.
    """

    id: UUID
    number: str
    is_ours: bool
    origin: str
    station: str
    carrier_no: str
    sent_at: datetime
    count: int
    received_at: datetime | None
    found: int | None
    cards: tuple[CardRow, ...]

    @property
    def missing(self) -> int:
        """How many are still expected."""
        return sum(not card.is_in and not card.is_gone for card in self.cards)


@dataclass(frozen=True, slots=True)
class Pile:
    """Cards waiting to be forwarded to one station; ``due_at`` is the earliest of them."""

    station: str
    count: int
    expedited: int
    opened_at: datetime
    due_at: datetime | None


def _batches(county: str, *kinds: Batch.Kind, cards: str) -> QuerySet[Any]:
    late = Q(
        **{
            f"{cards}__case__obligations__kind": ObligationKind.WATCH_BATCH,
            f"{cards}__case__obligations__closed_at": None,
        }
    )
    way = ON_THE_WAY[kinds[0]]
    expected = Card.objects.filter(**{EXPECTED_BY[cards]: OuterRef("id")}, state=way)
    return Batch.objects.filter(county=county, kind__in=kinds).annotate(
        is_open=Exists(expected),
        missing=Count(cards, filter=Q(**{f"{cards}__state": way}), distinct=True),
        watched_since=Min(f"{cards}__case__obligations__opened_at", filter=late),
        due_at=Min(f"{cards}__case__obligations__due_at", filter=late),
    )


EXPECTED_BY = {"cards": "batch", "passed": "transfer"}
"""The column of a card that names the batch, by the name of the cards of a batch."""


def incoming(county: str, *, limit: int = 100) -> list[BatchLine]:
    """Return batches to the bureau of which cards are still expected, the oldest first."""
    rows = _batches(county, *TO_COUNTY, cards="cards").filter(is_open=True)
    return [_line(row) for row in rows.order_by("sent_at", "id")[:limit]]


def forwarded(county: str, *, since: datetime, limit: int = 50) -> list[BatchLine]:
    """Return batches sent to stations: those not fully counted in, and all since a moment."""
    rows = _batches(county, Batch.Kind.TO_STATION, cards="passed")
    rows = rows.filter(Q(is_open=True) | Q(sent_at__gte=since))
    return [_line(row) for row in rows.order_by("-sent_at", "-id")[:limit]]


def counted_lately(county: str, *, since: datetime, limit: int = 20) -> list[BatchLine]:
    """Return batches to the bureau first counted since a moment of which nothing is expected."""
    rows = _batches(county, *TO_COUNTY, cards="cards")
    rows = rows.filter(received_at__gte=since, is_open=False)
    return [_line(row) for row in rows.order_by("-received_at", "-id")[:limit]]


def _line(row: Batch) -> BatchLine:
    return BatchLine(
        id=row.id,
        number=row.number,
        station=row.station,
        carrier_no=row.carrier_no,
        sent_at=row.sent_at,
        count=row.count,
        missing=getattr(row, "missing"),  # noqa: B009 - an annotation
        opened_at=getattr(row, "watched_since"),  # noqa: B009 - an annotation
        due_at=getattr(row, "due_at"),  # noqa: B009 - an annotation
        received_at=row.received_at,
        origin=row.origin,
    )


def batch_file(county: str, batch_id: UUID) -> BatchFile | None:
    """Return a batch of the bureau with its cards; None for another bureau's. Two queries."""
    batch = Batch.objects.filter(id=batch_id, county=county).first()
    if batch is None:
        return None
    is_ours = batch.kind in TO_COUNTY
    cards = (batch.cards if is_ours else batch.passed).select_related("case")
    waiting = ON_THE_WAY[Batch.Kind(batch.kind)]
    return BatchFile(
        id=batch.id,
        number=batch.number,
        is_ours=is_ours,
        origin=batch.origin,
        station=batch.station,
        carrier_no=batch.carrier_no,
        sent_at=batch.sent_at,
        count=batch.count,
        received_at=batch.received_at,
        found=batch.found,
        cards=tuple(
            _in_batch(card, waiting=waiting)
            for card in cards.order_by("case__accepting_unit", "serial", "id")
        ),
    )


GONE = (Card.State.MISSING, Card.State.SPOILED, Card.State.DESTROYED)


def _in_batch(card: Card, *, waiting: Card.State) -> CardRow:
    is_gone = card.state in GONE and not is_kept_on_its_way(card)
    return _card(card, is_in=card.state != waiting and not is_gone, is_gone=is_gone)


def _card(card: Card, *, is_in: bool, is_gone: bool = False) -> CardRow:
    case = card.case
    return CardRow(
        id=card.id,
        case_id=case.id,
        serial=card.serial or "",
        order_no=card.order_no,
        case_number=case.number,
        name=case.name,
        id_number=case.id_number,
        station=case.accepting_unit,
        priority=Priority(case.priority),
        state=Card.State(card.state).label,
        is_in=is_in,
        is_gone=is_gone,
        is_unwanted=case.stage in NOT_WANTED,
    )


def piles(county: str) -> list[Pile]:
    """Return what is to be forwarded, station by station, the most urgent first; one query."""
    rows = (
        Obligation.objects.filter(
            kind=ObligationKind.FORWARD, owner_unit=county, closed_at=None, case__isnull=False
        )
        .values_list("case__accepting_unit")
        .annotate(
            cards=Count("id"),
            expedited=Count("id", filter=Q(case__priority=Priority.EXPEDITED)),
            since=Min("opened_at"),
            earliest=Min("due_at"),
        )
        .order_by(F("earliest").asc(nulls_first=True), "case__accepting_unit")
    )
    return [Pile(*row) for row in rows]


def pile(county: str, station: str) -> Sequence[CardRow]:
    """Return the cards waiting for one station, the most urgent first; one query."""
    duty = Q(case__obligations__kind=ObligationKind.FORWARD, case__obligations__closed_at=None)
    rows = (
        Card.objects.filter(
            state=Card.State.AT_COUNTY,
            case__accepting_county=county,
            case__accepting_unit=station,
            case__stage=Stage.AT_COUNTY,
        )
        .select_related("case")
        .annotate(duty=FilteredRelation("case__obligations", condition=duty))
        .annotate(
            opened_at=F("duty__opened_at"), due_at=F("duty__due_at"), due_note=F("duty__due_note")
        )
        .order_by(F("duty__due_at").asc(nulls_first=True), "serial", "id")
    )
    return [
        replace(
            _card(row, is_in=True),
            opened_at=row.opened_at,
            due_at=row.due_at,
            due_note=row.due_note or "",
        )
        for row in rows
    ]


def forward_due(batch_id: UUID) -> datetime | None:
    """Return by when the cards of a forwarded batch had to be on their way; one query."""
    found: datetime | None = Obligation.objects.filter(
        kind=ObligationKind.FORWARD, case__cards__transfer=batch_id
    ).aggregate(due=Min("due_at"))["due"]
    return found
