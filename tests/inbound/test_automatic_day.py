"""A day on which the other cities and provinces act by themselves and all three streams move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cases.elsewhere import IN_PROVINCE, OUT_OF_PROVINCE
from tests.cases.world import MORNING, World
from tests.jobs.conftest import RECORD, HandClock

from tongban.cases.models import Case, Obligation, Outgoing
from tongban.cases.operations import review
from tongban.cases.operations.door import Call
from tongban.cases.queries import chains
from tongban.inbound.fetch import FEEDS, fetch
from tongban.inbound.models import InboundMessage
from tongban.inbound.tasks import handle_stored
from tongban.jobs import tasks
from tongban.policy.vocabulary import Stream
from tongban.ports.registry import Ports, set_ports
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.simulators.base.faults import Automatic
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger

pytestmark = pytest.mark.django_db
SPEED = 4.0
"""Below the speed at which offices elsewhere never close."""
STEP = timedelta(minutes=10)
PEOPLE = tuple(generate_people(1, count=300, today=date(2026, 11, 23)))


class Day:
    """Both sides from half past nine to five, everybody at work."""

    def __init__(self, world: World, ports: Ports, clock: HandClock) -> None:
        self.world, self.clock = world, clock
        self.population = PopulationLedger(seed=3)
        self.population.fill(PEOPLE)
        self.province = ProvinceRemoteLedger(seed=3, people=self.population.db)
        self.national = NationalRemoteLedger(seed=3, people=self.population.db)
        self.ports = replace(
            ports,
            population=self.population,
            province_remote=self.province,
            national_remote=self.national,
        )
        set_ports(self.ports)
        self.reviewers: dict[str, Actor] = {}
        for ledger in (self.province, self.national):
            ledger.automatic = Automatic(on=True, seed=3, speed=SPEED)

    def step(self) -> None:
        """Ten minutes: they act, we read, our reviewers decide, what waits is sent."""
        self.clock.time += STEP
        for passed in self.population.take_passed_on():
            self.province.take(passed, self.clock.time)
        for ledger in (self.province, self.national):
            ledger.tick(at=self.clock.time)
        for system in FEEDS:
            for message in fetch(system, self.ports, at=self.clock.time):
                handle_stored(message, at=self.clock.time)
        waiting = Case.objects.filter(stage=Stage.IN_REVIEW).exclude(home_county="")
        for case in waiting.filter(queued_at__lt=self.clock.time - STEP):
            review.issue(case.id, self._call(case), seen_version=case.version)
        rows = Outgoing.objects.filter(state="WAITING").exclude(system="self")
        for row in rows.order_by("created_at", "id"):
            tasks.deliver(str(row.id))

    def _call(self, case: Case) -> Call:
        county = case.home_county
        if county not in self.reviewers:
            self.reviewers[county] = self.world.officer("审核", county, Role.REVIEW)
        return replace(self.world.call(self.reviewers[county]), at=self.clock.time)

    def close(self) -> None:
        """Close the books."""
        for ledger in (self.population, self.province, self.national):
            ledger.close()


@pytest.fixture
def day(world: World, ports: Ports, clock: HandClock) -> Iterator[Day]:
    """Monday morning."""
    clock.time = MORNING
    day = Day(world, ports, clock)
    yield day
    set_ports(ports)
    day.close()


def test_all_three_streams_move(day: Day, world: World) -> None:
    world.signed(1, record_id=RECORD)
    known = [
        p.record for p in PEOPLE[1:20] if day.population.record(p.record.record_id, at=MORNING)
    ]
    for n, found in enumerate(known[:4], start=2):
        world.signed(n, record_id=found.record_id, **(IN_PROVINCE if n % 2 else OUT_OF_PROVINCE))
    while day.clock.time < MORNING + timedelta(hours=7, minutes=20):
        day.step()
    by_stream = {
        s: set(Case.objects.filter(stream=s).values_list("stage", flat=True)) for s in Stream
    }
    assert by_stream[Stream.INTERNAL] == {Stage.ISSUED}
    assert Stage.ISSUED in by_stream[Stream.OUTGOING]
    assert Stage.ANSWERED in by_stream[Stream.INCOMING]
    assert Case.objects.filter(stream=Stream.INCOMING).count() >= 10
    # Everything in the queue by the last look is decided, nothing is overdue, every answer is there.
    late = Obligation.objects.filter(closed_at=None, due_at__lt=day.clock.time)
    assert not late.exclude(kind=ObligationKind.LOOK_IN).exists()
    assert not Outgoing.objects.filter(state="FAILED").exists()
    assert not InboundMessage.objects.exclude(outcome="").exists()
    assert list(chains.broken_chains()) == []
