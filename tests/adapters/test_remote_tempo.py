"""The other cities and provinces acting by themselves, under a clock moved by the test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.adapters.remote_cases import TODAY, hand_in, issued, ours, people, returned, someone

from tongban.ports.population import DecisionOutcome
from tongban.ports.remote import CaseAnswered, CaseArrived, CaseWithdrawn
from tongban.simulators.base.faults import Automatic
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.people.person import Person, Story
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.remote import office_hours, tempo
from tongban.simulators.remote.ledger import RemoteLedger
from tongban.standards.zones import CN, local_date

MONDAY = datetime(2026, 3, 2, 9, tzinfo=CN)
NIGHT = datetime(2026, 3, 2, 22, tzinfo=CN)
STEP = timedelta(minutes=20)


@pytest.fixture(scope="module")
def population() -> Iterator[PopulationLedger]:
    ledger = PopulationLedger()
    ledger.fill(generate_people(1, count=500, today=TODAY))
    yield ledger
    ledger.close()


@pytest.fixture
def ledger(population: PopulationLedger) -> Iterator[NationalRemoteLedger]:
    ledger = NationalRemoteLedger(people=population.db)
    ledger.automatic = Automatic(on=True, seed=7)
    yield ledger
    ledger.close()


def live(ledger: RemoteLedger, *, days: float, start: datetime = MONDAY) -> datetime:
    """Let time pass; returns when it stopped."""
    at = start
    while at < start + timedelta(days=days):
        ledger.tick(at=at)
        at += STEP
    return at


def hand_in_many(ledger: RemoteLedger, count: int, *, at: datetime = MONDAY) -> list[str]:
    person = someone(Story.OTHER_PROVINCE)
    numbers = [f"37081151000020260302{place:04d}" for place in range(count)]
    for number in numbers:
        hand_in(ledger, ours(person, number=number, composed_at=at), at=at)
    return numbers


def households(count: int) -> list[Person]:
    """People whose household is in this city."""
    return [person for person in people() if person.record.home_unit][:count]


def answers(ledger: RemoteLedger) -> list[CaseAnswered]:
    found = ledger.changes(0, limit=500, at=MONDAY).changes
    return [change for change in found if isinstance(change, CaseAnswered)]


def arrivals(ledger: RemoteLedger) -> list[CaseArrived]:
    found = ledger.changes(0, limit=500, at=MONDAY).changes
    return [change for change in found if isinstance(change, CaseArrived)]


def test_most_cases_of_ours_are_answered_within_two_days(ledger: NationalRemoteLedger) -> None:
    numbers = hand_in_many(ledger, 60)
    live(ledger, days=3)
    said = answers(ledger)
    assert 54 <= len(said) < 60
    assert len({change.case_number for change in said}) == len(said)
    live(ledger, days=12, start=MONDAY + timedelta(days=3))
    said = answers(ledger)
    assert {change.case_number for change in said} == set(numbers)
    outcomes = Counter(change.decision.outcome for change in said)
    assert 2 <= outcomes[DecisionOutcome.RETURNED] <= 15
    for change in said:
        decision = change.decision
        assert bool(decision.words) == (decision.outcome is DecisionOutcome.RETURNED)
        assert decision.valid_from in (None, local_date(change.at))


def test_offices_keep_their_hours(ledger: NationalRemoteLedger) -> None:
    hand_in_many(ledger, 40)
    live(ledger, days=10)
    changes = ledger.changes(0, limit=500, at=MONDAY).changes
    assert len(changes) > 60
    assert all(office_hours.is_open(change.at) for change in changes)


def test_a_chase_helps(ledger: NationalRemoteLedger) -> None:
    numbers = hand_in_many(ledger, 60)
    at = live(ledger, days=3)
    slow = set(numbers) - {change.case_number for change in answers(ledger)}
    assert slow
    for number in slow:
        ledger.chase(number, words="请尽快审核签发。", at=at)
    live(ledger, days=1, start=at)
    assert {change.case_number for change in answers(ledger)} == set(numbers)


def test_households_of_ours_apply_elsewhere_all_day(ledger: NationalRemoteLedger) -> None:
    live(ledger, days=5)
    found = arrivals(ledger)
    days = Counter(local_date(change.at) for change in found)
    assert len(days) == 5
    assert all(4 <= count <= 20 for count in days.values())
    records = [ledger.case_file(c.case_number, version=1, at=MONDAY).record for c in found]
    assert len({record.id_number for record in records}) == len(records)
    assert all(record.home_unit for record in records)


def test_no_queue_grows_without_end(ledger: NationalRemoteLedger) -> None:
    for person in households(tempo.MOST_WAITING):
        ledger.arrivals.accept(person, at=MONDAY)
    ledger.tick(at=MONDAY + timedelta(hours=3))
    assert len(arrivals(ledger)) == tempo.MOST_WAITING
    for number in [change.case_number for change in arrivals(ledger)][:5]:
        ledger.decide(issued(number), at=MONDAY)
    ledger.tick(at=MONDAY + timedelta(hours=5))
    assert len(arrivals(ledger)) == tempo.MOST_WAITING + 1


def test_what_we_return_is_corrected_or_given_up(ledger: NationalRemoteLedger) -> None:
    for person in households(50):
        number = ledger.arrivals.accept(person, at=MONDAY)
        ledger.decide(returned(number), at=MONDAY)
    before = {change.case_number for change in arrivals(ledger)}
    live(ledger, days=9)
    changes = ledger.changes(0, limit=500, at=MONDAY).changes
    corrected = {c.case_number for c in arrivals(ledger) if c.version == 2}
    given_up = {
        c.case_number
        for c in changes
        if isinstance(c, CaseWithdrawn) and c.case_number in before and c.version == 1
    }
    assert before == corrected | given_up
    assert not corrected & given_up
    assert len(corrected) > 5 * len(given_up) > 0


def test_an_issued_case_is_left_alone(ledger: NationalRemoteLedger) -> None:
    number = ledger.arrivals.accept(someone(), at=MONDAY)
    ledger.decide(issued(number), at=MONDAY)
    live(ledger, days=5)
    assert [c for c in ledger.change_list.of_case(number) if c.version > 1] == []
    assert len(ledger.change_list.of_case(number)) == 1


def test_the_same_seed_lives_the_same_life(population: PopulationLedger) -> None:
    lives = []
    for seed in (7, 7, 8):
        ledger = NationalRemoteLedger(people=population.db)
        ledger.automatic = Automatic(on=True, seed=seed)
        hand_in_many(ledger, 10)
        live(ledger, days=2)
        lives.append(ledger.changes(0, limit=500, at=MONDAY).changes)
        ledger.close()
    assert lives[0] == lives[1] != lives[2]


def test_wound_on_offices_work_at_night(ledger: NationalRemoteLedger) -> None:
    numbers = hand_in_many(ledger, 20, at=NIGHT)
    live(ledger, days=0.1, start=NIGHT)
    assert answers(ledger) == []
    ledger.automatic = Automatic(on=True, seed=7, speed=1000)
    live(ledger, days=0.1, start=NIGHT)
    assert {change.case_number for change in answers(ledger)} == set(numbers)


def test_without_people_nobody_applies() -> None:
    ledger = NationalRemoteLedger()
    live(ledger, days=1)
    assert arrivals(ledger) == []
    ledger.close()


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-03-02 09:00", 1, "2026-03-02 10:00"),
        ("2026-03-02 11:30", 1, "2026-03-02 14:00"),
        ("2026-03-02 12:10", 1, "2026-03-02 14:30"),
        ("2026-03-02 16:30", 1, "2026-03-03 09:00"),
        ("2026-03-02 03:00", 7.5, "2026-03-03 09:00"),
        ("2026-03-06 16:00", 1, "2026-03-09 08:30"),
        # Spring Festival: off from the 15th to the 23rd, work on Saturday the 14th and the 28th.
        ("2026-02-13 16:00", 2, "2026-02-14 09:30"),
        ("2026-02-14 16:30", 2, "2026-02-24 10:00"),
        # No notice for 2027 yet: weekends only.
        ("2027-01-01 16:30", 1, "2027-01-04 09:00"),
    ],
)
def test_time_is_counted_while_offices_work(since: str, hours: float, until: str) -> None:
    start = datetime.fromisoformat(f"{since}+08:00").astimezone(UTC)
    end = datetime.fromisoformat(f"{until}+08:00")
    assert office_hours.after(start, seconds=hours * 3600) == end
