"""A card mailed to the applicant: on its way, delivered, sent back or lost (第十一条).

The card centre mails it and names the parcel; the post tells the rest. Every event has a number within
its parcel, so that one that comes twice or late has no second effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q
from uuid_utils.compat import uuid7

from tongban.cases.models import Card, Case, Parcel, PersonSlot, TemporaryDocument
from tongban.cases.operations import unwanted
from tongban.cases.operations.decision import Change, Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import closing, opens_archive
from tongban.cases.operations.errors import LostRace, NotFound
from tongban.cases.operations.office import opening
from tongban.cases.operations.production import IN_WORK, find_card
from tongban.cases.operations.remake import MOST_WORDS, remake
from tongban.policy.vocabulary import Delivery, Reason
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.ports.post import ParcelEvent, ParcelStep
from tongban.procedure.actors import POST
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble, TemporaryEnding
from tongban.procedure.stages import Stage

LONGEST_PLACE, LONGEST_WORDS, LONGEST_NAME = 60, 200, 50
WATCH_PARCEL = frozenset({ObligationKind.WATCH_PARCEL})


@dataclass(frozen=True, slots=True)
class Posted:
    """A card that the centre gave to the post, by its order."""

    order_no: str
    serial: str
    tracking_no: str
    at: datetime


def post_card(call: Call, *, posted: Posted) -> Done:
    """Record that a card left for the applicant's address; never part of a batch (第十一条).

    The parcel is followed from now on and the applicant is told its number. A card held or
    revoked meanwhile is called back at once. Raises ``NotFound`` for an order we never gave.
    """
    card = find_card(posted.order_no)
    known = Parcel.objects.filter(tracking_no=posted.tracking_no).first()
    if known is not None:
        return Done(known.case_id, repeated=True)
    return act_on_case(
        card.case_id,
        Act.SHIP,
        call.part(card.id),
        decide=lambda case: _posted(case, card, posted, call=call),
    )


def _posted(case: Case, card: Card, posted: Posted, *, call: Call) -> Decision:
    if card.state not in IN_WORK:
        sentence = f"制证单 {card.order_no} 的证件现为“{card.get_state_display()}”，不在制证中。"
        raise LostRace(sentence)
    parcel = Parcel(
        id=uuid7(),
        case=case,
        card=card,
        tracking_no=posted.tracking_no,
        sent_at=posted.at,
        recipient=case.recipient or case.name[:LONGEST_NAME],
        address=case.address,
        step_at=posted.at,
    )
    about = {"parcel_id": parcel.id}
    is_over = unwanted.is_unwanted(case)
    recall = [Message("post", "recall", about)] if case.held or is_over else []
    told = [] if is_over else [Message("sms", "posted", about)]
    watch = opening(ObligationKind.WATCH_PARCEL, at=call.at, unit=case.accepting_unit)
    return Decision(
        event="Posted",
        changes={} if is_over else {"stage": Stage.TO_APPLICANT},
        data={"card": card.id, "parcel": posted.tracking_no, "serial": posted.serial},
        closes=frozenset({ObligationKind.WATCH_PRODUCTION}),
        opens=[] if is_over else [watch],
        sends=[Message("post", "follow", about), *told, *recall],
        rows=[parcel],
        updates=[
            Change(
                Card,
                {"id": card.id, "state": card.state},
                {
                    "state": Card.State.POSTED,
                    "serial": posted.serial,
                    "produced_at": card.produced_at or call.at,
                },
            )
        ],
    )


def take_event(event: ParcelEvent, *, at: datetime) -> None:
    """Act on what the post tells of a parcel; older than what is known, it has no effect.

    Raises ``NotFound`` for a parcel that is not ours.
    """
    parcel = Parcel.objects.filter(tracking_no=event.tracking_no).first()
    if parcel is None:
        raise NotFound("来文中的邮件号在本市没有对应的件。")
    if parcel.ended_at is not None or event.seq <= parcel.seq:
        return
    call = Call(POST, at, uuid5(parcel.id, str(event.seq)))
    match event.step:
        case ParcelStep.DELIVERED:
            _mark_delivered(parcel, event, call)
        case ParcelStep.SENT_BACK:
            _mark_sent_back(parcel, event, call)
        case ParcelStep.LOST:
            _lost(parcel, event, call)
        case _:
            # Where a parcel lies is no act: nobody's duty and no stage depends on it.
            rows = Parcel.objects.filter(id=parcel.id, seq__lt=event.seq, ended_at=None)
            rows.update(**_news(event, at=at))


def _news(event: ParcelEvent, *, at: datetime) -> dict[str, Any]:
    is_over = event.step in (ParcelStep.DELIVERED, ParcelStep.SENT_BACK, ParcelStep.LOST)
    return {
        "seq": event.seq,
        "step": event.step,
        "step_at": event.at,
        "place": event.place[:LONGEST_PLACE],
        "words": event.words[:LONGEST_WORDS],
        "signer": event.signer or "",
        "signer_name": event.signer_name[:LONGEST_NAME],
        "reason": event.reason or "",
        "ended_at": at if is_over else None,
    }


def _moved(
    parcel: Parcel, event: ParcelEvent, call: Call, *, card: Mapping[str, Any]
) -> Sequence[Change]:
    return [
        _heard(parcel, event, call),
        Change(Card, {"id": parcel.card_id, "state": Card.State.POSTED}, card),
    ]


def _heard(parcel: Parcel, event: ParcelEvent, call: Call) -> Change:
    return Change(Parcel, {"id": parcel.id, "seq": parcel.seq}, _news(event, at=call.at))


def _mark_delivered(parcel: Parcel, event: ParcelEvent, call: Call) -> Done:
    signer = event.signer.value if event.signer else ""
    card = {"state": Card.State.DELIVERED, "handed_at": event.at, "handed_to": signer}

    def decide(case: Case) -> Decision:
        if unwanted.is_unwanted(case):
            return _delivered_unwanted(parcel, event, call, case=case)
        return Decision(
            event="Delivered",
            changes={"stage": Stage.DELIVERED, "ended_at": call.at},
            data={"card": parcel.card_id, "parcel": parcel.tracking_no, "signer": signer},
            closes=closing(),
            opens=[*_old_card(case, call), opens_archive(case, at=call.at)],
            updates=[*_moved(parcel, event, call, card=card), *_run_out(case, call)],
            deletes=[(PersonSlot, {"case_id": case.id})],
        )

    return act_on_case(parcel.case_id, Act.MARK_DELIVERED, call, decide=decide)


def _delivered_unwanted(parcel: Parcel, event: ParcelEvent, call: Call, *, case: Case) -> Decision:
    """The recall came too late: the county bureau sees to it that the card is taken in."""
    words = f"撤销后邮件 {parcel.tracking_no} 追回不及，已经妥投，须收回。"
    return unwanted.missing(
        case,
        Card.objects.get(id=parcel.card_id),
        call=call,
        words=words,
        updates=[_heard(parcel, event, call)],
        event="DeliveredUnwanted",
    )


def _run_out(case: Case, call: Call) -> list[Change]:
    """A temporary certificate runs out when the card is there; a temporary card is taken back."""
    live = TemporaryDocument.objects.filter(case=case, kind=Kind.CERTIFICATE, ended_at=None).first()
    if live is None:
        return []
    ending = {"ended_at": call.at, "ending": TemporaryEnding.EXPIRED}
    return [Change(TemporaryDocument, {"id": live.id, "ended_at": None}, ending)]


def _old_card(case: Case, call: Call) -> list[Opening]:
    """The old card is asked for on renewal; where it was lost there is none to ask for."""
    if case.reason == Reason.LOST:
        return []
    return [opening(ObligationKind.RETURN_OLD_CARD, at=call.at, unit=case.accepting_unit)]


def _mark_sent_back(parcel: Parcel, event: ParcelEvent, call: Call) -> Done:
    reason = event.reason.value if event.reason else ""
    ask = ObligationKind.ASK_ADDRESS

    def decide(case: Case) -> Decision:
        way = _diverted(parcel.card_id) if unwanted.is_unwanted(case) else None
        return Decision(
            event="SentBack",
            changes=way.changes if way else {"stage": Stage.IN_PRODUCTION},
            data={"card": parcel.card_id, "parcel": parcel.tracking_no, "reason": reason},
            closes=WATCH_PARCEL,
            opens=[] if way else [opening(ask, at=call.at, unit=case.accepting_unit)],
            sends=way.sends if way else (),
            updates=_moved(parcel, event, call, card={"state": Card.State.PRODUCED}),
        )

    return act_on_case(parcel.case_id, Act.MARK_SENT_BACK, call, decide=decide)


def _lost(parcel: Parcel, event: ParcelEvent, call: Call) -> Done:
    """The post has lost it: the card is made anew without a fee, and looked for."""
    words = f"邮件 {parcel.tracking_no} 在途遗失。{event.words.strip()}"[:MOST_WORDS]
    news = [_heard(parcel, event, call)]
    return remake(parcel.case_id, call, kind=CardTrouble.MISSING, words=words, updates=news)


@dataclass(frozen=True, slots=True)
class Diverted:
    """What keeps a card from being mailed: how the case changes, and what the centre is told."""

    changes: Mapping[str, Any]
    sends: Sequence[Message]


def _diverted(card_id: UUID) -> Diverted:
    """The centre sends it to the county bureau instead, with the next batch."""
    told = Message("card_centre", "redirect", {"card_id": card_id})
    return Diverted({"delivery": Delivery.STATION}, [told])


def from_centre_to_county(case: Case) -> Diverted:
    """Return what keeps a card from its applicant that the centre still has; one query at most."""
    if case.stage != Stage.IN_PRODUCTION or case.delivery != Delivery.COURIER:
        return Diverted({}, [])
    card = Card.objects.filter(case=case, state__in=IN_WORK).first()
    return _diverted(card.id) if card else Diverted({}, [])


def recall_messages(case: Case) -> list[Message]:
    """Return the message that calls a case's parcel back, none where no parcel is under way (暂扣)."""
    under_way = Parcel.objects.filter(case=case, ended_at=None, recalled_at=None).first()
    return [Message("post", "recall", {"parcel_id": under_way.id})] if under_way else []


def record_recalled(parcel_id: UUID, *, at: datetime) -> None:
    """Keep that the post has taken the recall."""
    Parcel.objects.filter(id=parcel_id, recalled_at=None).update(recalled_at=at)


def to_ask_about(*, before: datetime, limit: int) -> list[str]:
    """Return the parcels under way of which nothing was asked or heard since ``before``."""
    stale = Q(asked_at=None, step_at__lt=before) | Q(asked_at__lt=before)
    under_way = (Stage.TO_APPLICANT, Stage.REVOKED)
    rows = Parcel.objects.filter(stale, ended_at=None, case__stage__in=under_way)
    return list(rows.order_by("asked_at", "sent_at").values_list("tracking_no", flat=True)[:limit])


def record_asked(tracking_no: str, *, at: datetime) -> None:
    """Keep when the post was last asked about a parcel."""
    Parcel.objects.filter(tracking_no=tracking_no).update(asked_at=at)
