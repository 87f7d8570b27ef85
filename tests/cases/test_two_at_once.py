"""Many at once on real connections: one wins, everybody else learns it; nothing is done twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from tests.cases.world import World

from tongban.cases.models import Batch, Card, Case, Event, Intake, Obligation, Outgoing, Paper
from tongban.cases.operations import compose, intake_open, logistics, papers, review
from tongban.cases.operations.errors import LostRace, Occupied, OperationError, WrongStage
from tongban.cases.queries.chains import broken_chains
from tongban.policy.vocabulary import Reason

AT_ONCE = 8


@pytest.fixture
def committed(transactional_db: None, settings: LazySettings, tmp_path: Path) -> World:
    """A world whose rows other connections see."""
    settings.DATA = tmp_path
    return World()


def all_at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run every act on a connection of its own, started together; how each of them ended."""
    gate = threading.Barrier(len(acts))
    ends: list[str] = []

    def run(act: Callable[[], object]) -> None:
        connection.ensure_connection()
        gate.wait(30)
        try:
            ends.append(type(act()).__name__)
        except OperationError as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return Counter(ends)


def test_sheets_printed_at_once_are_numbered_one_by_one(committed: World) -> None:
    world = committed
    case = world.signed()
    sheets: list[int] = []

    def printed() -> object:
        made = papers.counted(
            "FORM", subject=case.id, contents={"version": 1}, actor=world.acceptor, at=world.at
        )
        sheets.append(made.reprint)
        return made

    all_at_once([printed] * AT_ONCE)
    assert sorted(sheets) == list(range(AT_ONCE))
    assert Paper.objects.get(kind="FORM", subject=case.id).prints == AT_ONCE


def test_of_many_reviewers_one_issues(committed: World) -> None:
    world = committed
    case = world.signed()

    def issue() -> object:
        call = world.call(world.reviewer, minutes=60)
        return review.issue(case.id, call, seen_version=case.version)

    ends = all_at_once([issue] * AT_ONCE)
    assert ends.pop("Done") == 1
    assert set(ends) <= {LostRace.__name__, WrongStage.__name__}
    assert ends.total() == AT_ONCE - 1
    assert Event.objects.filter(subject=case.id, act="ISSUE").count() == 1
    assert Outgoing.objects.filter(case=case, kind="decision").count() == 1
    assert not list(broken_chains())


def test_the_same_request_many_times_at_once_is_one_effect(committed: World) -> None:
    world = committed
    case = world.signed()
    call = world.call(world.reviewer, minutes=60, request_id=uuid4())
    ends = all_at_once([lambda: review.issue(case.id, call, seen_version=case.version)] * AT_ONCE)
    assert ends == {"Done": AT_ONCE}
    assert Event.objects.filter(subject=case.id, act="ISSUE").count() == 1
    assert not list(broken_chains())


def test_numbers_drawn_at_once_are_all_different_and_without_gaps(committed: World) -> None:
    world = committed
    intakes = [world.complete(serial) for serial in range(AT_ONCE)]

    def composing(intake: Intake) -> Callable[[], object]:
        call = world.call(world.acceptor, minutes=5)
        return lambda: compose.compose(intake.id, call, case_id=intake_open.new_id())

    ends = all_at_once([composing(intake) for intake in intakes])
    assert ends == {"Done": AT_ONCE}
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [int(number[-4:]) for number in numbers] == list(range(1, AT_ONCE + 1))
    assert Obligation.objects.filter(kind="PAY").count() == AT_ONCE


def test_batches_forwarded_at_once_have_numbers_of_their_own(committed: World) -> None:
    world = committed
    cards = [Card.objects.get(case=world.at_county(serial)) for serial in range(4)]

    def forwarding(card: Card) -> Callable[[], object]:
        call = world.call(world.forwarder, minutes=150)
        return lambda: logistics.forward(
            world.station, call, card_ids=[card.id], batch_id=intake_open.new_id()
        )

    assert all_at_once([forwarding(card) for card in cards]) == {"list": len(cards)}
    numbers = Batch.objects.filter(kind=Batch.Kind.TO_STATION).values_list("number", flat=True)
    assert sorted(int(number[-4:]) for number in numbers) == [1, 2, 3, 4]


def test_of_many_windows_one_opens_the_intake(committed: World) -> None:
    world = committed
    windows = [world.acceptor, world.acceptor2, world.elsewhere(), world.elsewhere()]

    def opening(place: int) -> Callable[[], object]:
        call = world.call(windows[place % len(windows)])
        return lambda: intake_open.open_intake(
            call, found=world.found(), reason=Reason.EXPIRED, intake_id=intake_open.new_id()
        )

    ends = all_at_once([opening(place) for place in range(AT_ONCE)])
    assert ends == {"Done": 1, Occupied.__name__: AT_ONCE - 1}
    assert Intake.objects.count() == 1
