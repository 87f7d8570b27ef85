"""Cards where they do not belong: misrouted, surplus, or found after they were remade (第十一条).

Whoever keeps cards may find one that is not his: he names it by what is printed on it, sees nothing
of the case, and sends it where it belongs.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from uuid_utils.compat import uuid7

from tongban.accounts.models import Unit
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.models import Batch, Card, CardFinding, Case
from tongban.cases.operations import city_items, unwanted
from tongban.cases.operations.card_findings import CLAUSE, finding
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault, Forbidden, NotFound
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import opening
from tongban.policy.units import UnitKind
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage

LONGEST_SERIAL = 30
KEPT_DUTIES = frozenset(
    {
        ObligationKind.FORWARD,
        ObligationKind.TELL,
        ObligationKind.COLLECT,
        ObligationKind.WATCH_BATCH,
    }
)
MOVING = (
    Card.State.SHIPPED,
    Card.State.AT_COUNTY,
    Card.State.TO_STATION,
    Card.State.AT_STATION,
)
SURPLUS = "SURPLUS_CARD"
"""The kind under which the city finds a card of nobody's among its items."""


def scanned(code: str) -> Card:
    """Return the card with this serial or order number, of whatever unit; raises ``NotFound``."""
    found = Card.objects.filter(Q(serial=code) | Q(order_no=code)).first() if code else None
    if found is None:
        raise NotFound("本市没有这个编号的证件。")
    return found


def misrouted(code: str, call: Call) -> Done:
    """Send a card that came to the wrong unit to the county bureau it belongs to.

    It travels as a batch of its own, which that bureau counts in; one that nobody is to have is kept
    and destroyed by its finder. Raises ``Barred`` where the
    finder's unit is one that the card belongs to, or the card is not on its way at all.
    """
    return with_number(lambda: _misrouted(code, call))


def _misrouted(code: str, call: Call) -> Done:
    card = scanned(code)
    series = f"{call.actor.unit}Z"

    def decide(case: Case) -> Decision:
        if call.actor.unit in (case.accepting_unit, case.accepting_county):
            raise Barred("这一张就是本单位的证件，请在所属批次里清点。", clause=CLAUSE)
        if card.state not in MOVING:
            raise Barred(f"这一张现为“{card.get_state_display()}”，不在流转中。", clause=CLAUSE)
        if unwanted.is_unwanted(case):
            return unwanted.kept_by_finder(card, call=call)
        number = draw(series, series=series, at=call.at)
        batch = Batch(
            id=uuid7(),
            number=number.text,
            kind=Batch.Kind.REROUTED,
            county=case.accepting_county,
            origin=call.actor.unit,
            count=1,
            sent_at=call.at,
            sent_by=call.officer,
        )
        return Decision(
            event="Misrouted",
            changes={"stage": Stage.TO_COUNTY},
            data={"card": card.id, "batch": batch.number, "was": card.state},
            closes=KEPT_DUTIES,
            opens=[opening(ObligationKind.WATCH_BATCH, at=call.at, unit=case.accepting_county)],
            updates=[*number.updates, _on_its_way(card, batch)],
            rows=[*number.rows, batch, finding(CardTrouble.MISROUTED, card, call=call)],
        )

    return act_on_case(card.case_id, Act.MISROUTED, call, decide=decide)


def _on_its_way(card: Card, batch: Batch) -> Change:
    """It starts once more at the county's counting; who was told of it is told again."""
    values = {
        "state": Card.State.SHIPPED,
        "batch_id": batch.id,
        "transfer_id": None,
        "arrived_at": None,
        "told_at": None,
        "told_way": "",
    }
    return Change(Card, {"id": card.id, "state": card.state}, values)


def find_card(code: str, call: Call, *, words: str = "") -> Done:
    """Record that a card turned up which had been declared missing; it is kept to be destroyed.

    It is never handed out, whether the new card is ordered yet or not (docs/decisions/0029).
    """
    card = scanned(code)

    def decide(_: Case) -> Decision:
        if card.state != Card.State.MISSING:
            sentence = f"这一张现为“{card.get_state_display()}”，没有登记过遗失。"
            raise Barred(sentence, clause=CLAUSE)
        return Decision(
            event="CardFound",
            data={"card": card.id, "order": card.order_no},
            updates=[_kept(card, call=call)],
            rows=[finding(CardTrouble.FOUND, card, call=call, words=words[:300])],
        )

    return act_on_case(card.case_id, Act.FIND_CARD, call, decide=decide)


def _kept(card: Card, *, call: Call) -> Change:
    """It lies at its finder's unit until it is destroyed."""
    here = {"state": Card.State.SPOILED, "held_unit": call.actor.unit}
    return Change(Card, {"id": card.id, "state": card.state}, here)


def surplus(code: str, call: Call, *, batch_id: UUID | None) -> UUID:
    """Record a card that no list of ours names, by its serial; the city finds out whose it is.

    Returns the finding; the same serial at the same unit is one finding. Raises ``BadInput`` for
    what is no serial, ``Barred`` for a card that is known here.
    """
    _demand_keeper(call)
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_SERIAL):
        raise BadInput(FieldFault("code", "请扫描或输入证件序列号：字母和数字。", CLAUSE))
    if Card.objects.filter(Q(serial=code) | Q(order_no=code)).exists():
        raise Barred("本市有这张证件的记录，请再扫一次，按提示办理。", clause=CLAUSE)
    batch = _own_batch(batch_id, call)
    row = CardFinding(
        id=uuid7(),
        kind=CardTrouble.SURPLUS,
        serial=code,
        unit=call.actor.unit,
        by=call.officer,
        at=call.at,
        batch=batch,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _tell_city(row, batch, call)
    except IntegrityError:
        known = CardFinding.objects.filter(
            kind=CardTrouble.SURPLUS, unit=call.actor.unit, serial=code
        ).values_list("id", flat=True)
        return known.get()
    return row.id


def _demand_keeper(call: Call) -> None:
    if Role.DELIVERY not in call.actor.roles or call.actor.unit_kind is UnitKind.CITY:
        raise Forbidden("清点证件须由证件岗民警办理。")


def _own_batch(batch_id: UUID | None, call: Call) -> Batch | None:
    if batch_id is None:
        return None
    unit = call.actor.unit
    is_station = call.actor.unit_kind is UnitKind.STATION
    own = Batch.objects.filter(**({"station": unit} if is_station else {"county": unit}))
    batch = own.filter(id=batch_id).first()
    if batch is None:
        raise NotFound("没有这个批次，或者不是寄给本单位的。")
    return batch


def _tell_city(row: CardFinding, batch: Batch | None, call: Call) -> None:
    unit = Unit.objects.values_list("short_name", flat=True).get(code=call.actor.unit)
    where = f"清点批次 {batch.number} 时" if batch else "清点时"
    stray = city_items.Stray(row.id, "card_centre", SURPLUS, row.serial, call.at)
    reason = f"{unit}{where}多出一张证件，清单上没有，本市没有它的记录。"
    city_items.keep(stray, reason=reason, at=call.at)
    record(
        What.SURPLUS_CARD,
        actor=call.actor,
        at=call.at,
        subject=row.id,
        data={"batch": str(batch.id) if batch else ""},
    )
