"""The way of every card of a case, from its order to a signature or its end (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Card, CardFinding, Case, Obligation
from tongban.cases.queries.happenings import PastEvent, happenings
from tongban.cases.standing import standing
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Fault
from tongban.procedure.rows_ended import NOT_WANTED
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding, can_see

ABOUT = frozenset(
    {
        "Ordered",
        "ProductionRejected",
        "Shipped",
        "ReceivedAtCounty",
        "Forwarded",
        "ReceivedAtStation",
        "Told",
        "HandedOver",
        "Posted",
        "Delivered",
        "SentBack",
        "OldCardTakenIn",
        "OldCardWrittenOff",
        "CardMissing",
        "CardDamaged",
        "WrongDataFound",
        "Misrouted",
        "CardFound",
        "DestroyedOnList",
        "ReceivedUnwanted",
        "MisroutedUnwanted",
        "DeliveredUnwanted",
        "CardNotMade",
        "CardInquirySettled",
    }
)
"""Events that are about one card; ``DestroyedOnList`` may be about the old card instead."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What was found odd of a card, in its finder's words."""

    kind: CardTrouble
    at: datetime
    unit: str
    by: str
    was: str
    fault: Fault | None
    outcome: CardInquiryOutcome | None
    words: str


@dataclass(frozen=True, slots=True)
class TracedCard:
    """One card: how it stands, every event of it and every finding, in the order of time."""

    id: UUID
    n: int
    order_no: str
    serial: str
    state: Card.State
    held_unit: str
    batch: str
    transfer: str
    events: tuple[PastEvent, ...]
    findings: tuple[FindingLine, ...]

    @property
    def is_live(self) -> bool:
        """Whether it is the card that is to be handed out, or was."""
        return self.state not in (
            Card.State.REJECTED,
            Card.State.MISSING,
            Card.State.SPOILED,
            Card.State.DESTROYED,
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """All cards of a case, the newest first; ``is_inquired`` while one of them is looked for."""

    case_id: UUID
    number: str
    name: str
    stage: Stage
    version: int
    standing: CaseStanding
    cards: tuple[TracedCard, ...]
    is_inquired: bool

    @property
    def is_unwanted(self) -> bool:
        """Whether nobody is to have a card of the case any more."""
        return self.stage in NOT_WANTED

    @property
    def live(self) -> TracedCard | None:
        """The card that is out and of which something can be recorded.

        Of a case that ended without it also one that was ordered and never made.
        """
        return next(
            (one for one in self.cards if one.is_live and (one.serial or self.is_unwanted)), None
        )


def trace(case_id: UUID, actor: Actor) -> Trace | None:
    """Return the cards of a case the actor may see, else None; four queries."""
    inquiry = Obligation.objects.filter(
        case=OuterRef("id"), kind=ObligationKind.INQUIRY_CARD, closed_at=None
    )
    case = Case.objects.filter(id=case_id).annotate(is_inquired=Exists(inquiry)).first()
    if case is None:
        return None
    stands = standing(case)
    if not can_see(actor, stands):
        return None
    rows = Card.objects.filter(case=case).select_related("batch", "transfer").order_by("-n")
    events = [one for one in happenings(case.id) if one.name in ABOUT]
    found = _findings(case)
    return Trace(
        case_id=case.id,
        number=case.number,
        name=case.name,
        stage=Stage(case.stage),
        version=case.version,
        standing=stands,
        cards=tuple(_card(one, events=events, findings=found) for one in rows),
        is_inquired=bool(vars(case)["is_inquired"]),
    )


def _card(
    card: Card, *, events: list[PastEvent], findings: Mapping[UUID, list[FindingLine]]
) -> TracedCard:
    return TracedCard(
        id=card.id,
        n=card.n,
        order_no=card.order_no,
        serial=card.serial or "",
        state=Card.State(card.state),
        held_unit=card.held_unit,
        batch=card.batch.number if card.batch else "",
        transfer=card.transfer.number if card.transfer else "",
        events=tuple(one for one in events if _is_about(one.data, card)),
        findings=tuple(findings.get(card.id, ())),
    )


def _is_about(data: Mapping[str, Any], card: Card) -> bool:
    return str(card.id) in (data.get("card"), data.get("thing")) or (
        data.get("order") == card.order_no
    )


def _findings(case: Case) -> dict[UUID, list[FindingLine]]:
    by = Officer.objects.filter(id=OuterRef("by")).values("name")
    rows = CardFinding.objects.filter(card__case=case).annotate(by_name=Subquery(by))
    found: dict[UUID, list[FindingLine]] = {}
    for row in rows.order_by("at", "id"):
        if row.card_id is not None:
            found.setdefault(row.card_id, []).append(_finding(row))
    return found


def _finding(row: CardFinding) -> FindingLine:
    return FindingLine(
        kind=CardTrouble(row.kind),
        at=row.at,
        unit=row.unit,
        by=vars(row)["by_name"] or "",
        was=Card.State(row.was).label if row.was else "",
        fault=Fault(row.fault) if row.fault else None,
        outcome=CardInquiryOutcome(row.outcome) if row.outcome else None,
        words=row.words,
    )
