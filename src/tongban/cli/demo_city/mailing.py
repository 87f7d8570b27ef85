"""The cards' other way: mailed by the centre, delivered, or sent back and sent again (第十一条)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from uuid import UUID

from tongban.cases.operations import courier_way, old_card, temporary
from tongban.cases.operations.door import Call
from tongban.cases.queries import next_steps
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.hours import at_clock, visit_on
from tongban.cli.demo_city.plan import Mail
from tongban.cli.demo_city.timeline import NEVER, Life
from tongban.cli.demo_city.town import ask
from tongban.cli.demo_city.window import Window
from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import CardPosted
from tongban.ports.post import BackReason, Signer
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import TemporaryEnding
from tongban.procedure.roles import Role
from tongban.simulators.people.places import home_at
from tongban.standards.zones import local_date

BACK_RATE = 0.06
LOSES_OLD_CARD = 0.08
_LOST = "申请人电话说明旧证已经找不到。"
Step = Generator[datetime, None, datetime]
"""Part of a life that ends with the moment it has reached."""


class Mailing:
    """One card by courier, from the order to the old card."""

    def __init__(self, window: Window, case_id: UUID, *, seal: Callable[[datetime], Life]) -> None:
        self._window, self._case_id, self._seal = window, case_id, seal
        self._town, self._mail = window.town, window.plan.mail
        self._chance = window.town.chance("mail", window.plan.number)

    def life(self, order_no: str, ordered_at: datetime) -> Life:
        """Made in one to three days, mailed the next working afternoon, some days on the way."""
        centre = self._town.ledgers.card_centre
        accepted = ordered_at + self._span(minutes=(2, 10))
        yield accepted
        centre.accept(order_no, at=accepted)
        made = accepted + self._span(hours=(20, 60))
        yield made
        centre.produce(order_no, at=made)
        at = self._afternoon(made)
        yield at
        number = self._posted(order_no, at)
        if self._comes_back():
            at = yield from self._back(number, at)
            at = yield from self._asked(at)
            at = self._afternoon(at)
            yield at
            number = self._posted(order_no, at)
        at = yield from self._delivered(number, at)
        yield from self._old_card(at)

    def _span(self, **between: tuple[float, float]) -> timedelta:
        return timedelta(**{unit: self._chance.uniform(*ends) for unit, ends in between.items()})

    def _afternoon(self, after: datetime) -> datetime:
        """When the centre hands in at the post what is ready."""
        day = self._town.hours.next_working(local_date(after), days=1)
        return at_clock(day, 15, self._chance.randint(0, 59))

    def _comes_back(self) -> bool:
        by_chance = self._mail is Mail.SOMEHOW and self._chance.random() < BACK_RATE
        return by_chance or self._mail in (Mail.BACK, Mail.AGAIN)

    def _posted(self, order_no: str, at: datetime) -> str:
        """Mailed: the post is followed, the applicant has the number."""
        ledgers = self._town.ledgers
        number = ledgers.card_centre.dispatch.post(order_no, at=at)
        ledgers.carry_parcels()
        serial = ledgers.card_centre.status(order_no, at=at).card_serial or ""
        posted = CardPosted(order_no=order_no, card_serial=serial, tracking_no=number, at=at)
        outbox.take(posted, at=at + outbox.PAUSE)
        for message in outbox.deliver(self._case_id, ports=self._town.ports):
            if message.system == "sms":
                reported = message.created_at + self._span(seconds=(5, 20))
                ledgers.sms.deliver(str(message.id), at=reported)
        self._tell(number, at + outbox.PAUSE)
        return number

    def _tell(self, number: str, at: datetime) -> None:
        """The post's last event, acted upon."""
        event = self._town.ledgers.post.track(number, at=at).events[-1]
        outbox.take(event, at=at + outbox.PAUSE)

    def _carried(self, number: str, at: datetime) -> Step:
        """On the road, then with the postman."""
        for hours in ((3, 9), (14, 26)):
            at += self._span(hours=hours)
            yield at
            self._town.ledgers.post.carry(number, at=at)
            self._tell(number, at)
            if self._mail is Mail.MOVING:
                yield NEVER
        return at

    def _back(self, number: str, at: datetime) -> Step:
        """Nobody found there; some days later it is at the centre again."""
        post = self._town.ledgers.post
        at = yield from self._carried(number, at)
        at += self._span(hours=(2, 6))
        yield at
        reasons = (BackReason.BAD_ADDRESS, BackReason.NOT_REACHED, BackReason.MOVED)
        post.turn_round(number, reason=self._chance.choice(reasons), at=at)
        self._tell(number, at)
        at += self._span(hours=(20, 40))
        yield at
        post.carry(number, at=at)
        self._town.ledgers.carry_parcels()
        self._tell(number, at)
        if self._mail is Mail.BACK:
            yield NEVER
        return at

    def _asked(self, back_at: datetime) -> Step:
        """The station calls and has it sent to another address."""
        day = self._town.hours.next_working(local_date(back_at), days=1)
        at = at_clock(day, 10, self._chance.randint(0, 59))
        yield at
        plan = self._window.plan
        station = self._town.city.require(plan.station)
        wanted = courier_way.Contact(
            Delivery.COURIER,
            phone=plan.person.mobile,
            address=home_at(self._chance, station=station).address,
            recipient=plan.person.record.name,
        )
        call = ask(self._window.officer, at=at, chance=self._chance)
        courier_way.change_delivery(self._case_id, call, wanted=wanted)
        outbox.deliver(self._case_id, ports=self._town.ports)
        return at

    def _delivered(self, number: str, at: datetime) -> Step:
        at = yield from self._carried(number, at)
        if self._mail in (Mail.LATE, Mail.AGAIN):
            yield from self._tried(number, at)
        at += self._span(hours=(1, 7))
        yield at
        name = self._window.plan.person.record.name
        signer = self._chance.choices((Signer.RECIPIENT, Signer.FAMILY), (85, 15))[0]
        written = name if signer is Signer.RECIPIENT else f"{name[0]}家人"
        self._town.ledgers.post.deliver(number, signer=signer, name=written, at=at)
        self._tell(number, at)
        return at

    def _tried(self, number: str, at: datetime) -> Life:
        """Every working day somebody rings in vain, to this day."""
        post = self._town.ledgers.post
        while True:
            at += self._span(hours=(1, 3))
            yield at
            post.miss(number, words="家中无人，另约投递", at=at)
            self._tell(number, at)
            day = self._town.hours.next_working(local_date(at), days=1)
            at = at_clock(day, 9, self._chance.randint(0, 59))
            yield at
            post.carry(number, at=at)
            self._tell(number, at)

    def _old_card(self, delivered_at: datetime) -> Life:
        """Brought some days later, given up now and then; with it the file is complete."""
        wait = self._chance.randint(2, 9)
        day = self._town.hours.next_working(local_date(delivered_at), days=wait)
        at = visit_on(day, chance=self._chance)
        yield at
        if self._mail is Mail.OLD_CARD:
            return
        if next_steps.owes(self._case_id, ObligationKind.TAKE_BACK_TEMPORARY):
            given = temporary.TakenBack(TemporaryEnding.RETURNED)
            temporary.take_back_temporary(self._case_id, self._ask(at, Role.DELIVERY), given=given)
        if next_steps.owes(self._case_id, ObligationKind.RETURN_OLD_CARD):
            self._hand_in(at + timedelta(seconds=40))
        self._town.timeline.add(self._seal(at))

    def _hand_in(self, at: datetime) -> None:
        if self._chance.random() < LOSES_OLD_CARD:
            call = ask(self._window.officer, at=at, chance=self._chance)
            old_card.write_off_old_card(self._case_id, call, words=_LOST)
            return
        given = old_card.OldCardIn(old_card.BroughtBy.APPLICANT, destroyed=True)
        old_card.take_in_old_card(self._case_id, self._ask(at, Role.DELIVERY), given=given)

    def _ask(self, at: datetime, role: Role) -> Call:
        keeper = self._town.staff.one(self._window.plan.station, role, chance=self._chance)
        return ask(keeper, at=at, chance=self._chance)
