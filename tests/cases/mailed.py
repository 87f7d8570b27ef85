"""Cases whose card goes by courier, brought to each of its stages by the real operations."""

from __future__ import annotations

from typing import Any

from tests.cases.world import World

from tongban.cases.models import Card, Case, Obligation, Parcel
from tongban.cases.operations import parcels
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason, ParcelEvent, ParcelStep, Signer
from tongban.procedure.actors import CARD_CENTRE

ADDRESS = "山东省济宁市任城区古槐路1号2单元301室"
ELSEWHERE = "山东省曲阜市鲁城街道明故城路12号"
RECIPIENT = "颜𬭎"


def in_production(world: World, serial: int = 7, **more: Any) -> Case:
    """Return a case whose card is ordered for the courier."""
    more = {"address": ADDRESS, "recipient": RECIPIENT, **more}
    return world.in_production(serial, delivery=Delivery.COURIER, **more)


def post(world: World, case: Case, *, number: str = "", minutes: int = 90) -> Case:
    """The centre mails the card of a case."""
    card = Card.objects.filter(case=case).latest("n")
    call = world.call(CARD_CENTRE, minutes=minutes)
    serial = card.serial or f"S{card.order_no}"[-30:]
    tracking = number or f"11{int(card.order_no[-6:-2]):011d}"
    posted = parcels.Posted(card.order_no, serial, tracking, call.at)
    parcels.post_card(call, posted=posted)
    return world.fresh(case)


def posted(world: World, serial: int = 7, **more: Any) -> Case:
    """Return a case whose card is on its way to the applicant."""
    return post(world, in_production(world, serial, **more))


def parcel_of(case: Case) -> Parcel:
    """Return the newest parcel of a case."""
    return Parcel.objects.filter(case=case).latest("sent_at")


def tell(
    world: World, case: Case, step: ParcelStep, *, seq: int, minutes: int = 200, **more: Any
) -> Case:
    """The post tells of a case's parcel."""
    at = world.call(CARD_CENTRE, minutes=minutes).at
    number = parcel_of(case).tracking_no
    parcels.take_event(ParcelEvent(tracking_no=number, seq=seq, at=at, step=step, **more), at=at)
    return world.fresh(case)


def delivered(world: World, serial: int = 7, **more: Any) -> Case:
    """Return a case whose card was delivered to the applicant."""
    case = posted(world, serial, **more)
    signer = Signer.RECIPIENT
    return tell(world, case, ParcelStep.DELIVERED, seq=4, signer=signer, signer_name=RECIPIENT)


def sent_back(
    world: World, serial: int = 7, *, reason: BackReason = BackReason.BAD_ADDRESS, **more: Any
) -> Case:
    """Return a case whose parcel came back to the centre."""
    return tell(world, posted(world, serial, **more), ParcelStep.SENT_BACK, seq=5, reason=reason)


def owed(case: Case) -> set[str]:
    """Return the kinds of a case's open duties."""
    return set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))
