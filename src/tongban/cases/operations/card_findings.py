"""What is found odd about a card: who may say so, and the row that keeps it (第十一条)."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from tongban.cases.models import Card, CardFinding, Case
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred
from tongban.procedure.actors import Party
from tongban.procedure.reasons import CardTrouble

CLAUSE = "第十一条"
WITH_COUNTY = (Card.State.SHIPPED, Card.State.AT_COUNTY)


def demand_reach(case: Case, card: Card, *, call: Call) -> None:
    """Whoever has or expects the card says what is wrong with it; nobody else can have looked."""
    unit, state = call.actor.unit, Card.State(card.state)
    if call.actor.party is not Party.OFFICER:
        return
    if state in WITH_COUNTY and unit != case.accepting_county:
        raise Barred(
            f"证件现为“{state.label}”，由县局查找后登记；本所收到后再登记。", clause=CLAUSE
        )
    if state is Card.State.AT_STATION and unit != case.accepting_unit:
        raise Barred("证件已由派出所清点入库，由该所查找后登记。", clause=CLAUSE)


def finding(
    kind: CardTrouble, card: Card, *, call: Call, words: str = "", fault: str = ""
) -> CardFinding:
    """Return the row that keeps what was found of a card, where and by whom."""
    batch = card.transfer_id if card.state == Card.State.TO_STATION else card.batch_id
    return CardFinding(
        id=uuid7(),
        kind=kind,
        card=card,
        serial=card.serial or "",
        was=card.state,
        unit=call.actor.unit,
        by=call.actor.officer_id,
        at=call.at,
        fault=fault,
        words=words.strip(),
        batch_id=batch,
    )
