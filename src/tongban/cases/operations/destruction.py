"""Destroying cards that must not be used any more: two persons, one list, each thing once.

Spoiled cards, old cards taken in and temporary cards taken back (第十一条, 第十二条; the way of
destroying them is 运行参数). Every thing is an event of its case; the list is the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from uuid_utils.compat import uuid7

from tongban.accounts.models import Grant
from tongban.cases.models import Card, Case, DestroyedItem, Destruction, TemporaryDocument
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    FieldFault,
    Forbidden,
    OperationError,
)
from tongban.cases.operations.numbers import Drawn, draw, with_number
from tongban.policy.vocabulary import TemporaryDocument as TemporaryKind
from tongban.procedure.acts import Act
from tongban.procedure.reasons import Destroyed, TemporaryEnding
from tongban.procedure.roles import Role

CLAUSE = "第十一条"
MOST = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """A thing to destroy; ``id`` is the card's, the case's for its old card, or the document's."""

    kind: Destroyed
    id: UUID


def destroy(
    call: Call, *, chosen: Sequence[Chosen], witness: UUID | None, destruction_id: UUID
) -> list[Done]:
    """Destroy what was chosen and lies at the unit, before a witness; all on one list.

    Repeating it has no second effect. Raises ``BadInput`` without things or a second person,
    ``Barred`` where something on the list lies elsewhere or is destroyed already: then nothing is
    recorded.
    """
    if Role.DELIVERY not in call.actor.roles:
        raise Forbidden("销毁证件须由证件岗民警办理。")
    _check(call, chosen=chosen, witness=witness)
    things = sorted(set(chosen), key=lambda one: (one.kind.value, str(one.id)))
    try:
        return with_number(lambda: _destroy(call, things, witness=witness, list_id=destruction_id))
    except OperationError:
        # What the first request destroyed is what bars its repeat.
        if Destruction.objects.filter(id=destruction_id, unit=call.actor.unit).exists():
            return []
        raise


def _check(call: Call, *, chosen: Sequence[Chosen], witness: UUID | None) -> None:
    faults = []
    if not chosen:
        faults.append(FieldFault("thing", "请勾选要销毁的证件。", CLAUSE))
    if len(chosen) > MOST:
        faults.append(FieldFault("thing", f"一次最多销毁 {MOST} 张，请分次办理。", CLAUSE))
    units = [unit for unit in (call.actor.unit, call.actor.county) if unit]
    if (
        witness is None
        or witness == call.actor.officer_id
        or not Grant.objects.filter(officer=witness, unit_id__in=units).exists()
    ):
        sentence = "请选择监销人：本单位或上级县局的另一名民警，销毁须两人在场。"
        faults.append(FieldFault("witness", sentence, CLAUSE))
    if faults:
        raise BadInput(*faults)


def _destroy(
    call: Call, things: Sequence[Chosen], *, witness: UUID | None, list_id: UUID
) -> list[Done]:
    series = f"{call.actor.unit}H"
    number = draw(series, series=series, at=call.at)
    if witness is None:
        raise ValueError("a destruction has a witness")
    listed = Destruction(
        id=list_id,
        number=number.text,
        unit=call.actor.unit,
        at=call.at,
        by=call.officer,
        witness=witness,
        count=len(things),
    )
    cases = _cases(things, unit=call.actor.unit)
    with transaction.atomic():
        first, *others = things
        done = [_destroy_one(first, cases, listed, call, rows=[listed], number=number)]
        return done + [_destroy_one(one, cases, listed, call) for one in others]


def _cases(things: Sequence[Chosen], *, unit: str) -> dict[Chosen, UUID]:
    """Return the case of each thing; at most two queries, however many there are."""
    cards = [one.id for one in things if one.kind is Destroyed.CARD]
    documents = [one.id for one in things if one.kind is Destroyed.TEMPORARY]
    here = Card.objects.filter(id__in=cards, state=Card.State.SPOILED, held_unit=unit)
    of_card = dict(here.values_list("id", "case_id")) if cards else {}
    rows = TemporaryDocument.objects.filter(id__in=documents)
    of_document = dict(rows.values_list("id", "case_id")) if documents else {}
    found: dict[Chosen, UUID] = {}
    for one in things:
        case_id = {
            Destroyed.CARD: of_card.get(one.id),
            Destroyed.TEMPORARY: of_document.get(one.id),
            Destroyed.OLD_CARD: one.id,
        }[one.kind]
        if case_id is None:
            raise Barred(
                "清单里有一张证件不在本单位待销毁，可能已经销毁，请刷新后再办。", clause=CLAUSE
            )
        found[one] = case_id
    return found


def _destroy_one(
    thing: Chosen,
    cases: dict[Chosen, UUID],
    listed: Destruction,
    call: Call,
    *,
    rows: Sequence[Model] = (),
    number: Drawn | None = None,
) -> Done:
    def decide(case: Case) -> Decision:
        return Decision(
            event="DestroyedOnList",
            data={"kind": thing.kind.value, "thing": thing.id, "list": listed.number},
            rows=[*(number.rows if number else ()), *rows, _item(thing, case, listed)],
            updates=[*(number.updates if number else ()), *_gone(thing, case, call=call)],
        )

    return act_on_case(cases[thing], Act.DESTROY_LISTED, call.part(thing.id), decide=decide)


def _item(thing: Chosen, case: Case, listed: Destruction) -> DestroyedItem:
    return DestroyedItem(
        id=uuid7(),
        destruction=listed,
        kind=thing.kind,
        case=case,
        card_id=thing.id if thing.kind is Destroyed.CARD else None,
        temporary_id=thing.id if thing.kind is Destroyed.TEMPORARY else None,
    )


def _gone(thing: Chosen, case: Case, *, call: Call) -> list[Change]:
    """A spoiled card's row says that it is gone; any other thing is looked up once more."""
    if thing.kind is Destroyed.CARD:
        lies_here = {"id": thing.id, "state": Card.State.SPOILED, "held_unit": call.actor.unit}
        return [Change(Card, lies_here, {"state": Card.State.DESTROYED})]
    if not _is_kept(thing, case, unit=call.actor.unit):
        raise Barred(
            f"{case.number} 的{thing.kind.label}不在本单位待销毁，可能已经销毁，请刷新后再办。",
            clause=CLAUSE,
        )
    return []


def _is_kept(thing: Chosen, case: Case, *, unit: str) -> bool:
    if case.accepting_unit != unit:
        return False
    if thing.kind is Destroyed.OLD_CARD:
        taken_in = Card.objects.filter(case=case, old_card="TAKEN_IN").exists()
        items = DestroyedItem.objects.filter(kind=Destroyed.OLD_CARD, case=case)
        return taken_in and not items.exists()
    taken_back = TemporaryDocument.objects.filter(
        id=thing.id, kind=TemporaryKind.CARD, ending=TemporaryEnding.RETURNED
    ).exists()
    return taken_back and not DestroyedItem.objects.filter(temporary=thing.id).exists()
