"""Who comes to which window when: believable at whatever moment the demonstration is built."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from tongban.cli.demo_city.crowd import KEPT, LEFT, Crowd
from tongban.cli.demo_city.drawing_up import DAYS, VISIT, Draft, Shape
from tongban.cli.demo_city.hours import Hours
from tongban.cli.demo_city.plan import FETCHED_LATE, Fate, Plan
from tongban.cli.demo_city.timeline import Life, Timeline
from tongban.policy.units import UnitKind, shipped_city
from tongban.policy.vocabulary import Reason
from tongban.simulators.people.people import CAST, generate_people
from tongban.simulators.people.person import Person, Story
from tongban.standards.ages import full_years
from tongban.standards.calendar import seed_calendar
from tongban.standards.zones import CN

MOMENTS = {
    "monday morning": datetime(2026, 11, 23, 8, 31, tzinfo=CN),
    "noon": datetime(2026, 11, 24, 12, 0, tzinfo=CN),
    "afternoon": datetime(2026, 11, 24, 16, 40, tzinfo=CN),
    "evening": datetime(2026, 11, 24, 17, 40, tzinfo=CN),
    "night": datetime(2026, 11, 25, 0, 20, tzinfo=CN),
    "sunday": datetime(2026, 11, 22, 15, 0, tzinfo=CN),
    "national day": datetime(2026, 10, 3, 11, 0, tzinfo=CN),
    "no calendar": datetime(2027, 1, 6, 10, 0, tzinfo=CN),
}
HOURS = Hours(seed_calendar())


@cache
def people(today: date) -> tuple[Person, ...]:
    """Return the people of a day, the same in every test."""
    return tuple(generate_people(1, count=3600, today=today))


def draft_at(now: datetime, *, seed: int = 1) -> Draft:
    """The whole demonstration, not drawn up yet."""
    city = shipped_city()
    crowd = Crowd(people(now.date()), city=city, today=now.date())
    return Draft(crowd, city=city, hours=HOURS, now=now, seed=seed)


def plans_at(now: datetime, *, seed: int = 1) -> list[Plan]:
    """Draw up the plans of the whole demonstration."""
    return draft_at(now, seed=seed).draw(Shape())


@pytest.fixture(params=MOMENTS, scope="module")
def now(request: pytest.FixtureRequest) -> datetime:
    """A moment of building."""
    return MOMENTS[str(request.param)]


@pytest.fixture(scope="module")
def plans(now: datetime) -> list[Plan]:
    """The plans of that moment."""
    return plans_at(now)


def test_nobody_comes_in_the_future_or_twice(now: datetime, plans: list[Plan]) -> None:
    assert all(now - timedelta(days=DAYS + 1) <= plan.opens_at <= now for plan in plans)
    records = [plan.person.record.record_id for plan in plans]
    assert len(records) == len(set(records))
    assert [plan.number for plan in plans] == list(range(1, len(plans) + 1))


@pytest.mark.parametrize("after_close", [1, 20, 84, 300], ids=lambda minutes: f"+{minutes}")
def test_one_case_from_elsewhere_was_fetched_late_and_waits(after_close: int) -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=CN) + timedelta(minutes=after_close)
    draft = draft_at(now)
    draft.draw(Shape())
    (late,) = (one for one in draft.incoming if one.fate is Fate.OVERDUE)
    assert late.arrives_at + FETCHED_LATE < now
    assert late.arrives_at < HOURS.last_close(now)


def test_nobody_is_at_home(plans: list[Plan]) -> None:
    assert all(plan.station != plan.person.record.home_unit for plan in plans)


def test_every_bureau_has_a_queue_that_is_not_late(now: datetime, plans: list[Plan]) -> None:
    city = shipped_city()
    queued = [plan for plan in plans if plan.fate is Fate.QUEUED]
    waiting = Counter(city.county_of(plan.person.record.home_unit or "").code for plan in queued)
    assert set(waiting) == {unit.code for unit in city.of_kind(UnitKind.COUNTY)}
    assert min(waiting.values()) >= 8
    since = HOURS.last_close(now)
    assert all(since <= plan.opens_at <= now - VISIT for plan in queued)


def test_what_is_overdue_came_before_the_last_close(now: datetime, plans: list[Plan]) -> None:
    late = [plan for plan in plans if plan.fate is Fate.OVERDUE]
    assert len(late) == 2
    assert all(plan.opens_at + VISIT < HOURS.last_close(now) for plan in late)


def test_offices_work_on_their_days(now: datetime, plans: list[Plan]) -> None:
    days = [plan.opens_at.astimezone(CN) for plan in plans]
    assert all(8 <= day.hour < 19 for day in days)
    working = sum(HOURS.is_working(day.date()) for day in days)
    assert working > 0.55 * len(days)


def test_children_come_with_a_guardian(plans: list[Plan]) -> None:
    for plan in plans:
        born = plan.person.record.birth_date
        if full_years(born, on=plan.opens_at.date() + timedelta(days=1)) < 16:
            assert plan.guardian is not None
            assert plan.guardian.record.id_number != plan.person.record.id_number


def test_reasons_are_as_in_life(plans: list[Plan]) -> None:
    share = Counter(plan.reason for plan in plans if plan.fate is Fate.ORDINARY)
    total = sum(share.values())
    assert 0.45 < share[Reason.EXPIRED] / total < 0.75
    assert 0.05 < share[Reason.DAMAGED] / total < 0.2


def test_the_cast_is_left_for_whoever_tries(plans: list[Plan]) -> None:
    used = Counter(plan.person.story for plan in plans if plan.person.number <= KEPT)
    for story, number in Counter(CAST).items():
        if story is not Story.LONG_NAME:
            assert number - used[story] >= LEFT


def test_the_same_seed_draws_the_same_plans() -> None:
    now = MOMENTS["noon"]
    assert plans_at(now) == plans_at(now)
    assert plans_at(now) != plans_at(now, seed=2)


def test_a_life_ends_where_time_ends() -> None:
    begin = MOMENTS["noon"]
    seen: list[tuple[str, datetime]] = []

    def life(name: str, step: timedelta) -> Life:
        at = begin
        while True:
            yield at
            seen.append((name, at))
            at += step

    timeline = Timeline(until=begin + timedelta(hours=3))
    timeline.add(life("slow", timedelta(hours=2)))
    timeline.add(life("fast", timedelta(hours=1)))
    timeline.run()
    hours = [(name, (at - begin).seconds // 3600) for name, at in seen]
    assert hours == [
        ("slow", 0),
        ("fast", 0),
        ("fast", 1),
        ("slow", 2),
        ("fast", 2),
        ("fast", 3),
    ]
