"""Drawing up the plans: ninety days with a growing number of visitors, and today in every stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from tongban.cli.demo_city.crowd import Crowd
from tongban.cli.demo_city.hours import Hours, at_clock, visit_on
from tongban.cli.demo_city.plan import FETCHED_LATE, GUARDED_BELOW, Fate, IncomingPlan, Mail, Plan
from tongban.policy.units import City, Unit, UnitKind
from tongban.policy.vocabulary import Priority, Reason
from tongban.simulators.people.person import Person, Story
from tongban.standards.ages import full_years
from tongban.standards.zones import local_date

DAYS = 90
VISIT = timedelta(minutes=14)
"""From the opening of an intake to the signature, at most."""
WITHIN_COUNTY = 0.35
LISTED = 40
BY_COURIER = 0.06
_MAILED = (
    (Mail.MOVING, 5, 6),
    (Mail.LATE, 17, 20),
    (Mail.BACK, 10, 11),
    (Mail.AGAIN, 13, 14),
    (Mail.OLD_CARD, 11, 16),
)
"""How many working days ago somebody came whose card is in that state today."""
_REASONS = ((Reason.EXPIRED, 60), (Reason.LOST, 30), (Reason.DAMAGED, 10))
_REFUSED = (Story.FIRST_ISSUE, Story.OFFENCE, Story.MISMATCH, Story.CHANGED_LOOKS)
_ACCEPTED_STORIES = (
    Story.RARE_NAME,
    Story.LONG_NAME,
    Story.NEARLY_16,
    Story.AGED_46,
    Story.RARE_NAME,
    Story.RARE_NAME,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the demonstration is: cases over the days, and today's work in each county."""

    ordinary: int = 340
    queue: tuple[int, int] = (8, 10)
    reviewed: tuple[int, int] = (3, 5)
    unsigned: int = 12
    open_now: int = 14
    returned: int = 9
    unpaid: int = 8
    refused: int = 24
    waiting: int = 16
    withdrawn: int = 10
    voided: int = 8
    outgoing: int = 56
    unanswered: int = 5
    incoming: int = 60
    incoming_queue: tuple[int, int] = (1, 3)
    mailed: int = 2
    """Cards by courier in each state, beside those left to chance."""


class Draft:
    """Plans being drawn up, in the order of their numbers."""

    def __init__(self, crowd: Crowd, *, city: City, hours: Hours, now: datetime, seed: int) -> None:
        self._crowd = crowd
        self._city = city
        self._hours = hours
        self._now = now
        self._seed = seed
        self._chance = Random(f"plans:{seed}")  # noqa: S311 - an invented city
        self._stations = city.of_kind(UnitKind.STATION)
        self._weights = [3 if station.urban_area else 1 for station in self._stations]
        self.counties = [county.code for county in city.of_kind(UnitKind.COUNTY)]
        self._county_weights = [len(city.stations_of(county)) for county in self.counties]
        self.plans: list[Plan] = []
        self.incoming: list[IncomingPlan] = []
        self.listed = crowd.listed(LISTED, chance=self._chance)
        """Who is on the bad credit list."""
        self._asks_in_vain = self.listed[-8:-1]

    def draw(self, shape: Shape) -> list[Plan]:
        """Everybody who comes, in no particular order."""
        today = local_date(self._now)
        self._past(shape, today=today)
        self._queues(shape)
        self._now_and_lately(shape)
        self._elsewhere(shape, today=today)
        self._mailed(shape)
        self._decided_above()
        return self.plans

    def _decided_above(self) -> None:
        """One of each that only supervisors decide; drawn last, so that nobody else depends on it."""
        for fate, days in ((Fate.REVOKED, 9), (Fate.CLOSED, 20)):
            day = self._working_day_before(days)
            self._somebody(visit_on(day, chance=self._chance), fate=fate)
        person = self._crowd.of_story(Story.MISMATCH)
        if person is not None:
            at = visit_on(self._working_day_before(6), chance=self._chance)
            self._add(person, at, reason=Reason.LOST, fate=Fate.LIFTED)

    def _past(self, shape: Shape, *, today: date) -> None:
        """More from week to week: stations join one after the other."""
        days, weights = self._days(today)
        for fate, count in (
            (Fate.ORDINARY, shape.ordinary),
            (Fate.REFUSED, shape.refused),
            (Fate.WAITING, shape.waiting),
            (Fate.WITHDRAWN, shape.withdrawn),
            (Fate.VOIDED, shape.voided),
        ):
            for day in self._chance.choices(days, weights, k=count):
                at = visit_on(day, chance=self._chance)
                if fate is Fate.REFUSED:
                    self._refusal(at)
                else:
                    self._somebody(at, fate=fate)
        for story in _ACCEPTED_STORIES:
            person = self._crowd.of_story(story)
            if person is not None:
                day = self._chance.choices(days, weights)[0]
                self._add(person, visit_on(day, chance=self._chance), reason=Reason.LOST)

    def _days(self, today: date) -> tuple[list[date], list[float]]:
        """The days up to yesterday, and how many come on each beside the others."""
        first = today - timedelta(days=DAYS)
        days = [first + timedelta(days=n) for n in range(DAYS)]
        weights = [
            (0.06 + (n / DAYS) ** 4) * (1 if self._hours.is_working(day) else 0.1)
            for n, day in enumerate(days)
        ]
        return days, weights

    def _elsewhere(self, shape: Shape, *, today: date) -> None:
        """People of other places at our windows, and ours at windows of other places."""
        days, weights = self._days(today)
        for n in range(shape.outgoing):
            day = self._chance.choices(days, weights)[0]
            fate = Fate.RETURNED if n < 3 else Fate.ORDINARY
            if fate is Fate.RETURNED:
                day = self._working_day_before(self._chance.randint(4, 6))
            self._stranger(visit_on(day, chance=self._chance), in_province=n % 2 == 0, fate=fate)
        for n in range(shape.unanswered):
            day = self._working_day_before(self._chance.randint(9, 13))
            at = visit_on(day, chance=self._chance)
            self._stranger(at, in_province=n % 2 == 0, fate=Fate.UNANSWERED)
        for n in range(shape.incoming):
            day = self._chance.choices(days, weights)[0]
            fate = Fate.WITHDRAWN if n % 20 == 0 else Fate.ORDINARY
            self._arrival(visit_on(day, chance=self._chance), fate=fate)
        self._incoming_queues(shape)

    def _incoming_queues(self, shape: Shape) -> None:
        """What has arrived from elsewhere since the last close of business and waits."""
        since = self._hours.last_close(self._now)
        for county in self.counties:
            for _ in range(self._chance.randint(*shape.incoming_queue)):
                at = since + (self._now - since) * self._chance.uniform(0.02, 0.9)
                self._arrival(at, fate=Fate.QUEUED, home=county)
        # Just after the close of business it must have been fetched already too.
        late = min(since - timedelta(hours=2), self._now - FETCHED_LATE - VISIT)
        self._arrival(late, fate=Fate.OVERDUE)

    def _stranger(self, at: datetime, *, in_province: bool, fate: Fate) -> None:
        person = self._crowd.from_elsewhere(in_province=in_province, chance=self._chance)
        if person is not None:
            reason = self._chance.choice((Reason.EXPIRED, Reason.DAMAGED, Reason.LOST))
            self._add(person, at, reason=reason, fate=fate)

    def _arrival(self, at: datetime, *, fate: Fate, home: str = "") -> None:
        county = home or self._chance.choices(self.counties, self._county_weights)[0]
        reason = self._chance.choice((Reason.EXPIRED, Reason.LOST))
        person = self._crowd.somebody(county, reason, chance=self._chance)
        if person is not None:
            number, in_province = len(self.incoming) + 1, self._chance.random() < 0.6
            self.incoming.append(IncomingPlan(number, person, in_province, at, reason, fate))

    def _queues(self, shape: Shape) -> None:
        """What every home bureau has before it now, and what it has done of it today."""
        since = self._hours.last_close(self._now)
        # In the minutes after the close of business: whoever was at the window then.
        at_close = (since - timedelta(minutes=6), since - timedelta(minutes=5))
        fresh = self._hours.window_times(since, self._now - VISIT) or [at_close]
        slow = self.counties[self._chance.randrange(len(self.counties))]
        for county in self.counties:
            waiting = self._chance.randint(*shape.queue) + (4 if county == slow else 0)
            for _ in range(waiting):
                self._somebody(self._moment(fresh), fate=Fate.QUEUED, home=county)
            if county == slow:
                late = at_clock(local_date(since), 14) - timedelta(minutes=5)
                for n in range(2):
                    at = late + timedelta(minutes=33 * n)
                    self._somebody(at, fate=Fate.OVERDUE, home=county)
            elif self._hours.is_business(self._now):
                early = [(a, a + (b - a) * 0.7) for a, b in fresh]
                for _ in range(self._chance.randint(*shape.reviewed)):
                    self._somebody(self._moment(early), fate=Fate.REVIEWED_NOW, home=county)

    def _now_and_lately(self, shape: Shape) -> None:
        """What stands at the windows, what came back, what nobody has paid."""
        recent = self._hours.window_times(self._now - timedelta(hours=26), self._now)
        last = [(max(recent[-1][0], recent[-1][1] - timedelta(minutes=75)), recent[-1][1])]
        for _ in range(shape.unsigned):
            begins, ends = recent[-1]
            at = max(begins, self._moment([(begins, ends)]) - VISIT)
            self._somebody(at, fate=Fate.UNSIGNED)
        for _ in range(shape.open_now):
            self._somebody(self._moment(last), fate=Fate.OPEN)
        for fate, count, least, most in (
            (Fate.RETURNED, shape.returned, 1, 4),
            (Fate.RETURNED, max(1, shape.returned // 5), 6, 8),
            (Fate.UNPAID, shape.unpaid, 3, 20),
        ):
            for _ in range(count):
                day = self._working_day_before(self._chance.randint(least, most))
                self._somebody(visit_on(day, chance=self._chance), fate=fate)

    def _working_day_before(self, days: int) -> date:
        day = local_date(self._now)
        for _ in range(days):
            day -= timedelta(days=1)
            while not self._hours.is_working(day):
                day -= timedelta(days=1)
        return day

    def _mailed(self, shape: Shape) -> None:
        """Cards by courier in every state, each begun as long ago as that takes."""
        for mail, least, most in _MAILED:
            for _ in range(shape.mailed):
                day = self._working_day_before(self._chance.randint(least, most))
                at = visit_on(day, chance=self._chance)
                county = self._chance.choices(self.counties, self._county_weights)[0]
                person = self._crowd.somebody(county, Reason.EXPIRED, chance=self._chance)
                if person is not None:
                    self._add(person, at, reason=Reason.EXPIRED, mail=mail)

    def _moment(self, spans: list[tuple[datetime, datetime]]) -> datetime:
        lengths = [(end - begin).total_seconds() + 1 for begin, end in spans]
        begin, end = self._chance.choices(spans, lengths)[0]
        return begin + (end - begin) * self._chance.random()

    def _refusal(self, at: datetime) -> None:
        if self._asks_in_vain and self._chance.random() < 0.3:
            self._add(self._asks_in_vain.pop(), at, reason=Reason.LOST, fate=Fate.REFUSED)
            return
        story = self._chance.choice(_REFUSED)
        person = self._crowd.of_story(story)
        if person is None:
            person = self._crowd.of_story(Story.FIRST_ISSUE)
        if person is not None:
            self._add(person, at, reason=Reason.LOST, fate=Fate.REFUSED)

    def _somebody(self, at: datetime, *, fate: Fate, home: str = "") -> None:
        county = home or self._chance.choices(self.counties, self._county_weights)[0]
        reasons = [reason for reason, _ in _REASONS]
        reason = self._chance.choices(reasons, [weight for _, weight in _REASONS])[0]
        person = self._crowd.somebody(county, reason, chance=self._chance)
        if person is not None:
            self._add(person, at, reason=reason, fate=fate)

    def _add(
        self,
        person: Person,
        at: datetime,
        *,
        reason: Reason,
        fate: Fate = Fate.ORDINARY,
        mail: Mail = Mail.NONE,
    ) -> None:
        if person.story is Story.LOST:
            reason = Reason.LOST
        number = len(self.plans) + 1
        plan = Plan(number, person, self._window_for(person).code, at, reason, fate, mail=mail)
        if mail is Mail.NONE and self._chooses_courier(number):
            plan = replace(plan, mail=Mail.SOMEHOW)
        if self._chance.random() < 0.05:
            plan = replace(plan, priority=Priority.EXPEDITED)
        if full_years(person.record.birth_date, on=local_date(at)) < GUARDED_BELOW:
            plan = replace(plan, guardian=self._crowd.guardian(chance=self._chance))
        self.plans.append(plan)

    def _chooses_courier(self, number: int) -> bool:
        """Drawn apart: what else is left to chance does not depend on it."""
        return Random(f"mail:{self._seed}:{number}").random() < BY_COURIER  # noqa: S311

    def _window_for(self, person: Person) -> Unit:
        """A station that is not the home station: in the same county, or elsewhere in the city."""
        if person.record.home_unit is None:
            return self._chance.choices(self._stations, self._weights)[0]
        home = self._city.require(person.record.home_unit)
        same = [s for s in self._stations if s.parent == home.parent and s.code != home.code]
        if same and self._chance.random() < WITHIN_COUNTY:
            return self._chance.choice(same)
        while True:
            station = self._chance.choices(self._stations, self._weights)[0]
            if station.parent != home.parent:
                return station
