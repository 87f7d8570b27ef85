"""What lies at a unit to be destroyed, and what was: old, temporary and spoiled cards (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tongban.accounts.models import Grant, Officer
from tongban.cases.models import Card, DestroyedItem, Destruction, TemporaryDocument
from tongban.policy.vocabulary import TemporaryDocument as TemporaryKind
from tongban.procedure.reasons import Destroyed, TemporaryEnding

MOST = 500
"""As many things go on one list."""
TAKEN_IN = "TAKEN_IN"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to destroy or destroyed: what it is, of which case, since when it lies here.

    ``id`` is that of the card, of the case for its old card, or of the temporary document.
    """

    kind: Destroyed
    id: UUID
    case_id: UUID
    case_number: str
    name: str
    id_number: str
    serial: str
    since: datetime | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind.value}:{self.id}"


def spoiled_cards(unit: str) -> QuerySet[Card]:
    """The cards that lie at a unit and must not be handed out."""
    return Card.objects.filter(state=Card.State.SPOILED, held_unit=unit)


def old_cards(unit: str) -> QuerySet[Card]:
    """The cards at whose hand-over an old one was taken in that is not destroyed yet."""
    gone = DestroyedItem.objects.filter(kind=Destroyed.OLD_CARD, case=OuterRef("case"))
    rows = Card.objects.filter(old_card=TAKEN_IN, case__accepting_unit=unit)
    return rows.filter(~Exists(gone))


def temporary_cards(unit: str) -> QuerySet[TemporaryDocument]:
    """The temporary cards taken back that are not destroyed yet."""
    gone = DestroyedItem.objects.filter(temporary=OuterRef("id"))
    rows = TemporaryDocument.objects.filter(
        kind=TemporaryKind.CARD, ending=TemporaryEnding.RETURNED, case__accepting_unit=unit
    )
    return rows.filter(~Exists(gone))


def to_destroy(unit: str) -> list[Thing]:
    """Return what lies at a unit to be destroyed, by kind and age; three queries."""
    spoiled = spoiled_cards(unit).select_related("case").order_by("order_no")[:MOST]
    old = old_cards(unit).select_related("case").order_by("handed_at", "id")[:MOST]
    temporary = temporary_cards(unit).select_related("case").order_by("ended_at", "id")[:MOST]
    things = [_of_card(one) for one in spoiled]
    seen: set[UUID] = set()
    for one in old:
        if one.case_id not in seen:
            seen.add(one.case_id)
            things.append(_old(one))
    things += [_of_temporary(one) for one in temporary]
    return things[:MOST]


def _of_card(card: Card) -> Thing:
    case = card.case
    return Thing(
        Destroyed.CARD,
        card.id,
        case.id,
        case.number,
        case.name,
        case.id_number,
        card.serial or card.order_no,
        None,
    )


def _old(card: Card) -> Thing:
    case = card.case
    return Thing(
        Destroyed.OLD_CARD,
        case.id,
        case.id,
        case.number,
        case.name,
        case.id_number,
        "",
        card.handed_at,
    )


def _of_temporary(document: TemporaryDocument) -> Thing:
    case = document.case
    return Thing(
        Destroyed.TEMPORARY,
        document.id,
        case.id,
        case.number,
        case.name,
        case.id_number,
        document.number,
        document.ended_at,
    )


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who can stand by when things are destroyed."""

    id: UUID
    name: str


def witnesses(units: Sequence[str], *, but: UUID | None) -> list[Witness]:
    """Return the officers of the units who may witness, but for the one who asks; one query."""
    held = Grant.objects.filter(officer=OuterRef("id"), unit_id__in=list(units))
    rows = Officer.objects.filter(Exists(held), is_active=True)
    if but is not None:
        rows = rows.exclude(id=but)
    return [Witness(row.id, row.name) for row in rows.order_by("name", "id")]


@dataclass(frozen=True, slots=True)
class DestructionLine:
    """A destruction in a list."""

    id: UUID
    number: str
    at: datetime
    by: str
    witness: str
    count: int


def destructions(unit: str, *, limit: int = 50) -> list[DestructionLine]:
    """Return the destructions of a unit, the latest first; one query."""
    rows = _with_names(Destruction.objects.filter(unit=unit)).order_by("-at", "-id")
    return [_line(row) for row in rows[:limit]]


def _with_names(rows: QuerySet[Destruction]) -> QuerySet[Destruction]:
    by = Officer.objects.filter(id=OuterRef("by")).values("name")
    witness = Officer.objects.filter(id=OuterRef("witness")).values("name")
    return rows.annotate(by_name=Subquery(by), witness_name=Subquery(witness))


def _line(row: Destruction) -> DestructionLine:
    names: Mapping[str, str | None] = vars(row)
    return DestructionLine(
        row.id,
        row.number,
        row.at,
        names["by_name"] or "",
        names["witness_name"] or "",
        row.count,
    )


@dataclass(frozen=True, slots=True)
class DestructionFile:
    """One destruction with everything on its list."""

    line: DestructionLine
    things: tuple[Thing, ...]


def destruction_file(unit: str, destruction_id: UUID) -> DestructionFile | None:
    """Return a unit's destruction, None for another's; two queries."""
    row = _with_names(Destruction.objects.filter(id=destruction_id, unit=unit)).first()
    if row is None:
        return None
    items = row.items.select_related("case", "card", "temporary").order_by("kind", "id")
    return DestructionFile(_line(row), tuple(_destroyed(one) for one in items))


def _destroyed(item: DestroyedItem) -> Thing:
    case = item.case
    serial = ""
    if item.card is not None:
        serial = item.card.serial or item.card.order_no
    elif item.temporary is not None:
        serial = item.temporary.number
    about = item.card_id or item.temporary_id or case.id
    return Thing(
        Destroyed(item.kind), about, case.id, case.number, case.name, case.id_number, serial, None
    )
