"""Production (制证): the order, what the card centre answers, what it ships (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from tongban.cases.models import Batch, Card, Case
from tongban.cases.operations.decision import Change, Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.duties import fix_return
from tongban.cases.operations.errors import Barred, LostRace, NotFound
from tongban.cases.operations.office import opening
from tongban.cases.operations.unwanted import is_unwanted
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import Fault, ReturnCategory
from tongban.procedure.stages import Stage

IN_WORK = (Card.State.ORDERED, Card.State.PRODUCED)
SPENT = (Card.State.MISSING, Card.State.SPOILED, Card.State.DESTROYED)
"""States of a card in whose place another one is made; a refused order never was a card."""


def order(case_id: UUID, call: Call) -> Done:
    """Order the card once the case is issued, paid and not held (the system's act).

    Where it takes the place of one that was lost, damaged or wrong the applicant is told.
    """

    def decide(case: Case) -> Decision:
        if not case.is_paid:
            raise Barred("工本费还没有缴清，缴清后自动下达制证。", clause="第七条")
        before = Card.objects.filter(case=case).order_by("-n").first()
        card = _new_card(case, n=before.n + 1 if before else 1, at=call.at)
        is_anew = before is not None and before.state in SPENT
        return Decision(
            event="Ordered",
            changes={"stage": Stage.IN_PRODUCTION},
            data={"card": card.id, "order": card.order_no},
            opens=[_watch(case, at=call.at)],
            sends=[_ordering(card), *([_telling(card)] if is_anew else [])],
            rows=[card],
        )

    return act_on_case(case_id, Act.ORDER, call, decide=decide)


def _new_card(case: Case, *, n: int, at: datetime) -> Card:
    return Card(
        id=uuid7(),
        case=case,
        n=n,
        order_no=f"{case.number}-{n}",
        state=Card.State.ORDERED,
        ordered_at=at,
    )


def _watch(case: Case, *, at: datetime) -> Opening:
    return opening(ObligationKind.WATCH_PRODUCTION, at=at, unit=case.accepting_unit)


def _ordering(card: Card) -> Message:
    return Message("card_centre", "order", {"card_id": card.id})


def _telling(card: Card) -> Message:
    return Message("sms", "remade", {"card_id": card.id})


def find_card(order_no: str) -> Card:
    """Return the card of an order number; raises ``NotFound``."""
    card = Card.objects.filter(order_no=order_no).first()
    if card is None:
        raise NotFound("没有这个制证单号。")
    return card


def reject_production(
    case_id: UUID, call: Call, *, order_no: str, fault: Fault, words: str
) -> Done:
    """The centre could not make the card: its own fault → ordered anew; the record's → returned.

    Of a revoked case nothing follows.
    """

    def decide(case: Case) -> Decision:
        card = find_card(order_no)
        drop = Change(Card, {"id": card.id, "state": card.state}, {"state": Card.State.REJECTED})
        closes = frozenset({ObligationKind.WATCH_PRODUCTION})
        if is_unwanted(case):
            return Decision(
                event="CardNotMade", data={"card": card.id, "order": order_no}, updates=[drop]
            )
        if fault is Fault.PRODUCTION:
            anew = _new_card(case, n=card.n + 1, at=call.at)
            return Decision(
                event="ProductionRejected",
                data={"order": order_no, "fault": fault.value, "card": anew.id},
                closes=closes,
                opens=[_watch(case, at=call.at)],
                sends=[_ordering(anew)],
                rows=[anew],
                updates=[drop],
            )
        return Decision(
            event="ProductionRejected",
            changes=_returned_by_centre(case, call=call, words=words),
            data={"order": order_no, "fault": fault.value},
            closes=closes,
            opens=[fix_return(case, at=call.at)],
            updates=[drop],
        )

    return act_on_case(case_id, Act.REJECT_PRODUCTION, call, decide=decide)


def _returned_by_centre(case: Case, *, call: Call, words: str) -> Mapping[str, Any]:
    returned = {
        "category": ReturnCategory.PHOTO.value,
        "fields": [],
        "words": f"省厅制证中心：{words.strip()}",
        "version": case.current,
        "at": call.at.isoformat(),
        "by": None,
    }
    return {"stage": Stage.RETURNED, "returned": returned}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A batch as the card centre announces it: one county bureau, its cards by order number."""

    number: str
    county: str
    carrier_no: str
    shipped_at: datetime
    cards: Sequence[tuple[str, str]]
    """(order number, card serial number)"""


def ship(call: Call, *, shipped: Shipped) -> list[Done]:
    """Record a shipped batch: every card in it is on its way to the county bureau.

    Repeating the batch has no second effect. Raises ``NotFound`` for an order we never gave.
    """
    if Batch.objects.filter(number=shipped.number).exists():
        return []
    with transaction.atomic():
        batch = Batch.objects.create(
            id=uuid7(),
            number=shipped.number,
            kind=Batch.Kind.FROM_CENTRE,
            county=shipped.county,
            carrier_no=shipped.carrier_no,
            count=len(shipped.cards),
            sent_at=shipped.shipped_at,
        )
        return [
            _ship_card(batch, call, order_no=order_no, serial=serial)
            for order_no, serial in shipped.cards
        ]


def _ship_card(batch: Batch, call: Call, *, order_no: str, serial: str) -> Done:
    card = find_card(order_no)

    def decide(case: Case) -> Decision:
        if card.state not in IN_WORK:
            raise LostRace(
                f"制证单 {order_no} 的证件现为“{card.get_state_display()}”，不在制证中。"
            )
        is_wanted = not is_unwanted(case)
        watch = opening(ObligationKind.WATCH_BATCH, at=call.at, unit=case.accepting_county)
        return Decision(
            event="Shipped",
            changes={"stage": Stage.TO_COUNTY} if is_wanted else {},
            data={"card": card.id, "batch": batch.number, "serial": serial},
            closes=frozenset({ObligationKind.WATCH_PRODUCTION}),
            opens=[watch] if is_wanted else [],
            updates=[
                Change(
                    Card,
                    {"id": card.id, "state": card.state},
                    {
                        "state": Card.State.SHIPPED,
                        "serial": serial,
                        "batch_id": batch.id,
                        "produced_at": call.at,
                    },
                )
            ],
        )

    return act_on_case(card.case_id, Act.SHIP, call.part(card.id), decide=decide)
