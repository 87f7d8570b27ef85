"""All operations in any order by anybody: what the table offers works or says why not, the rest never.

``TONGBAN_EXPLORE=1`` looks at other orders than last time, and shortens what fails.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from tests.cases.any_order import (
    card_acts,
    checks,
    ending_acts,
    intake_acts,
    money_acts,
    odd_card_acts,
    review_acts,
)
from tests.cases.any_order.review_acts import CaseDoer
from tests.cases.any_order.town import Town, later, parties
from tests.cases.elsewhere import version_of
from tests.cases.world import World, record

from tongban.cases.from_register import declared_as_registered
from tongban.cases.models import Case, Intake
from tongban.cases.operations import arrival, intake_open
from tongban.cases.operations.errors import OperationError
from tongban.cases.queries import chains
from tongban.cases.standing import intake_standing, standing
from tongban.policy.vocabulary import Reason, Stream
from tongban.procedure.actors import UPSTREAM, Actor
from tongban.procedure.acts import Act
from tongban.procedure.operated import OPERATED
from tongban.procedure.rows_intake import INTAKE_ROWS
from tongban.procedure.stages import IntakeStage
from tongban.procedure.table import ROWS, judge, judge_intake, row_for

pytestmark = pytest.mark.django_db
CASE_DOERS: dict[Act, CaseDoer] = {
    **review_acts.DOERS,
    **money_acts.DOERS,
    **card_acts.DOERS,
    **ending_acts.DOERS,
    **odd_card_acts.DOERS,
}
IS_EXPLORING = "TONGBAN_EXPLORE" in os.environ
PHASES = (Phase.explicit, Phase.generate, *((Phase.shrink,) if IS_EXPLORING else ()))
STEPS, EXAMPLES, PARTS = 60, 50, 2
LEAST = 2_500
"""Steps of each part: 5,000 together."""
CROWD = 8
SEEDS = st.integers(0, 2**32)
FIRST = 0.6
PAYING = frozenset({Act.SHOW_CODE, Act.CONFIRM_PAID})
STRAIGHT = frozenset(
    {
        *(Act.SIGN, Act.ISSUE, Act.ANSWER_ISSUED, Act.ORDER, *PAYING),
        *(Act.SHIP, Act.RECEIVE_AT_COUNTY, Act.FORWARD, Act.RECEIVE_AT_STATION, Act.HAND_OVER),
        *(Act.MARK_DELIVERED, Act.RECOMPOSE, Act.RELEASE, Act.ACKNOWLEDGE_ANSWER),
    }
)
"""The straight way from the signature to the card in the hand."""


class AnyOrder(RuleBasedStateMachine):
    """A few people, their cases, and everybody who may or may not act on them."""

    world: ClassVar[World]
    morning: ClassVar[datetime]
    parties: ClassVar[tuple[Actor, ...]]
    taken: ClassVar[int]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.inner = transaction.atomic()
        self.inner.__enter__()
        self.town = Town(self.world, self.parties, Random(0), self.morning)
        self.number = 0

    def teardown(self) -> None:
        try:
            assert list(chains.broken_chains()) == []
            assert self.town.book.orders >= 0
        finally:
            transaction.set_rollback(True)
            self.inner.__exit__(None, None, None)

    def step(self, seed: int) -> None:
        """One minute passes; chance is given by the one who looks for trouble."""
        type(self).taken += 1
        self.number += 1
        self.town.chance = Random(f"{self.number} {seed}")
        later(self.town)

    @initialize(seed=SEEDS)
    def morning_begins(self, seed: int) -> None:
        """Two people have come with everything, and one case from outside."""
        self.step(seed)
        for _ in range(2):
            self.somebody_with_everything()
        self.a_case_arrives()

    @rule(seed=SEEDS)
    def somebody_does_something(self, seed: int) -> None:
        """Mostly what leads on; now and then what leads nowhere or must not be."""
        self.step(seed)
        steps = (self.onward, self.offered, self.of_intake, self.barred, self.barred_of_intake)
        chosen = self.town.chance.choices(steps, weights=(45, 30, 15, 6, 4))[0]
        chosen()

    @rule(seed=SEEDS, days=st.sampled_from([0, 1, 4, 31, 190]))
    def time_passes_and_people_come(self, seed: int, days: int) -> None:
        """Days go by; while there is room in town, somebody comes or a case arrives."""
        self.step(seed)
        later(self.town, days=days)
        comes = (self.somebody, self.somebody_with_everything, self.a_case_arrives)
        if len(self.town.intakes) + len(self.town.cases) < CROWD:
            self.town.chance.choice(comes)()

    # People come.

    def somebody(self) -> None:
        home = {"home_unit": self.world.home.code, **self.town.home()}
        stored = record(self.town.next_serial(), **home)
        reason = self.town.chance.choice((Reason.EXPIRED, Reason.LOST))
        found = intake_open.Found(stored, declared_as_registered(stored), (), "DUE")
        intake_id = intake_open.new_id()
        call = self.town.call(self.world.acceptor)
        intake_open.open_intake(call, found=found, reason=reason, intake_id=intake_id)
        self.town.intakes.append(intake_id)

    def somebody_with_everything(self) -> None:
        self.world.at = self.town.at
        intake = self.world.complete(self.town.next_serial(), **self.town.home())
        self.town.intakes.append(intake.id)
        self.try_intake(Act.COMPOSE, self.town.intake(intake.id), self.world.acceptor)

    def a_case_arrives(self) -> None:
        number = f"37010254000020261123{self.town.next_serial():04d}"
        version = version_of(self.world, number=number, arrived=self.town.at)
        case_id = intake_open.new_id()
        arrival.arrive(self.town.call(UPSTREAM), arrival=version, case_id=case_id)
        self.town.cases.append(case_id)

    # Acts.

    def some_case(self) -> Case:
        """One of them; mostly the first, which so gets far."""
        others = self.town.cases[1:] or self.town.cases
        chosen = self.town.cases[0] if self.town.chance.random() < FIRST else None
        return self.town.case(chosen or self.town.chance.choice(others))

    def some_intake(self) -> Intake:
        return self.town.intake(self.town.chance.choice(self.town.intakes))

    def of_intake(self) -> None:
        intake = self.some_intake()
        how = intake_standing(intake)
        offered = [
            (act, actor)
            for act in intake_acts.DOERS
            for actor in self.parties
            if judge_intake(act, how, actor) is None
        ]
        if offered:
            act, actor = self.town.chance.choice(offered)
            self.try_intake(act, intake, actor)

    def barred_of_intake(self) -> None:
        intake = self.some_intake()
        act = self.town.chance.choice(list(intake_acts.DOERS))
        actor = self.town.chance.choice(self.parties)
        if judge_intake(act, intake_standing(intake), actor) is None:
            return
        with pytest.raises(OperationError), transaction.atomic():
            intake_acts.DOERS[act](self.town, intake, actor)
        assert self.town.intake(intake.id).version == intake.version

    def offered(self) -> None:
        case = self.some_case()
        self.try_one_of(self.offers(case), case)

    def onward(self) -> None:
        case = self.some_case()
        offers = self.offers(case)
        ways = STRAIGHT - PAYING if case.is_paid else STRAIGHT
        self.try_one_of([pair for pair in offers if pair[0] in ways] or offers, case)

    def offers(self, case: Case) -> list[tuple[Act, Actor]]:
        how = standing(case)
        return [
            (act, actor)
            for act in CASE_DOERS
            if row_for(act, stage=how.stage, stream=how.stream) is not None
            for actor in self.parties
            if judge(act, how, actor) is None
        ]

    def try_one_of(self, offers: list[tuple[Act, Actor]], case: Case) -> None:
        """Every act has the same chance, however many may do it."""
        if offers:
            act = self.town.chance.choice(list(dict.fromkeys(act for act, _ in offers)))
            actor = self.town.chance.choice([who for what, who in offers if what is act])
            self.try_case(act, case.id, actor)

    def barred(self) -> None:
        case = self.some_case()
        act = self.town.chance.choice(list(CASE_DOERS))
        actor = self.town.chance.choice(self.parties)
        if judge(act, standing(case), actor) is None:
            return
        was = checks.before(case)
        with pytest.raises(OperationError), transaction.atomic():
            CASE_DOERS[act](self.town, case, actor)
        checks.unchanged(was, self.town.case(case.id))

    def try_intake(self, act: Act, intake: Intake, actor: Actor) -> None:
        """It is done, or refused in words without a trace."""
        cases = len(self.town.cases)
        try:
            with transaction.atomic():
                intake_acts.DOERS[act](self.town, intake, actor)
        except OperationError:
            del self.town.cases[cases:]
            assert self.town.intake(intake.id).version == intake.version
            return
        self.done[act] += 1
        now = self.town.intake(intake.id)
        row = next(r for r in INTAKE_ROWS if r.act is act)
        assert IntakeStage(now.stage) in (row.then or (IntakeStage(intake.stage),))
        assert now.version == intake.version + 1
        for case_id in self.town.cases[cases:]:
            checks.case_holds(self.town.case(case_id))

    def try_case(self, act: Act, case_id: object, actor: Actor) -> None:
        """It is done as its row says, or refused in words without a trace."""
        case = self.town.case(case_id)  # type: ignore[arg-type]
        was = checks.before(case)
        row = row_for(act, stage=was.stage, stream=Stream(case.stream))
        assert row is not None
        try:
            with transaction.atomic():
                CASE_DOERS[act](self.town, case, actor)
        except OperationError:
            checks.unchanged(was, self.town.case(case.id))
            return
        self.done[act] += 1
        now = self.town.case(case.id)
        checks.as_the_table_says(row, act, was, now)
        checks.case_holds(now)
        checks.fee_holds(now)
        checks.money_holds(self.town)


@pytest.mark.parametrize("part", range(PARTS))
def test_any_order(world: World, part: int) -> None:
    class Machine(AnyOrder):
        taken = 0
        done: ClassVar[Counter[str]] = Counter()

    Machine.world, Machine.parties = world, parties(world)
    Machine.morning = world.at + timedelta(minutes=part)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=PHASES,
            derandomize=not IS_EXPLORING,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(Machine.taken, dict(Machine.done.most_common()))
    assert Machine.taken >= LEAST


def test_every_act_of_a_case_and_an_intake_is_among_them() -> None:
    births = {Act.COMPOSE, Act.ARRIVE, Act.OPEN_INTAKE, Act.LOOK_UP}
    of_cases = {row.act for row in ROWS} & OPERATED
    of_intakes = {row.act for row in INTAKE_ROWS} & OPERATED
    by_themselves = {Act.SET_DUE, Act.LIFT_REFUSAL}
    assert of_cases - set(CASE_DOERS) - births <= by_themselves
    assert of_intakes - set(intake_acts.DOERS) <= by_themselves
