"""Households of the city that apply elsewhere: decided here, before 17:00 like any other (第九条)."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from uuid import UUID

from tongban.cases.operations import review
from tongban.cases.operations.door import Call
from tongban.cases.queries import exchanged, next_steps
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.home_bureau import RETURNS
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.plan import FETCHED_LATE, Fate, IncomingPlan
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import Town, ask
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

RETURN_RATE = 0.1
WAITS = frozenset({Fate.QUEUED, Fate.OVERDUE})


class Incoming:
    """One application made elsewhere, from its arrival to the answer."""

    def __init__(self, plan: IncomingPlan, town: Town) -> None:
        self._plan = plan
        self._town = town
        self._chance = town.chance("incoming", plan.number)
        self._county = town.city.county_of(plan.person.record.home_unit or "").code
        self._system = "province_remote" if plan.in_province else "national_remote"
        self._there = town.ledgers.remote(self._system)
        self._number = ""

    def life(self) -> Life:
        """Everything that happens to it."""
        at = self._plan.arrives_at
        yield at
        self._number = self._there.arrivals.accept(
            self._plan.person, reason=self._plan.reason, at=at
        )
        at = yield from self._fetched(at)
        if self._plan.fate in WAITS:
            return
        if self._plan.fate is Fate.WITHDRAWN:
            at += timedelta(minutes=self._chance.uniform(20, 50))
            yield at
            self._there.arrivals.withdraw(self._number, at=at)
            yield from self._fetched(at)
        else:
            yield from self._review(at)

    def _fetched(self, at: datetime) -> Generator[datetime, None, datetime]:
        """What happened there is here seconds later, or hours."""
        is_late = self._plan.fate is Fate.OVERDUE
        here = at + (FETCHED_LATE if is_late else timedelta(seconds=self._chance.uniform(1, 20)))
        yield here
        outbox.read(
            self._system,
            self._number,
            town=self._town,
            at=here,
            failing_since=at if is_late else None,
        )
        return here

    def _review(self, arrived: datetime) -> Life:
        """Decided; corrected there when it is returned; answered each time."""
        if self._chance.random() < RETURN_RATE:
            at = self._town.hours.review_of(arrived, chance=self._chance)
            yield at
            self._send_back(at)
            day = self._town.hours.next_working(local_date(at), days=self._chance.randint(1, 3))
            at = at_clock(day, self._chance.randint(9, 16), self._chance.randint(0, 59))
            yield at
            self._there.arrivals.resubmit(self._number, at=at)
            arrived = yield from self._fetched(at)
        at = self._town.hours.review_of(arrived, chance=self._chance)
        yield at
        review.issue(self._case_id, self._by_reviewer(at), seen_version=self._version())
        outbox.deliver(self._case_id, ports=self._town.ports)

    def _send_back(self, at: datetime) -> None:
        category, _, fields, words = self._chance.choices(RETURNS, [r[1] for r in RETURNS])[0]
        review.return_for_correction(
            self._case_id,
            self._by_reviewer(at),
            category=category,
            fields=fields,
            words=words,
            seen_version=self._version(),
        )
        outbox.deliver(self._case_id, ports=self._town.ports)

    def _by_reviewer(self, at: datetime) -> Call:
        reviewer = self._town.staff.one(self._county, Role.REVIEW, chance=self._chance)
        return ask(reviewer, at=at, chance=self._chance)

    @property
    def _case_id(self) -> UUID:
        found = exchanged.incoming(self._number)
        if found is None:
            raise LookupError("nothing has arrived yet")
        return found.case_id

    def _version(self) -> int:
        return next_steps.case_now(self._case_id).version
