"""How each act on the card, the temporary document and the file is done."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cases.any_order.review_acts import CaseDoer
from tests.cases.any_order.town import Town

from tongban.cases.models import Card, Case
from tongban.cases.operations import (
    closing,
    intake_open,
    logistics,
    production,
    remind,
    temporary,
)
from tongban.cases.operations.errors import Barred
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import Fault, ResidenceOutcome, TemporaryEnding


def newest(case: Case) -> Card:
    """The card that counts."""
    found = Card.objects.filter(case=case).order_by("-n").first()
    if found is None:
        raise Barred("there is no card")
    return found


def change_contact(town: Town, case: Case, actor: Actor) -> object:
    return logistics.change_contact(
        case.id, town.call(actor), phone="13900000000", address="山东省济宁市任城区古槐路2号"
    )


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
    shipped = production.Shipped(
        number=f"B{town.chance.getrandbits(60)}",
        county=case.accepting_county,
        carrier_no="1000000000001",
        shipped_at=town.at,
        cards=[(newest(case).order_no, f"S{town.chance.getrandbits(60)}")],
    )
    return production.ship(town.call(actor), shipped=shipped)


def receive_at_county(town: Town, case: Case, actor: Actor) -> object:
    card = newest(case)
    if card.batch_id is None:
        raise Barred("it came in no batch")
    return logistics.receive_at_county(card.batch_id, town.call(actor), card_ids=[card.id])


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
    return logistics.receive_at_station(card.transfer_id, town.call(actor), card_ids=[card.id])


def tell(town: Town, case: Case, actor: Actor) -> object:
    return logistics.tell(case.id, town.call(actor), by=logistics.ToldBy.PHONE)


def remind_applicant(town: Town, case: Case, actor: Actor) -> object:
    kind = town.chance.choice((ObligationKind.PAY, ObligationKind.COLLECT))
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
    return temporary.write_off_temporary(case.id, town.call(actor), words="申请人已出国")


def guide_residence(town: Town, case: Case, actor: Actor) -> object:
    outcome = town.chance.choice(tuple(ResidenceOutcome))
    return closing.guide_residence(case.id, town.call(actor), outcome=outcome)


def seal(town: Town, case: Case, actor: Actor) -> object:
    return closing.seal_file(case.id, town.call(actor))


DOERS: Mapping[Act, CaseDoer] = {
    Act.CHANGE_DELIVERY: change_contact,
    Act.ORDER: order,
    Act.REJECT_PRODUCTION: reject,
    Act.SHIP: ship,
    Act.RECEIVE_AT_COUNTY: receive_at_county,
    Act.FORWARD: forward,
    Act.RECEIVE_AT_STATION: receive_at_station,
    Act.TELL: tell,
    Act.REMIND: remind_applicant,
    Act.HAND_OVER: hand_over,
    Act.ISSUE_TEMPORARY: issue_temporary,
    Act.TAKE_BACK_TEMPORARY: take_back_temporary,
    Act.WRITE_OFF: write_off,
    Act.GUIDE_RESIDENCE: guide_residence,
    Act.SEAL_FILE: seal,
}
