"""Whatever happens between the two sides in whatever order, it ends well or stands as a difference.

Our acts and theirs, messages sent, lost, repeated, passed on late, changes read in pieces and acted
upon out of order: in the end every case is in a stage of its stream, and the other side's book says
the same as ours, or SETTLE_ANSWER is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import cast
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.elsewhere import IN_PROVINCE, OUT_OF_PROVINCE
from tests.cases.world import World
from tests.jobs.conftest import RECORD, HandClock

from tongban.cases.models import Case, Obligation, Outgoing
from tongban.cases.operations import (
    fix,
    production,
    review,
    taking_back,
    withdraw,
)
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import NotFound, OperationError
from tongban.cases.queries import chains, upstream_messages
from tongban.inbound.fetch import fetch
from tongban.inbound.tasks import handle_stored
from tongban.jobs import tasks
from tongban.jobs.sending import Sending
from tongban.jobs.upstream import SENDERS, NotYet
from tongban.policy.vocabulary import Stream
from tongban.ports.errors import Rejected, UpstreamError
from tongban.ports.population import FiledState
from tongban.ports.registry import PORT_OF, Ports, set_ports
from tongban.procedure.actors import SYSTEM, Actor
from tongban.procedure.chart_moves import stages_of
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.simulators.base.passing import Passed
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.remote.answers import PHOTO
from tongban.simulators.remote.ledger import RemoteLedger

pytestmark = pytest.mark.django_db
PEOPLE = tuple(generate_people(1, count=3, today=date(2026, 11, 23)))
EXAMPLES = 20
STEPS = 10
NOT_NOW = (OperationError, Rejected, UpstreamError, NotYet)
"""What an act says that is not possible at this moment; nothing has happened then."""


@dataclass
class Sides:
    """One case between two books, moved by single steps."""

    world: World
    ports: Ports
    clock: HandClock
    system: str
    number: str = ""
    stored: list[UUID] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    chance: Random = field(default_factory=lambda: Random(1))

    @property
    def there(self) -> RemoteLedger:
        """The other side's book."""
        return cast("RemoteLedger", getattr(self.ports, self.system))

    @property
    def at(self) -> datetime:
        return self.clock.time

    @property
    def case(self) -> Case:
        found = Case.objects.filter(number=self.number).first()
        if found is None:
            raise NotFound("nothing has arrived yet")
        return found

    def call(self, actor: Actor) -> Call:
        return Call(actor, self.at, UUID(int=self.chance.getrandbits(128), version=4))

    # Messages.

    @property
    def waiting(self) -> QuerySet[Outgoing]:
        """What still has to be told between the bureaus, the oldest first."""
        rows = Outgoing.objects.filter(state="WAITING", system__in=(*PORT_OF.values(), "self"))
        return rows.order_by("created_at", "id")

    def send(self) -> None:
        """Send what has waited longest."""
        for row in self.waiting[:1]:
            tasks.deliver(str(row.id))

    def send_and_lose_the_answer(self) -> None:
        """The effect happens, the answer does not come: it will be sent again."""
        for row in self.waiting[:1]:
            message = upstream_messages.pending(row.id)
            if message is not None:
                SENDERS[message.system, message.kind](Sending(message, self.ports, self.at))

    def pass_on(self) -> None:
        """The population system passes on to the province's module, in any order, some twice."""
        self.passed += cast("PopulationLedger", self.ports.population).take_passed_on()
        self.chance.shuffle(self.passed)
        left = []
        for one in self.passed:
            try:
                cast("ProvinceRemoteLedger", self.ports.province_remote).take(one, self.at)
            except Rejected:
                left.append(one)
        self.passed = left

    def read(self) -> None:
        """Read what is new there."""
        self.stored += fetch(self.system, self.ports, at=self.at)

    def rest(self) -> None:
        """Nothing moves."""

    def act_on_one(self) -> None:
        """Act on any change read, perhaps once more."""
        if self.stored:
            handle_stored(self.chance.choice(self.stored), at=self.at)

    # Their acts.

    def issue_there(self) -> None:
        self.there.answers.issue(self.number, at=self.at)

    def return_there(self) -> None:
        self.there.answers.send_back(self.number, PHOTO, at=self.at)

    def repeat_there(self) -> None:
        self.there.answers.again(self.number, at=self.at)

    def contradict_there(self) -> None:
        self.there.answers.contradict(self.number, at=self.at)

    def resubmit_there(self) -> None:
        self.there.arrivals.resubmit(self.number, at=self.at)

    def resubmit_early_there(self) -> None:
        self.there.arrivals.resubmit(self.number, at=self.at, is_early=True)

    def withdraw_there(self) -> None:
        self.there.arrivals.withdraw(self.number, at=self.at)

    def repeat_arrival_there(self) -> None:
        self.there.arrivals.repeat(self.number)

    # Our acts.

    def resubmit(self) -> None:
        call = self.call(self.world.acceptor)
        fix.resubmit(self.case.id, call, words="照片符合标准", seen_version=self.case.version)

    def recompose(self) -> None:
        fix.recompose(
            self.case.id,
            self.call(self.world.acceptor),
            correction=fix.Correction(photo="photo2", photo_report={}),
            seen_version=self.case.version,
        )

    def sign(self) -> None:
        self.world.sign(self.case)

    def void(self) -> None:
        if self.case.current > 1:
            call = self.call(self.world.acceptor)
            taking_back.void(self.case.id, call, words="录错", seen_version=self.case.version)

    def withdraw(self) -> None:
        withdraw.withdraw(
            self.case.id,
            self.call(self.world.acceptor),
            words="不办了",
            signature="pad",
            seen_version=self.case.version,
        )

    def pay(self) -> None:
        self.world.pay(self.case)

    def order(self) -> None:
        production.order(self.case.id, self.call(SYSTEM))

    def issue(self) -> None:
        review.issue(self.case.id, self.call(self.world.reviewer), seen_version=self.case.version)

    def return_case(self) -> None:
        review.return_for_correction(
            self.case.id,
            self.call(self.world.reviewer),
            category=ReturnCategory.PHOTO,
            fields=(),
            words="照片反光，请重新采集。",
            seen_version=self.case.version,
        )

    # Putting it together.

    def do(self, step: Callable[[Sides], None]) -> None:
        """One step a minute; what is not possible now does not happen."""
        self.clock.time += timedelta(minutes=1)
        with suppress(*NOT_NOW), transaction.atomic():
            step(self)

    def let_everything_arrive(self) -> None:
        """What is on its way arrives, in both directions."""
        for _ in range(self.waiting.count()):
            self.do(Sides.send)
            self.do(Sides.pass_on)
        self.do(Sides.pass_on)
        self.do(Sides.read)
        for message_id in self.stored:
            handle_stored(message_id, at=self.at)

    def come_to_rest(self) -> None:
        """Nothing is on its way any more."""
        for _ in range(4):
            self.let_everything_arrive()
        assert not self.passed

    def difference(self) -> str:
        """How the books differ; empty when they agree."""
        ours, theirs = self.case, self.there.filing.newest(self.number)
        state = FiledState(theirs["state"]) if theirs is not None else None
        version = theirs["version"] if theirs is not None else 0
        if self._agrees(ours, state, version):
            return ""
        return f"{ours.stage} v{ours.current} here, {state} v{version} there"

    def _agrees(self, ours: Case, state: FiledState | None, version: int) -> bool:
        stage = Stage(ours.stage)
        if state is FiledState.RETURNED and stage is Stage.COMPOSED:
            return ours.current > version
        expected = {
            FiledState.IN_REVIEW: {Stage.IN_REVIEW},
            FiledState.RETURNED: {Stage.RETURNED},
            FiledState.ISSUED: {Stage.ISSUED, Stage.IN_PRODUCTION, Stage.ANSWERED},
            FiledState.CANCELLED: {Stage.WITHDRAWN},
        }
        if state is None or stage not in expected[state]:
            return False
        return stage is Stage.WITHDRAWN or ours.current == version

    def check(self) -> None:
        """What the issue of all this must be."""
        case = self.case
        assert Stage(case.stage) in stages_of(Stream(case.stream))
        assert list(chains.broken_chains()) == []
        settling = Obligation.objects.filter(
            case=case, kind=ObligationKind.SETTLE_ANSWER, closed_at=None
        )
        assert not self.difference() or settling.exists(), self.difference()
        undelivered = Obligation.objects.filter(
            case=case, kind=ObligationKind.DELIVER_ANSWER, closed_at=None
        )
        assert not undelivered.exists()
        assert not self.waiting.exists()
        failed = Outgoing.objects.filter(state="FAILED", system__in=PORT_OF.values())
        assert not failed.exists(), failed.values_list("kind", "last_error")


S = Sides
Step = Callable[[Sides], None]
WIRE: tuple[Step, ...] = (
    *(S.let_everything_arrive,) * 5,
    *(S.send, S.send_and_lose_the_answer, S.pass_on, S.read, S.act_on_one, S.rest),
)
"""What may become of messages after an act; mostly all goes well."""
OUTGOING: tuple[Step, ...] = (
    *(S.issue_there, S.return_there, S.repeat_there, S.contradict_there),
    *(S.resubmit, S.recompose, S.sign, S.void, S.withdraw, S.pay, S.order),
)
INCOMING: tuple[Step, ...] = (
    *(S.resubmit_there, S.resubmit_early_there, S.withdraw_there, S.repeat_arrival_there),
    *(S.issue, S.return_case),
)


def steps(of: tuple[Step, ...]) -> st.SearchStrategy[list[str]]:
    """Acts in any order, each with what becomes of messages after it; by name, to be read."""
    act = st.sampled_from([step.__name__ for step in of])
    wire = st.sampled_from([step.__name__ for step in WIRE])
    pairs = st.lists(st.tuples(act, wire), min_size=STEPS // 2, max_size=STEPS)
    return pairs.map(lambda found: [name for pair in found for name in pair])


CHECKED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def fresh(ports: Ports) -> Iterator[Callable[[], Ports]]:
    """Gives the other side anew, with empty books, for every example."""
    made: list[RemoteLedger | PopulationLedger] = []

    def anew() -> Ports:
        population = PopulationLedger()
        population.fill(PEOPLE)
        province = ProvinceRemoteLedger(people=population.db)
        national = NationalRemoteLedger(people=population.db)
        made.extend((population, province, national))
        now = replace(
            ports, population=population, province_remote=province, national_remote=national
        )
        set_ports(now)
        return now

    yield anew
    set_ports(ports)
    for ledger in made:
        ledger.close()


@pytest.mark.parametrize(
    ("system", "home"), [("province_remote", IN_PROVINCE), ("national_remote", OUT_OF_PROVINCE)]
)
@CHECKED
@given(order=steps(OUTGOING), seed=st.integers(0, 99))
def test_a_case_of_ours_decided_elsewhere(
    world: World,
    fresh: Callable[[], Ports],
    clock: HandClock,
    system: str,
    home: dict[str, str],
    order: list[str],
    seed: int,
) -> None:
    with transaction.atomic():
        sides = Sides(world, fresh(), clock, system, chance=Random(seed))
        sides.number = world.signed(record_id=RECORD, **home).number  # type: ignore[arg-type]
        sides.let_everything_arrive()
        go(sides, order)
        transaction.set_rollback(True)


@pytest.mark.parametrize("system", ["province_remote", "national_remote"])
@CHECKED
@given(order=steps(INCOMING), seed=st.integers(0, 99))
def test_a_case_of_theirs_decided_here(
    world: World,
    fresh: Callable[[], Ports],
    clock: HandClock,
    system: str,
    order: list[str],
    seed: int,
) -> None:
    person = next(one for one in PEOPLE if one.record.home_unit is not None)
    with transaction.atomic():
        sides = Sides(world, fresh(), clock, system, chance=Random(seed))
        county = world.city.county_of(person.record.home_unit or "").code
        world.reviewer = world.officer("审核壬", county, Role.REVIEW)
        sides.number = sides.there.arrivals.accept(person, at=clock.time)
        sides.let_everything_arrive()
        go(sides, order)
        transaction.set_rollback(True)


def go(sides: Sides, order: list[str]) -> None:
    """Take the steps, let everything arrive, look."""
    for name in order:
        sides.do(getattr(Sides, name))
    sides.come_to_rest()
    sides.check()
