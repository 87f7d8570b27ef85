"""每天登录: met by opening a fresh list; a list that cannot be had is the city's, not the unit's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.cases.lists import failed, fetched, when
from tests.cases.world import World

from tongban.cases.models import LookIn, Obligation, Outage
from tongban.cases.operations.lookin import close_days, open_day, record_look_ins
from tongban.cases.operations.office import office
from tongban.cases.queries.look_ins import (
    LookState,
    UnitLooks,
    last_looks,
    missed_in_a_row,
    own_looks,
    unit_looks,
)
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import System
from tongban.procedure.actors import UPSTREAM
from tongban.procedure.reasons import LookInOutcome
from tongban.standards.zones import CN

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
REMOTE = "province_remote"


def at(text: str) -> datetime:
    """A moment in local time: 11-23 09:30."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CN)


def outcomes(unit: str, day: date = MONDAY) -> dict[str, str]:
    """How the unit's look-ins of a day ended, by system; empty while open."""
    rows = Obligation.objects.filter(kind="LOOK_IN", owner_unit=unit, day=day)
    return dict(rows.values_list("system", "outcome"))


def of(unit: str, *, day: date = MONDAY) -> UnitLooks:
    return own_looks(unit, day=day)


@pytest.fixture
def monday(world: World) -> World:
    """Monday with its duties made, all lists fetched in the morning."""
    open_day(MONDAY, at=at("11-23 00:00"))
    fetched(at("11-23 08:29"))
    return world


def test_a_fresh_list_meets_the_duty_system_by_system(monday: World) -> None:
    morning = at("11-23 08:31")
    seen = when(morning, province_remote=morning - timedelta(minutes=31))
    met = record_look_ins(monday.acceptor, at=morning, fetched=seen)
    assert met == {System.SHANDONG_POPULATION, System.NATIONAL_REMOTE}
    assert of(monday.station).of(LookState.MET) == (
        System.SHANDONG_POPULATION,
        System.NATIONAL_REMOTE,
    )
    assert of(monday.station).of(LookState.UNFETCHED) == (System.PROVINCE_REMOTE,)
    assert LookIn.objects.filter(unit=monday.station).count() == 3


@pytest.mark.parametrize(("minutes", "is_met"), [(0, True), (30, True), (31, False)])
def test_a_list_counts_as_fresh_for_half_an_hour(monday: World, minutes: int, is_met: bool) -> None:
    morning = at("11-23 09:00")
    seen = {System.PROVINCE_REMOTE: morning - timedelta(minutes=minutes)}
    met = record_look_ins(monday.acceptor, at=morning, fetched=seen)
    assert bool(met) is is_met


def test_nobody_but_an_officer_looks_in(monday: World) -> None:
    with pytest.raises(ValueError, match="officer"):
        record_look_ins(UPSTREAM, at=at("11-23 09:00"), fetched={})


def test_who_did_not_open_the_list_is_told_from_who_could_not_have_it(monday: World) -> None:
    now = at("11-23 09:00")
    record_look_ins(monday.acceptor, at=now, fetched=when(now, province_remote=None))
    record_look_ins(monday.reviewer, at=now, fetched=when(now))
    by_unit = {one.unit: one for one in unit_looks(MONDAY)}
    station, bureau = by_unit[monday.station], by_unit[monday.home_county]
    other = by_unit[monday.home.code]
    assert (station.is_missing, station.is_waiting) == (False, True)
    assert (bureau.is_missing, bureau.is_waiting) == (False, False)
    assert (other.is_missing, other.is_waiting) == (True, False)
    short = {one.unit for one in unit_looks(MONDAY, is_short=True)}
    assert monday.home_county not in short
    assert {monday.station, monday.home.code} <= short


def test_the_day_of_a_bureau_is_that_of_its_own_units(monday: World) -> None:
    units = unit_looks(MONDAY, county=monday.county)
    stations = office().city.stations_of(monday.county)
    assert {one.unit for one in units} == {monday.county, *(s.code for s in stations)}
    assert all(len(one.looks) == len(System) for one in units)


def test_at_the_close_of_the_day_a_list_that_could_not_be_had_is_no_omission(monday: World) -> None:
    now = at("11-23 09:00")
    record_look_ins(monday.acceptor, at=now, fetched=when(now, province_remote=None))
    assert close_days(at("11-23 16:59")).upstream_down == 0
    closed = close_days(at("11-23 17:00"))
    assert (closed.upstream_down, closed.missed) == (1, 0)
    assert outcomes(monday.station)["PROVINCE_REMOTE"] == LookInOutcome.UPSTREAM_DOWN
    assert of(monday.station).is_waiting
    assert outcomes(monday.home.code)["PROVINCE_REMOTE"] == ""
    assert close_days(at("11-23 17:15")).upstream_down == 0


def test_who_looks_again_after_the_outage_has_looked_in(monday: World) -> None:
    morning, later = at("11-23 09:00"), at("11-23 11:06")
    record_look_ins(monday.acceptor, at=morning, fetched=when(morning, province_remote=None))
    record_look_ins(monday.acceptor, at=later, fetched={System.PROVINCE_REMOTE: later})
    close_days(at("11-23 17:00"))
    assert set(outcomes(monday.station).values()) == {LookInOutcome.LOOKED_IN}


def test_a_list_that_nobody_could_have_all_day_blames_nobody(world: World) -> None:
    open_day(MONDAY, at=at("11-23 00:00"))
    fetched(at("11-23 16:50"), ports=("population", "national_remote"))
    fetched(at("11-23 07:59"), ports=(REMOTE,))
    failed(at("11-23 08:00"), ports=(REMOTE,))
    close_days(at("11-23 17:00"))
    assert outcomes(world.station) == {
        "SHANDONG_POPULATION": "",
        "PROVINCE_REMOTE": LookInOutcome.UPSTREAM_DOWN,
        "NATIONAL_REMOTE": "",
    }
    close_days(at("11-24 00:00"))
    assert outcomes(world.station)["NATIONAL_REMOTE"] == LookInOutcome.MISSED


def test_an_outage_that_left_time_to_look_does_not_excuse(world: World) -> None:
    open_day(MONDAY, at=at("11-23 00:00"))
    fetched(at("11-23 07:59"), ports=(REMOTE,))
    failed(at("11-23 08:00"), ports=(REMOTE,))
    fetched(at("11-23 10:00"))
    close_days(at("11-23 17:00"))
    close_days(at("11-24 00:00"))
    assert set(outcomes(world.station).values()) == {LookInOutcome.MISSED}


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2026, 11, 27), LookInOutcome.MISSED),  # Friday
        (date(2026, 11, 28), LookInOutcome.DAY_OFF),  # Saturday
        (date(2026, 10, 10), LookInOutcome.MISSED),  # Saturday, worked in place of the holiday
        (date(2026, 10, 5), LookInOutcome.DAY_OFF),  # Monday inside the National Day
    ],
)
def test_only_working_days_can_be_missed(world: World, day: date, outcome: str) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=CN)
    open_day(day, at=midnight)
    fetched(midnight + timedelta(hours=12))
    close_days(midnight + timedelta(hours=23))
    assert set(outcomes(world.station, day).values()) == {""}
    close_days(midnight + timedelta(days=1))
    assert set(outcomes(world.station, day).values()) == {outcome}


def test_a_look_at_the_weekend_is_recorded(world: World) -> None:
    saturday, now = date(2026, 11, 28), at("11-28 10:00")
    open_day(saturday, at=at("11-28 00:00"))
    record_look_ins(world.acceptor, at=now, fetched=when(now))
    close_days(at("11-29 00:00"))
    assert set(outcomes(world.station, saturday).values()) == {LookInOutcome.LOOKED_IN}
    assert last_looks([world.station]) == {world.station: now}


def test_a_day_made_late_is_still_due_that_day_and_counts_who_looked_before(world: World) -> None:
    now = at("11-23 09:00")
    record_look_ins(world.acceptor, at=now, fetched=when(now))
    assert open_day(MONDAY, at=at("11-23 18:10")) > 0
    row = Obligation.objects.filter(kind="LOOK_IN", owner_unit=world.home.code).first()
    assert row is not None
    assert row.due_at == at("11-23 17:00")
    assert set(outcomes(world.station).values()) == {LookInOutcome.LOOKED_IN}


def test_a_day_without_a_calendar_stays_open(world: World) -> None:
    day = date(2027, 3, 1)
    open_day(day, at=datetime(2027, 3, 1, tzinfo=CN))
    close_days(datetime(2027, 3, 3, tzinfo=CN))
    assert set(outcomes(world.station, day).values()) == {""}


def test_days_missed_in_a_row_are_counted_past_weekends_and_outages(world: World) -> None:
    missed = LookInOutcome.MISSED
    story = {
        18: LookInOutcome.LOOKED_IN,  # Wednesday
        19: missed,
        20: LookInOutcome.UPSTREAM_DOWN,
        21: LookInOutcome.DAY_OFF,
        23: missed,
        24: missed,
    }
    for number, outcome in story.items():
        day = date(2026, 11, number)
        open_day(day, at=datetime(2026, 11, number, tzinfo=CN))
        Obligation.objects.filter(day=day).update(closed_at=at("11-25 00:00"), outcome=outcome)
    units = [world.station, "nowhere"]
    assert missed_in_a_row(units, before=date(2026, 11, 25)) == {world.station: 3, "nowhere": 0}
    assert missed_in_a_row(units, before=date(2026, 11, 19)) == {world.station: 0, "nowhere": 0}


def test_every_unit_but_the_city_owes_three_looks_a_day(world: World) -> None:
    made = open_day(MONDAY, at=at("11-23 00:00"))
    units = [u for u in office().city.units if u.kind is not UnitKind.CITY]
    assert made == len(units) * len(System)
    assert open_day(MONDAY, at=at("11-23 00:15")) == 0
    assert Outage.objects.count() == 0
