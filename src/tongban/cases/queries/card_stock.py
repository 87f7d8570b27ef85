"""Where the cards are: every card once, place by place; and the rows that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case as DbCase
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from tongban.cases.models import Card, DestroyedItem
from tongban.procedure.reasons import Destroyed
from tongban.procedure.stages import Stage
from tongban.standards.labels import Labelled

State = Card.State


class Place(Labelled):
    """Where a card is; each is in one place."""

    CENTRE = "CENTRE", "制证中"
    TO_COUNTY = "TO_COUNTY", "寄往县局"
    AT_COUNTY = "AT_COUNTY", "在县局"
    TO_STATION = "TO_STATION", "转交途中"
    AT_STATION = "AT_STATION", "在派出所"
    POSTED = "POSTED", "邮寄中"
    WITH_APPLICANT = "WITH_APPLICANT", "已领取、妥投"
    MISSING = "MISSING", "遗失"
    SPOILED = "SPOILED", "作废待销毁"
    DESTROYED = "DESTROYED", "已销毁"


PLACE_OF = {
    State.ORDERED: Place.CENTRE,
    State.PRODUCED: Place.CENTRE,
    State.SHIPPED: Place.TO_COUNTY,
    State.AT_COUNTY: Place.AT_COUNTY,
    State.TO_STATION: Place.TO_STATION,
    State.AT_STATION: Place.AT_STATION,
    State.POSTED: Place.POSTED,
    State.HANDED_OVER: Place.WITH_APPLICANT,
    State.DELIVERED: Place.WITH_APPLICANT,
    State.MISSING: Place.MISSING,
    State.SPOILED: Place.SPOILED,
    State.DESTROYED: Place.DESTROYED,
}
"""A rejected order is no card and in no place."""


@dataclass(frozen=True, slots=True)
class StockRow:
    """The cards of one unit: how many are in each place."""

    unit: str
    counts: dict[Place, int]

    @property
    def total(self) -> int:
        """All its cards."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Stock:
    """Rows by unit; ``ordered`` is how many cards were ordered and not rejected, counted apart."""

    rows: tuple[StockRow, ...]
    ordered: int

    @property
    def totals(self) -> dict[Place, int]:
        """All units together, place by place."""
        return {place: sum(row.counts.get(place, 0) for row in self.rows) for place in Place}

    @property
    def adds_up(self) -> bool:
        """Whether the places hold as many cards as were ordered."""
        return sum(self.totals.values()) == self.ordered


def stock(county: str) -> Stock:
    """Return a bureau's cards by accepting station; with no county the city's by bureau.

    Two queries: the places, and the orders.
    """
    column = "case__accepting_unit" if county else "case__accepting_county"
    rows = _cards(county).exclude(state=State.REJECTED)
    by_unit: dict[str, dict[Place, int]] = {}
    for unit, state, count in rows.values_list(column, "state").annotate(n=Count("id")):
        counts = by_unit.setdefault(unit, {})
        place = PLACE_OF[State(state)]
        counts[place] = counts.get(place, 0) + count
    return Stock(
        rows=tuple(StockRow(unit, by_unit[unit]) for unit in sorted(by_unit)),
        ordered=_ordered(county),
    )


def _cards(county: str) -> QuerySet[Card]:
    rows = Card.objects.all()
    return rows.filter(case__accepting_county=county) if county else rows


def _ordered(county: str) -> int:
    """Count by the orders' numbers: the last of a case says how many there were, rejected or not."""
    later = Card.objects.filter(case=OuterRef("case"), n__gt=OuterRef("n"))
    last = _cards(county).filter(~Exists(later)).values_list("n", flat=True)
    rejected = _cards(county).filter(state=State.REJECTED).count()
    return sum(last) - rejected


_STAGE_OF = {
    State.ORDERED: Stage.IN_PRODUCTION,
    State.PRODUCED: Stage.IN_PRODUCTION,
    State.SHIPPED: Stage.TO_COUNTY,
    State.AT_COUNTY: Stage.AT_COUNTY,
    State.TO_STATION: Stage.TO_STATION,
    State.AT_STATION: Stage.AT_STATION,
    State.POSTED: Stage.TO_APPLICANT,
    State.HANDED_OVER: Stage.HANDED_OVER,
    State.DELIVERED: Stage.DELIVERED,
}
BEYOND_COUNTY = (State.TO_STATION, State.AT_STATION, State.HANDED_OVER)
BY_COUNTY = (State.SHIPPED, State.AT_COUNTY)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A card whose row does not go with its case or its papers; ``why`` names the rule."""

    card_id: UUID
    order_no: str
    why: str


def contradictions(county: str = "") -> Sequence[Contradiction]:
    """Return the cards that are in no place, or in two; none while the books are right."""
    return [
        Contradiction(card_id, order_no, why)
        for why, rows in _rules(county)
        for card_id, order_no in rows.values_list("id", "order_no")
    ]


def _rules(county: str) -> list[tuple[str, QuerySet[Card]]]:
    cards = _cards(county)
    listed = DestroyedItem.objects.filter(kind=Destroyed.CARD, card=OuterRef("id"))
    stage = DbCase(
        *(When(state=state, then=Value(of.value)) for state, of in _STAGE_OF.items()),
        default=F("case__stage"),
        output_field=CharField(),
    )
    ended = Q(case__stage__in=[Stage.CLOSED, Stage.REVOKED, Stage.WITHDRAWN])
    return [
        ("stage", cards.annotate(due=stage).exclude(Q(case__stage=F("due")) | ended)),
        ("no batch", cards.filter(state__in=[*BY_COUNTY, *BEYOND_COUNTY], batch=None)),
        ("no transfer", cards.filter(state__in=BEYOND_COUNTY, transfer=None)),
        ("transfer too early", cards.filter(state__in=BY_COUNTY, transfer__isnull=False)),
        ("no parcel", cards.filter(state__in=[State.POSTED, State.DELIVERED], parcels=None)),
        ("handed over unsigned", cards.filter(state=State.HANDED_OVER, signature="")),
        ("lost unrecorded", cards.filter(state=State.MISSING, findings=None)),
        ("spoiled unrecorded", cards.filter(state=State.SPOILED, findings=None)),
        ("destroyed unlisted", cards.filter(~Exists(listed), state=State.DESTROYED)),
        ("listed but whole", cards.filter(Exists(listed)).exclude(state=State.DESTROYED)),
        ("nowhere", _nowhere(cards)),
    ]


def _nowhere(cards: QuerySet[Card]) -> QuerySet[Card]:
    """The newest cards of cases whose stage says that a card is on its way, and none is."""
    states = {stage: [s for s, of in _STAGE_OF.items() if of is stage] for stage in Stage}
    there = Q(pk__in=[])
    for stage, fitting in states.items():
        if fitting:
            there |= Q(case__stage=stage, state__in=fitting)
    fits = Card.objects.filter(there, case=OuterRef("case"))
    later = Card.objects.filter(case=OuterRef("case"), n__gt=OuterRef("n"))
    on_the_way = [stage for stage, fitting in states.items() if fitting]
    return cards.filter(~Exists(fits), ~Exists(later), case__stage__in=on_the_way)


def spoiled_here(unit: str) -> int:
    """Return how many spoiled cards lie at a unit, whosever they were."""
    return Card.objects.filter(state=State.SPOILED, held_unit=unit).count()
