"""Cards that cannot be handed out: remade without a second fee (第十一条; 运行参数).

A card that was declared missing or damaged, or bears wrong data, is never handed out again: its row
stays as MISSING or SPOILED, and the next order is a card of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tongban.cases.models import Card, Case, PersonSlot
from tongban.cases.operations import unwanted
from tongban.cases.operations.card_findings import CLAUSE, demand_reach, finding
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.duties import fix_return
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.office import opening
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble, Fault, ReturnCategory
from tongban.procedure.stages import Stage

LEAST_WORDS, MOST_WORDS = 4, 300
GONE = (Card.State.REJECTED, Card.State.MISSING, Card.State.SPOILED, Card.State.DESTROYED)
"""States of a card, or an order, that is nothing to hand out any more."""
WAY_DUTIES = frozenset(
    {
        ObligationKind.FORWARD,
        ObligationKind.WATCH_BATCH,
        ObligationKind.TELL,
        ObligationKind.COLLECT,
        ObligationKind.WATCH_PARCEL,
    }
)
"""What is owed while a card is on its way; it ends with the card."""
REMADE = WAY_DUTIES | {ObligationKind.INQUIRY_CARD}
"""A second loss renews the inquiry into the first: one open inquiry a case."""
AFTER_ENDING = WAY_DUTIES | {ObligationKind.ARCHIVE, ObligationKind.RETURN_OLD_CARD}
IN_HAND = (Card.State.AT_STATION, Card.State.HANDED_OVER, Card.State.DELIVERED)
"""Where somebody can look at a card: at the window, or brought back by whom it was given to."""


def remake(
    case_id: UUID,
    call: Call,
    *,
    kind: CardTrouble,
    words: str,
    updates: Sequence[Change] = (),
) -> Done:
    """Record that the card is missing or damaged, and have it made anew; no second fee.

    The unit that has or expects the card declares it, or the post for a parcel it lost, whose row
    changes by ``updates`` in the same act. Of a revoked or closed case nothing is made anew. Raises
    ``BadInput`` without words on what was searched or found, ``Barred`` where the card is elsewhere.
    """
    faults = _word_faults(words)
    if kind not in (CardTrouble.MISSING, CardTrouble.DAMAGED):
        faults.append(FieldFault("kind", "请选择遗失，或者损坏。", CLAUSE))
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        if unwanted.is_unwanted(case):
            return unwanted.lost_or_damaged(case, call, kind=kind, words=words, updates=updates)
        card = live_card(case)
        demand_reach(case, card, call=call)
        return Decision(
            event="CardMissing" if kind is CardTrouble.MISSING else "CardDamaged",
            changes={"stage": Stage.ISSUED},
            data={"card": card.id, "order": card.order_no, "was": card.state},
            closes=REMADE,
            opens=[
                opening(ObligationKind.INQUIRY_CARD, at=call.at, unit=case.accepting_county),
            ],
            sends=[Message("self", "order")],
            updates=[*updates, _put_away(card, kind, call=call)],
            rows=[finding(kind, card, call=call, words=words)],
        )

    return act_on_case(case_id, Act.REMAKE, call, decide=decide)


def _word_faults(words: str) -> list[FieldFault]:
    if LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        return []
    advice = f"请写明发现的经过，{LEAST_WORDS} 到 {MOST_WORDS} 个字。"
    return [FieldFault("words", advice, CLAUSE)]


def live_card(case: Case) -> Card:
    """Return the one card of a case that is neither gone nor still being made; one query.

    Raises ``Barred`` where there is none.
    """
    card = Card.objects.filter(case=case).exclude(state__in=[s.value for s in GONE]).first()
    if card is None or card.serial is None:
        raise Barred("这一件现在没有制成的证件。", clause=CLAUSE)
    return card


def _put_away(card: Card, kind: CardTrouble, *, call: Call) -> Change:
    """A damaged card lies at its finder's unit; one that the post spoiled never comes back."""
    is_here = kind is not CardTrouble.MISSING and call.actor.unit
    values: Mapping[str, Any] = (
        {"state": Card.State.SPOILED, "held_unit": call.actor.unit}
        if is_here
        else {"state": Card.State.MISSING}
    )
    return Change(Card, {"id": card.id, "state": card.state}, values)


def wrong_data(
    case_id: UUID,
    call: Call,
    *,
    fault: Fault | None,
    words: str,
    taken_in: bool,
    category: ReturnCategory | None = None,
) -> Done:
    """Record that the card in hand bears wrong data; it is put away and never costs a fee.

    Production's ``fault`` has it made anew; the record's returns the case under a ``category``
    (3 or 2 working days, 第十条). An ended case goes on. Raises ``BadInput`` for what is not said,
    ``Barred`` where the card is not at hand or the person has another case open.
    """
    faults = _wrong_data_faults(fault, words=words, taken_in=taken_in, category=category)
    if faults or fault is None:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        card = live_card(case)
        if card.state not in IN_HAND:
            raise Barred("证件不在手上：收到证件、核对过以后再登记信息有误。", clause=CLAUSE)
        is_ours = fault is Fault.RECORD
        return Decision(
            event="WrongDataFound",
            changes={**_goes_on(fault, case, category=category, words=words, call=call)},
            data={"card": card.id, "order": card.order_no, "fault": fault.value},
            closes=AFTER_ENDING,
            opens=[fix_return(case, at=call.at)] if is_ours else (),
            sends=() if is_ours else [Message("self", "order")],
            updates=[_put_away(card, CardTrouble.WRONG_DATA, call=call)],
            rows=[
                finding(CardTrouble.WRONG_DATA, card, call=call, words=words, fault=fault.value),
                *_slot(case, call=call),
            ],
        )

    return act_on_case(case_id, Act.WRONG_DATA, call, decide=decide)


def _wrong_data_faults(
    fault: Fault | None, *, words: str, taken_in: bool, category: ReturnCategory | None
) -> list[FieldFault]:
    faults = _word_faults(words)
    if fault is None:
        faults.append(FieldFault("fault", "请选择是制证质量问题，还是受理信息问题。", CLAUSE))
    if fault is Fault.RECORD and category is None:
        faults.append(FieldFault("category", "请选择哪一类信息有误，退回时据此改正。", "第十条"))
    if not taken_in:
        faults.append(FieldFault("taken_in", "请先收下有误的证件，作废后待销毁。", CLAUSE))
    return faults


def _goes_on(
    fault: Fault, case: Case, *, category: ReturnCategory | None, words: str, call: Call
) -> Mapping[str, Any]:
    """The case goes on where it was before production, or before the review."""
    again: dict[str, Any] = {"ended_at": None, "sealed_at": None}
    if fault is Fault.PRODUCTION or category is None:
        return {**again, "stage": Stage.ISSUED}
    returned = {
        "category": category.value,
        "fields": [],
        "words": f"证件信息有误：{words.strip()}",
        "version": case.current,
        "at": call.at.isoformat(),
        "by": str(call.officer),
    }
    return {**again, "stage": Stage.RETURNED, "returned": returned}


def _slot(case: Case, *, call: Call) -> list[PersonSlot]:
    """An ended case takes the person's place again; nobody has two cases open here."""
    if not Stage(case.stage).is_ending:
        return []
    if PersonSlot.objects.filter(key=case.person_key).exists():
        raise Barred(
            "申请人在本市另有一件正在办理，先办结或撤回那一件，再登记这张证件。", clause=CLAUSE
        )
    return [
        PersonSlot(
            key=case.person_key,
            case_id=case.id,
            station=case.accepting_unit,
            taken_at=call.at,
        )
    ]
