"""Cards at a station: on the way, to tell, to collect, and one of them at the counter (第十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tongban.cases.models import Batch, Card, Case, Obligation, Outgoing
from tongban.cases.queries.paging import behind
from tongban.cases.queries.scanned_card import is_kept_on_its_way
from tongban.cases.queries.station_waiting import expected_batches, open_watches
from tongban.cases.standing import visible
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.rows_ended import NOT_WANTED
from tongban.procedure.stages import Stage
from tongban.standards.id_number import IdNumberError, compact, from_15_digits
from tongban.standards.names import fold

PAGE = 50
FOUND = 20


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch on its way to the station; ``found`` counts the cards counted in so far."""

    id: UUID
    number: str
    sent_at: datetime
    count: int
    found: int
    due_at: datetime | None


def batches_to_count(unit: str) -> list[BatchLine]:
    """Return the batches of which cards are still expected, oldest first; one query."""
    due = open_watches(OuterRef("id")).values("due_at")[:1]
    rows = expected_batches(unit).annotate(due_at=Subquery(due)).order_by("sent_at", "id")
    return [
        BatchLine(row.id, row.number, row.sent_at, row.count, row.found or 0, row.due_at)
        for row in rows[:PAGE]
    ]


def batch_due(batch_id: UUID) -> datetime | None:
    """Return by when the rest of a batch must be counted in; one query."""
    return open_watches(batch_id).values_list("due_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One card of a batch; ``is_expected`` while it has not been counted in.

    ``gone`` says how it ended where it never will be: lost, spoiled, destroyed; ``is_unwanted``: its
    case was revoked or closed.
    """

    id: UUID
    case_id: UUID
    serial: str
    order_no: str
    case_number: str
    name: str
    id_number: str
    is_expected: bool
    gone: str = ""
    is_unwanted: bool = False


GONE = (Card.State.MISSING, Card.State.SPOILED, Card.State.DESTROYED)


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch with its cards in order of their numbers."""

    id: UUID
    number: str
    sent_at: datetime
    received_at: datetime | None
    cards: tuple[BatchCard, ...]

    @property
    def is_expected(self) -> bool:
        """Whether any card is still to be counted in."""
        return any(card.is_expected for card in self.cards)


def batch_file(unit: str, batch_id: UUID) -> BatchFile | None:
    """Return a batch forwarded to the station, None for any other; two queries."""
    batch = Batch.objects.filter(id=batch_id, station=unit).first()
    if batch is None:
        return None
    rows = Card.objects.filter(transfer=batch).select_related("case").order_by("order_no")
    return BatchFile(
        id=batch.id,
        number=batch.number,
        sent_at=batch.sent_at,
        received_at=batch.received_at,
        cards=tuple(
            BatchCard(
                id=row.id,
                case_id=row.case_id,
                serial=row.serial or "",
                order_no=row.order_no,
                case_number=row.case.number,
                name=row.case.name,
                id_number=row.case.id_number,
                is_expected=row.state == Card.State.TO_STATION,
                gone=_gone(row),
                is_unwanted=row.case.stage in NOT_WANTED,
            )
            for row in rows
        ),
    )


def _gone(card: Card) -> str:
    kept_here = is_kept_on_its_way(card) and card.held_unit == card.case.accepting_unit
    return Card.State(card.state).label if card.state in GONE and not kept_here else ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card at the station with what is owed for it; ``sms`` is a state of ``Outgoing``."""

    duty: UUID
    case_id: UUID
    name: str
    id_number: str
    number: str
    phone: str
    kind: ObligationKind
    opened_at: datetime
    due_at: datetime | None
    due_note: str
    arrived_at: datetime | None
    told_at: datetime | None
    told_way: str
    sms: str


def cards_here(
    unit: str,
    kind: ObligationKind,
    *,
    after: tuple[datetime | None, UUID] | None = None,
    limit: int = PAGE,
) -> list[CardLine]:
    """Return one page (and one more) of the cards to tell of or to collect; one query."""
    rows = Obligation.objects.filter(
        kind=kind, owner_unit=unit, closed_at=None, case__stage=Stage.AT_STATION
    )
    if after is not None:
        rows = rows.filter(behind(*after))
    rows = _with_card(rows).order_by(F("due_at").asc(nulls_first=True), "id")
    return [_line(row) for row in rows[: limit + 1]]


def _with_card(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    card = Card.objects.filter(case=OuterRef("case"), state=Card.State.AT_STATION).order_by("-n")
    sms = Outgoing.objects.filter(case=OuterRef("case"), system="sms", kind="collect")
    return rows.select_related("case").annotate(
        arrived=Subquery(card.values("arrived_at")[:1]),
        told=Subquery(card.values("told_at")[:1]),
        told_way=Subquery(card.values("told_way")[:1]),
        sms=Subquery(sms.order_by("-created_at").values("state")[:1]),
    )


def _line(row: Obligation) -> CardLine:
    case, found = row.case, vars(row)
    if case is None:
        raise ValueError("a card is always of a case")
    return CardLine(
        duty=row.id,
        case_id=case.id,
        name=case.name,
        id_number=case.id_number,
        number=case.number,
        phone=case.phone,
        kind=ObligationKind(row.kind),
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_note=row.due_note,
        arrived_at=found["arrived"],
        told_at=found["told"],
        told_way=found["told_way"] or "",
        sms=found["sms"] or "",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A case of the station that answers to what was typed or scanned."""

    case_id: UUID
    name: str
    id_number: str
    number: str
    stage: Stage


def find_for_collection(actor: Actor, text: str) -> list[Found]:
    """Return the station's cases by name, ID number, slip or card number; those here come first.

    The collection slip carries the case number. One query; ended cases are left out but the
    latest one handed over, so that a second visit is explained.
    """
    wanted = compact(text).upper()
    if not wanted:
        return []
    if wanted.isascii():
        of_card = Card.objects.filter(Q(serial=wanted) | Q(order_no=wanted)).values("case_id")
        which = Q(number=wanted) | Q(id_number=_id_number(wanted)) | Q(id__in=of_card)
    else:
        which = Q(name__startswith=fold(text.strip()))
    rows = Case.objects.filter(visible(actor), which, accepting_unit=actor.unit)
    found = [
        Found(row.id, row.name, row.id_number, row.number, Stage(row.stage))
        for row in rows.exclude(stage=Stage.VOIDED).order_by("-composed_at", "-id")[:FOUND]
    ]
    return sorted(found, key=lambda one: one.stage is not Stage.AT_STATION)


def _id_number(text: str) -> str:
    if len(text) != 15 or not text.isdigit():
        return text
    try:
        return from_15_digits(text).text
    except IdNumberError:
        return text
