"""A card by courier with centre, post and gateway as the other side (第十一条)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases import mailed
from tests.cases.odd_cards import lose, ship_again
from tests.cases.test_grounds import held, revoke
from tests.cases.world import World
from tests.jobs.conftest import HandClock

from tongban.cases.models import Card, Case, Outgoing, Parcel
from tongban.cases.operations import courier_way
from tongban.cases.operations.courier_way import Contact
from tongban.inbound.handlers import HANDLERS, Notice
from tongban.jobs import parcels, tasks
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason, ParcelStep, Signer
from tongban.ports.registry import Ports
from tongban.ports.sms import DeliveryReport, DeliveryState
from tongban.procedure.stages import Stage
from tongban.simulators.card_centre.ledger import CardCentreLedger
from tongban.simulators.post.ledger import PostLedger
from tongban.simulators.sms.ledger import SmsLedger

pytestmark = pytest.mark.django_db


class Mail:
    """The other side, and what goes to and fro between it and us."""

    def __init__(self, ports: Ports, clock: HandClock) -> None:
        assert isinstance(ports.card_centre, CardCentreLedger)
        assert isinstance(ports.post, PostLedger)
        assert isinstance(ports.sms, SmsLedger)
        self.centre, self.post, self.sms = ports.card_centre, ports.post, ports.sms
        self.ports, self.clock = ports, clock

    def send(self) -> None:
        """What waits is sent."""
        rows = Outgoing.objects.filter(state="WAITING").exclude(system="population")
        for row in rows.order_by("created_at", "id"):
            tasks.deliver(str(row.id))

    def hear(self) -> None:
        """Their notices are acted upon; parcels change hands."""
        for given in self.centre.take_handed_in():
            self.post.take(given, given.at)
        for back in self.post.take_back():
            self.centre.dispatch.take(back, back.at)
        for ledger in (self.centre, self.post, self.sms):
            for notice in ledger.take_notices():
                HANDLERS[type(notice)](notice, Notice(message_id=uuid4(), at=self.clock.now()))

    def mailed(self, case: Case) -> str:
        """The centre makes and mails the card; the tracking number."""
        self.send()
        order_no = f"{case.number}-1"
        if self.centre.status(order_no, at=self.clock.now()).card_serial is None:
            self.centre.produce(order_no, at=self.clock.now())
        number = self.centre.dispatch.post(order_no, at=self.clock.now())
        self.hear()
        self.send()
        self.hear()
        return number


@pytest.fixture
def mail(ports: Ports, clock: HandClock) -> Mail:
    return Mail(ports, clock)


def test_sent_back_asked_sent_again_and_delivered(world: World, mail: Mail) -> None:
    case = mailed.in_production(world)
    first = mail.mailed(case)
    assert world.fresh(case).stage == Stage.TO_APPLICANT
    assert first in mail.sms.outbox()[-1].text
    mail.post.turn_round(first, reason=BackReason.BAD_ADDRESS, at=mail.clock.now())
    mail.hear()
    assert mailed.parcel_of(case).step == ParcelStep.RETURNING
    mail.post.carry(first, at=mail.clock.now())
    mail.hear()
    assert mailed.owed(case) >= {"ASK_ADDRESS"}
    wanted = Contact(Delivery.COURIER, "13900000000", mailed.ELSEWHERE, "颜母")
    courier_way.change_delivery(case.id, world.call(world.acceptor, minutes=400), wanted=wanted)
    second = mail.mailed(case)
    sent = mail.post.find(second)
    assert (sent["name"], sent["phone"], sent["address"]) == (
        wanted.recipient,
        wanted.phone,
        wanted.address,
    )
    mail.post.deliver(second, signer=Signer.FAMILY, name="颜母", at=mail.clock.now())
    mail.hear()
    assert world.fresh(case).stage == Stage.DELIVERED


def test_following_waits_until_the_post_has_the_parcel(world: World, mail: Mail) -> None:
    case = mailed.posted(world)
    mail.send()
    row = Outgoing.objects.get(system="post", kind="follow")
    assert (row.state, row.last_error) == ("WAITING", "UNKNOWN_PARCEL")
    assert world.fresh(case).stage == Stage.TO_APPLICANT


def test_a_report_about_the_parcels_sms_is_no_hand_over_notice(world: World, mail: Mail) -> None:
    case = mailed.in_production(world)
    mail.mailed(case)
    text = Outgoing.objects.get(system="sms", kind="posted")
    report = DeliveryReport(
        message_id=str(text.id), state=DeliveryState.DELIVERED, at=mail.clock.now()
    )
    HANDLERS[DeliveryReport](report, Notice(message_id=uuid4(), at=mail.clock.now()))
    assert world.fresh(case).stage == Stage.TO_APPLICANT


def test_a_held_cards_parcel_is_called_back(world: World, mail: Mail) -> None:
    case = mailed.in_production(world)
    Case.objects.filter(id=case.id).update(held=True)
    number = mail.mailed(case)
    assert mail.post.track(number, at=mail.clock.now()).is_recalled
    parcel = Parcel.objects.get()
    assert parcel.recalled_at is not None
    assert parcel.reason == BackReason.RECALLED


def test_what_the_post_forgot_to_tell_is_asked_for(world: World, mail: Mail) -> None:
    case = mailed.in_production(world)
    number = mail.mailed(case)
    mail.post.deliver(number, signer=Signer.RECIPIENT, name="", at=mail.clock.now())
    mail.post.take_notices()
    later = mail.clock.now() + timedelta(hours=13)
    assert parcels.ask_post(mail.ports, at=mail.clock.now()) == 0
    assert parcels.ask_post(mail.ports, at=later) == 1
    assert world.fresh(case).stage == Stage.DELIVERED
    assert parcels.ask_post(mail.ports, at=later) == 0


def test_a_revoked_cards_parcel_is_called_back_and_goes_to_the_bureau(
    world: World, mail: Mail
) -> None:
    """The centre had mailed it before it heard of the other way."""
    case = mailed.in_production(world)
    mail.send()
    order_no = f"{case.number}-1"
    mail.centre.produce(order_no, at=mail.clock.now())
    case = revoke(world, held(world, case))
    number = mail.centre.dispatch.post(order_no, at=mail.clock.now())
    mail.hear()
    told = len(mail.sms.outbox())
    mail.send()
    mail.hear()
    late = Outgoing.objects.get(case=case, system="card_centre", kind="redirect")
    assert (late.state, Card.objects.get().state) == ("SENT", "POSTED")
    assert mail.post.track(number, at=mail.clock.now()).is_recalled
    mail.post.carry(number, at=mail.clock.now())
    mail.hear()
    assert Card.objects.get().state == "PRODUCED"
    mail.send()
    assert mail.centre.ordered(order_no).delivery is Delivery.STATION
    assert (world.fresh(case).stage, len(mail.sms.outbox())) == (Stage.REVOKED, told)


def test_the_applicant_is_told_of_a_card_that_is_made_anew(world: World, mail: Mail) -> None:
    case = lose(world, world.at_station(), world.keeper)
    mail.send()
    (text,) = [one for one in mail.sms.outbox() if one.template == "CARD_REMADE"]
    assert "在途中遗失，正在重新制作，不再收费，预计12月7日前制成寄出" in text.text
    assert case.name not in text.text


def test_a_card_that_is_on_its_way_again_is_no_news(world: World, mail: Mail) -> None:
    case = lose(world, world.at_station(), world.keeper)
    ship_again(world, case, serial="S2")
    mail.send()
    assert [one for one in mail.sms.outbox() if one.template == "CARD_REMADE"] == []
