"""How each act on the card, the temporary document and the file is done."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cases.any_order.review_acts import CaseDoer
from tests.cases.any_order.town import Town

from tongban.cases.models import Card, Case, Obligation, Parcel
from tongban.cases.operations import (
    closing,
    courier_way,
    file_addition,
    intake_open,
    logistics,
    old_card,
    parcels,
    production,
    remind,
    temporary,
)
from tongban.cases.operations.door import Done
from tongban.cases.operations.errors import Barred
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason, ParcelEvent, ParcelStep, Signer
from tongban.procedure.actors import POST, Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import ADDABLE, Fault, ResidenceOutcome, TemporaryEnding


def newest(case: Case) -> Card:
    """The card that counts."""
    found = Card.objects.filter(case=case).order_by("-n").first()
    if found is None:
        raise Barred("there is no card")
    return found


def change_delivery(town: Town, case: Case, actor: Actor) -> object:
    delivery = town.chance.choice(tuple(Delivery))
    address = "山东省济宁市任城区古槐路2号"
    wanted = courier_way.Contact(delivery, "13900000000", address, "颜氏")
    return courier_way.change_delivery(case.id, town.call(actor), wanted=wanted)


def order(town: Town, case: Case, actor: Actor) -> object:
    done = production.order(case.id, town.call(actor))
    town.book.orders += 1
    return done


def reject(town: Town, case: Case, actor: Actor) -> object:
    return production.reject_production(
        case.id,
        town.call(actor),
        order_no=newest(case).order_no,
        fault=town.chance.choice(tuple(Fault)),
        words="照片无法打印",
    )


def ship(town: Town, case: Case, actor: Actor) -> object:
    """By courier or in a batch, as the order says."""
    card = newest(case)
    serial = card.serial or f"S{town.chance.getrandbits(60)}"
    if case.delivery == Delivery.COURIER:
        tracking_no = f"E{town.chance.getrandbits(60)}"
        posted = parcels.Posted(card.order_no, serial, tracking_no, town.at)
        return parcels.post_card(town.call(actor), posted=posted)
    shipped = production.Shipped(
        number=f"B{town.chance.getrandbits(60)}",
        county=case.accepting_county,
        carrier_no="1000000000001",
        shipped_at=town.at,
        cards=[(card.order_no, serial)],
    )
    return production.ship(town.call(actor), shipped=shipped)


def _parcel(case: Case) -> Parcel:
    found = Parcel.objects.filter(case=case, ended_at=None).first()
    if found is None:
        raise Barred("no parcel is under way")
    return found


def _told(town: Town, case: Case, step: ParcelStep) -> None:
    parcel = _parcel(case)
    event = ParcelEvent(
        tracking_no=parcel.tracking_no,
        seq=parcel.seq + 1,
        step=step,
        at=town.at,
        signer=Signer.RECIPIENT if step is ParcelStep.DELIVERED else None,
        reason=BackReason.NOT_REACHED if step is ParcelStep.SENT_BACK else None,
    )
    parcels.take_event(event, at=town.at)


def mark_delivered(town: Town, case: Case, actor: Actor) -> None:
    barred_to_others(actor)
    _told(town, case, ParcelStep.DELIVERED)


def mark_sent_back(town: Town, case: Case, actor: Actor) -> None:
    barred_to_others(actor)
    _told(town, case, ParcelStep.SENT_BACK)


def barred_to_others(actor: Actor) -> None:
    """Only the post has a way to say it: there is no page and no message of anybody else's."""
    if actor != POST:
        raise Barred("only the post tells")


def take_in_old_card(town: Town, case: Case, actor: Actor) -> object:
    given = old_card.OldCardIn(old_card.BroughtBy.APPLICANT, destroyed=True)
    return old_card.take_in_old_card(case.id, town.call(actor), given=given)


def came(counted: list[Done]) -> list[Done]:
    """What was counted in; a card that is not expected any more is passed over in silence."""
    if not counted:
        raise Barred("it is not expected in this batch")
    return counted


def receive_at_county(town: Town, case: Case, actor: Actor) -> object:
    card = newest(case)
    if card.batch_id is None:
        raise Barred("it came in no batch")
    return came(logistics.receive_at_county(card.batch_id, town.call(actor), card_ids=[card.id]))


def forward(town: Town, case: Case, actor: Actor) -> object:
    return logistics.forward(
        case.accepting_unit,
        town.call(actor),
        card_ids=[newest(case).id],
        batch_id=intake_open.new_id(),
    )


def receive_at_station(town: Town, case: Case, actor: Actor) -> object:
    card = newest(case)
    if card.transfer_id is None:
        raise Barred("it came in no batch")
    return came(
        logistics.receive_at_station(card.transfer_id, town.call(actor), card_ids=[card.id])
    )


def tell(town: Town, case: Case, actor: Actor) -> object:
    return logistics.tell(case.id, town.call(actor), by=logistics.ToldBy.PHONE)


def remind_applicant(town: Town, case: Case, actor: Actor) -> object:
    kind = town.chance.choice((K.PAY, K.COLLECT))
    return remind.remind(case.id, town.call(actor), kind=kind, by=logistics.ToldBy.PHONE)


def hand_over(town: Town, case: Case, actor: Actor) -> object:
    given = logistics.HandOver(
        signature="pad",
        identity_checked=True,
        by_guardian=False,
        old_card=logistics.OldCard.TAKEN_IN,
        temporary=temporary.TakenBack(town.chance.choice((None, TemporaryEnding.RETURNED))),
    )
    return logistics.hand_over(case.id, town.call(actor), given=given)


def issue_temporary(town: Town, case: Case, actor: Actor) -> object:
    return temporary.issue_temporary(
        case.id, town.call(actor), document_id=intake_open.new_id(), purpose="乘车"
    )


def take_back_temporary(town: Town, case: Case, actor: Actor) -> object:
    given = temporary.TakenBack(TemporaryEnding.RETURNED)
    return temporary.take_back_temporary(case.id, town.call(actor), given=given)


def write_off(town: Town, case: Case, actor: Actor) -> object:
    """Whatever cannot be had back."""
    call, words = town.call(actor), "申请人已出国"
    if Obligation.objects.filter(case=case, kind=K.RETURN_OLD_CARD, closed_at=None).exists():
        return old_card.write_off_old_card(case.id, call, words=words)
    return temporary.write_off_temporary(case.id, call, words=words)


def guide_residence(town: Town, case: Case, actor: Actor) -> object:
    outcome = town.chance.choice(tuple(ResidenceOutcome))
    return closing.guide_residence(case.id, town.call(actor), outcome=outcome)


def seal(town: Town, case: Case, actor: Actor) -> object:
    return closing.seal_file(case.id, town.call(actor))


def add_to_file(town: Town, case: Case, actor: Actor) -> object:
    part = town.chance.choice(sorted(ADDABLE))
    call, words = town.call(actor), "纸质卷中找到，当时没有扫描"
    return file_addition.add_to_file(case.id, call, part=part, pages=["scan"], words=words)


DOERS: Mapping[Act, CaseDoer] = {
    Act.CHANGE_DELIVERY: change_delivery,
    Act.ORDER: order,
    Act.REJECT_PRODUCTION: reject,
    Act.SHIP: ship,
    Act.RECEIVE_AT_COUNTY: receive_at_county,
    Act.FORWARD: forward,
    Act.RECEIVE_AT_STATION: receive_at_station,
    Act.TELL: tell,
    Act.MARK_DELIVERED: mark_delivered,
    Act.MARK_SENT_BACK: mark_sent_back,
    Act.TAKE_IN_OLD_CARD: take_in_old_card,
    Act.REMIND: remind_applicant,
    Act.HAND_OVER: hand_over,
    Act.ISSUE_TEMPORARY: issue_temporary,
    Act.TAKE_BACK_TEMPORARY: take_back_temporary,
    Act.WRITE_OFF: write_off,
    Act.GUIDE_RESIDENCE: guide_residence,
    Act.SEAL_FILE: seal,
    Act.ADD_TO_FILE: add_to_file,
}
