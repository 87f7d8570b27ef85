"""The card's way from the county bureau to the applicant's hand (第十一条)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce

from tongban.cases.models import Batch, Card, Case, PersonSlot
from tongban.cases.operations import unwanted
from tongban.cases.operations.collector import collector_faults, with_bearer
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import closing, opens_archive
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    FieldFault,
    Forbidden,
    LostRace,
    NotFound,
)
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import opening
from tongban.cases.operations.temporary import TakenBack, at_hand_over, is_out, with_temporary
from tongban.policy.vocabulary import Reason
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage


def _move(card: Card, act: Act, call: Call, *, decide: Callable[[Case], Decision]) -> Done:
    return act_on_case(card.case_id, act, call.part(card.id), decide=decide)


def _to(card: Card, state: Card.State, **values: object) -> Change:
    return Change(Card, {"id": card.id, "state": card.state}, {"state": state, **values})


def receive_at_county(batch_id: UUID, call: Call, *, card_ids: Sequence[UUID]) -> list[Done]:
    """Count a batch in at the county bureau: the cards found move on, the others stay expected.

    A batch may be counted in again for cards found later. Raises ``NotFound`` for another
    bureau's batch.
    """
    batch = _own_batch(batch_id, call, county=call.actor.unit)

    def receive(card: Card) -> Done:
        return _move(
            card,
            Act.RECEIVE_AT_COUNTY,
            call,
            decide=lambda case: (
                unwanted.counted_in(card, batch=batch.number, call=call)
                if unwanted.is_unwanted(case)
                else Decision(
                    event="ReceivedAtCounty",
                    changes={"stage": Stage.AT_COUNTY},
                    data={"card": card.id, "batch": batch.number},
                    closes=frozenset({ObligationKind.WATCH_BATCH}),
                    opens=[opening(ObligationKind.FORWARD, at=call.at, unit=case.accepting_county)],
                    updates=[_to(card, Card.State.AT_COUNTY)],
                )
            ),
        )

    found = _cards(card_ids, state=Card.State.SHIPPED, batch=batch_id)
    return _count_in(batch, call, found, receive)


def _count_in(
    batch: Batch, call: Call, cards: QuerySet[Card], receive: Callable[[Card], Done]
) -> list[Done]:
    """Receive every card; the batch counts those that came in now to those of before."""
    with transaction.atomic():
        done = [receive(card) for card in cards]
        Batch.objects.filter(id=batch.id).update(
            found=Coalesce("found", 0) + sum(not one.repeated for one in done),
            received_at=Coalesce("received_at", call.at),
            received_by=Coalesce("received_by", call.officer),
        )
    return done


def _own_batch(batch_id: UUID, call: Call, **owner: str) -> Batch:
    batch = Batch.objects.filter(id=batch_id, **owner).first()
    if batch is None:
        raise NotFound("没有这个批次，或者不是寄给本单位的。")
    if Role.DELIVERY not in call.actor.roles:
        raise Forbidden("清点证件须由证件岗民警办理。")
    return batch


def _cards(ids: Sequence[UUID], *, state: Card.State, **where: UUID | str) -> QuerySet[Card]:
    """The cards among ``ids`` that are where they should be."""
    return Card.objects.filter(id__in=list(ids), state=state, **where).order_by("id")


def forward(station: str, call: Call, *, card_ids: Sequence[UUID], batch_id: UUID) -> list[Done]:
    """Forward cards to one of the bureau's stations as a new batch (2 working days, 第十一条)."""
    return with_number(lambda: _forward(station, call, card_ids=card_ids, batch_id=batch_id))


def _forward(station: str, call: Call, *, card_ids: Sequence[UUID], batch_id: UUID) -> list[Done]:
    if Batch.objects.filter(id=batch_id).exists():
        return []
    cards = list(
        _cards(
            card_ids,
            state=Card.State.AT_COUNTY,
            case__accepting_unit=station,
            case__accepting_county=call.actor.unit,
            case__stage=Stage.AT_COUNTY,
        )
    )
    if not cards:
        raise Barred("没有可以转交的证件：可能已经转交，请刷新后查看。", clause="第十一条")
    series = f"{call.actor.unit}Z"
    number = draw(series, series=series, at=call.at)
    batch = Batch(
        id=batch_id,
        number=number.text,
        kind=Batch.Kind.TO_STATION,
        county=call.actor.unit,
        station=station,
        count=len(cards),
        sent_at=call.at,
        sent_by=call.actor.officer_id,
    )
    first, *others = cards
    with transaction.atomic():
        born = _forward_card(first, batch, call, rows=[*number.rows, batch], updates=number.updates)
        return [born, *(_forward_card(card, batch, call) for card in others)]


def _forward_card(
    card: Card,
    batch: Batch,
    call: Call,
    *,
    rows: Sequence[Model] = (),
    updates: Sequence[Change] = (),
) -> Done:
    """Send one card on; the batch and its number are written with the first."""
    return _move(
        card,
        Act.FORWARD,
        call,
        decide=lambda case: Decision(
            event="Forwarded",
            changes={"stage": Stage.TO_STATION},
            data={"card": card.id, "batch": batch.number},
            closes=frozenset({ObligationKind.FORWARD}),
            opens=[opening(ObligationKind.WATCH_BATCH, at=call.at, unit=case.accepting_unit)],
            rows=rows,
            updates=[*updates, _to(card, Card.State.TO_STATION, transfer_id=batch.id)],
        ),
    )


def receive_at_station(batch_id: UUID, call: Call, *, card_ids: Sequence[UUID]) -> list[Done]:
    """Count a batch in at the station; each applicant is then to be told (及时, 第十一条)."""
    batch = _own_batch(batch_id, call, station=call.actor.unit)
    found = _cards(card_ids, state=Card.State.TO_STATION, transfer=batch_id)

    def receive(card: Card) -> Done:
        return _move(
            card,
            Act.RECEIVE_AT_STATION,
            call,
            decide=lambda case: (
                unwanted.counted_in(card, batch=batch.number, call=call)
                if unwanted.is_unwanted(case)
                else Decision(
                    event="ReceivedAtStation",
                    changes={"stage": Stage.AT_STATION},
                    data={"card": card.id, "batch": batch.number},
                    closes=frozenset({ObligationKind.WATCH_BATCH}),
                    opens=[opening(ObligationKind.TELL, at=call.at, unit=case.accepting_unit)],
                    sends=_next_at_station(case, card),
                    updates=[_to(card, Card.State.AT_STATION, arrived_at=call.at)],
                )
            ),
        )

    return _count_in(batch, call, found, receive)


def _next_at_station(case: Case, card: Card) -> list[Message]:
    """The applicant is told, or, not wanting the card any more, the case ends by itself.

    Nobody is asked to come for a held card: its release tells him.
    """
    if case.wished_at is not None:
        return [Message("self", "wish")]
    return [] if case.held else [Message("sms", "collect", {"card_id": card.id})]


class ToldBy(StrEnum):
    """How the applicant was told: a delivered SMS, or a call an officer made."""

    SMS = "SMS"
    PHONE = "PHONE"


def tell(case_id: UUID, call: Call, *, by: ToldBy) -> Done:
    """Record that the applicant was told that the card can be collected."""

    def decide(case: Case) -> Decision:
        card = _present(case)
        if card.told_at is not None:
            raise LostRace("申请人已经通知过，不必再通知。")
        return Decision(
            event="Told",
            data={"card": card.id, "by": by.value},
            closes=frozenset({ObligationKind.TELL}),
            opens=[opening(ObligationKind.COLLECT, at=call.at, unit=case.accepting_unit)],
            updates=[
                Change(Card, {"id": card.id, "told_at": None}, {"told_at": call.at, "told_way": by})
            ],
        )

    return act_on_case(case_id, Act.TELL, call, decide=decide)


def _present(case: Case) -> Card:
    cards = with_bearer(Card.objects.filter(case=case, state=Card.State.AT_STATION), case=case)
    card = with_temporary(cards).order_by("-n").first()
    if card is None:
        raise Barred("证件不在本所，请先清点接收。", clause="第十一条")
    return card


class OldCard(StrEnum):
    """What became of the old card at hand-over: taken in, lost (declared), or none was due."""

    TAKEN_IN = "TAKEN_IN"
    LOST = "LOST"
    NOT_DUE = "NOT_DUE"


@dataclass(frozen=True, slots=True)
class HandOver:
    """Collection: who came, how identity was checked, the signature's blob, the old card.

    ``temporary`` None: nothing was said of a temporary card; that will do where none is out.
    """

    signature: str
    identity_checked: bool
    by_guardian: bool
    old_card: OldCard | None
    temporary: TakenBack | None = None


def hand_over(case_id: UUID, call: Call, *, given: HandOver) -> Done:
    """Hand the card over: identity checked, signature taken, old card in on renewal (第十一条).

    The temporary card is taken back in the same act; a missing one is no bar (第十二条).
    """

    def decide(case: Case) -> Decision:
        card = _present(case)
        faults = [
            *_hand_over_faults(case, card, given=given),
            *collector_faults(card, by_guardian=given.by_guardian, at=call.at),
        ]
        if faults:
            raise BadInput(*faults)
        temporary = at_hand_over(card, given=given.temporary, call=call)
        return Decision(
            event="HandedOver",
            changes={"stage": Stage.HANDED_OVER, "ended_at": call.at},
            data={
                "card": card.id,
                "old_card": given.old_card.value if given.old_card else None,
                "by_guardian": given.by_guardian,
                **temporary.data,
            },
            closes=closing() | temporary.closes,
            opens=[opens_archive(case, at=call.at)],
            updates=[*temporary.updates, _handed(card, given, call=call)],
            deletes=[(PersonSlot, {"case_id": case.id})],
        )

    return act_on_case(case_id, Act.HAND_OVER, call, decide=decide)


def _handed(card: Card, given: HandOver, *, call: Call) -> Change:
    return _to(
        card,
        Card.State.HANDED_OVER,
        handed_at=call.at,
        handed_by=call.actor.officer_id,
        handed_to="GUARDIAN" if given.by_guardian else "APPLICANT",
        signature=given.signature,
        old_card=given.old_card.value if given.old_card else "",
    )


def _hand_over_faults(case: Case, card: Card, *, given: HandOver) -> list[FieldFault]:
    faults = []
    if not given.identity_checked:
        faults.append(FieldFault("identity_checked", "请先核对领取人身份再发放。", "第十一条"))
    if not given.signature:
        faults.append(FieldFault("signature", "请领取人签名，或上传已签名的签收单。", "第十一条"))
    if case.reason != Reason.LOST and given.old_card is None:
        faults.append(
            FieldFault(
                "old_card",
                "换领新证要交回旧证；旧证确已丢失的，选择“已丢失”。",
                "身份证法 第十一条",
            )
        )
    if is_out(card) and given.temporary is None:
        sentence = "请选择临时居民身份证是否收回；没带来的选“以后交回”，不影响领取。"
        faults.append(FieldFault("temporary", sentence, "第十二条"))
    return faults
