"""The cards' way: made at the centre, sent to the county bureau, forwarded, told, handed over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from tongban.cases.operations import logistics
from tongban.cases.operations.logistics import HandOver, OldCard, ToldBy
from tongban.cases.operations.temporary import TakenBack
from tongban.cases.queries import next_steps
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.hours import at_clock, visit_on
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import Town, ask, id_of
from tongban.cli.demo_city.window import Window
from tongban.policy.vocabulary import Reason
from tongban.ports.sms import DeliveryReport, DeliveryState
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import TemporaryEnding
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

SMS_FAILS, SMS_FAILS_LATELY = 0.04, 0.25
"""Lately more, so that somebody is still to be called."""
LATELY = timedelta(hours=30)
NEVER_CALLED = 0.4
"""Of those whose SMS failed: nobody has called them yet."""


class Applicant(Protocol):
    """What the road needs of the application a card belongs to."""

    window: Window

    def seal(self, ended_at: datetime) -> Life:
        """Put the file together after the end."""
        ...


@dataclass(frozen=True, slots=True)
class _Made:
    order_no: str
    ready_at: datetime


class Road:
    """One county bureau's road: a parcel every other working day, forwarded in two."""

    def __init__(self, county: str, town: Town, *, index: int, is_late: bool) -> None:
        self._county = county
        self._town = town
        self._index = index
        self._is_late = is_late
        self._chance = town.chance("road", county)
        self._waiting: list[_Made] = []
        self._of_case: dict[UUID, Applicant] = {}
        self._parcels: list[tuple[date, str]] = []
        self._lying: dict[str, list[tuple[date, UUID]]] = defaultdict(list)

    def ordered(self, order_no: str, case_id: UUID, applicant: Applicant, *, at: datetime) -> None:
        """The card centre has an order for this bureau; one to three days to make the card."""
        ready = at + timedelta(days=self._chance.uniform(1, 3))
        self._waiting.append(_Made(order_no, ready))
        self._of_case[case_id] = applicant
        accepted = at + timedelta(minutes=self._chance.uniform(2, 10))
        if accepted <= self._town.timeline.until:
            self._town.ledgers.card_centre.accept(order_no, at=accepted)

    def life(self, days: list[date]) -> Life:
        """Every working day: receive, forward, and (at the centre) pack the next parcel."""
        for n, day in enumerate(days):
            minute = 3 * self._index % 50
            yield at_clock(day, 9, minute)
            self._receive(day, at=at_clock(day, 9, minute))
            yield at_clock(day, 14, minute)
            self._forward(day, days=days, at=at_clock(day, 14, minute))
            if (n + self._index) % 2 == 0:
                yield at_clock(day, 16, minute)
                self._ship(day, at=at_clock(day, 16, minute))

    def _ship(self, day: date, *, at: datetime) -> None:
        ready = [one for one in self._waiting if one.ready_at <= at]
        if not ready:
            return
        self._waiting = [one for one in self._waiting if one.ready_at > at]
        centre = self._town.ledgers.card_centre
        for one in ready:
            centre.produce(one.order_no, at=one.ready_at)
        batch = centre.dispatch.ship(self._county, at=at)
        outbox.take(batch, at=at + outbox.PAUSE)
        travels = self._chance.choice((1, 1, 2))
        self._parcels.append((self._town.hours.next_working(day, days=travels), batch.batch_no))

    def _receive(self, day: date, *, at: datetime) -> None:
        for due, number in [one for one in self._parcels if one[0] <= day]:
            self._parcels.remove((due, number))
            batch = next_steps.batch_id(number)
            cards = next_steps.cards_of_batch(batch)
            keeper = self._town.staff.one(self._county, Role.DELIVERY, chance=self._chance)
            call = ask(keeper, at=at, chance=self._chance)
            logistics.receive_at_county(batch, call, card_ids=[card.id for card in cards])
            for card in cards:
                self._lying[card.station].append((day, card.id))

    def _forward(self, day: date, *, days: list[date], at: datetime) -> None:
        """What came in a working day ago goes on; the late bureau leaves its last days lying."""
        if self._is_late and day in days[-4:]:
            return
        for station, lying in self._lying.items():
            ready = [card for since, card in lying if since < day]
            if not ready:
                continue
            self._lying[station] = [one for one in lying if one[0] >= day]
            keeper = self._town.staff.one(self._county, Role.DELIVERY, chance=self._chance)
            batch = id_of(at, chance=self._chance)
            call = ask(keeper, at=at, chance=self._chance)
            logistics.forward(station, call, card_ids=ready, batch_id=batch)
            self._town.timeline.add(self._arrival(batch, station, day))

    def _arrival(self, batch: UUID, station: str, sent_on: date) -> Life:
        """The station counts in the next working day and tells everybody at once."""
        day = self._town.hours.next_working(sent_on, days=self._chance.choice((1, 1, 1, 2)))
        at = at_clock(day, 9, self._chance.randint(0, 59)) + timedelta(minutes=30)
        yield at
        cards = next_steps.cards_of_batch(batch)
        keeper = self._town.staff.one(station, Role.DELIVERY, chance=self._chance)
        call = ask(keeper, at=at, chance=self._chance)
        logistics.receive_at_station(batch, call, card_ids=[card.id for card in cards])
        for card in cards:
            self._town.timeline.add(self._end(card.case_id, station, at))

    def _end(self, case_id: UUID, station: str, at: datetime) -> Life:
        """Told, called, handed over."""
        is_told = self._send_sms(case_id, at=at)
        if not is_told:
            if self._chance.random() < NEVER_CALLED:
                return
            at += timedelta(minutes=self._chance.uniform(40, 200))
            yield at
            self._call(case_id, station, at=at)
        applicant = self._of_case[case_id]
        wait = self._chance.choices((0, 1, 2, 4, 7, 12, 21, 60), (4, 16, 22, 22, 16, 11, 6, 3))[0]
        day = self._town.hours.next_working(local_date(at), days=1) + timedelta(days=wait)
        at = visit_on(day, chance=self._chance)
        yield at
        self._hand_over(case_id, station, applicant.window, at=at)
        self._town.timeline.add(applicant.seal(at))

    def _send_sms(self, case_id: UUID, *, at: datetime) -> bool:
        sms = self._town.ledgers.sms
        is_told = False
        for message in outbox.deliver(case_id, ports=self._town.ports):
            if message.system != "sms":
                continue
            reported = at + timedelta(seconds=self._chance.uniform(5, 20))
            is_lately = self._town.timeline.until - at < LATELY
            is_told = self._chance.random() >= (SMS_FAILS_LATELY if is_lately else SMS_FAILS)
            number = str(message.id)
            if is_told:
                sms.deliver(number, at=reported)
            else:
                sms.fail(number, reason="用户停机", at=reported)
            state = DeliveryState.DELIVERED if is_told else DeliveryState.FAILED
            reason = None if is_told else "用户停机"
            report = DeliveryReport(message_id=number, state=state, at=reported, reason=reason)
            outbox.take(report, at=reported)
        return is_told

    def _call(self, case_id: UUID, station: str, *, at: datetime) -> None:
        keeper = self._town.staff.one(station, Role.DELIVERY, chance=self._chance)
        logistics.tell(case_id, ask(keeper, at=at, chance=self._chance), by=ToldBy.PHONE)

    def _hand_over(self, case_id: UUID, station: str, window: Window, *, at: datetime) -> None:
        keeper = self._town.staff.one(station, Role.DELIVERY, chance=self._chance)
        old = OldCard.TAKEN_IN
        if window.plan.reason is Reason.LOST:
            old = OldCard.NOT_DUE
        elif self._chance.random() < 0.03:
            old = OldCard.LOST
        given = HandOver(
            signature=window.signature,
            identity_checked=True,
            by_guardian=window.plan.guardian is not None,
            old_card=old,
            temporary=self._temporary(case_id),
        )
        logistics.hand_over(case_id, ask(keeper, at=at, chance=self._chance), given=given)

    def _temporary(self, case_id: UUID) -> TakenBack | None:
        """The temporary card comes back with the collection; now and then it is lost."""
        if not next_steps.owes(case_id, ObligationKind.TAKE_BACK_TEMPORARY):
            return None
        is_lost = self._town.chance("temporary lost", case_id).random() < 0.06
        return TakenBack(TemporaryEnding.LOST if is_lost else TemporaryEnding.RETURNED)
