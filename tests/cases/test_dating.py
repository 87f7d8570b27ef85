"""Due times that waited for a calendar: computed as an event once it is loaded, no unit's fault."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from tests.cases.elsewhere import arrived
from tests.cases.world import World

from tongban.cases.models import Case, Event, Obligation
from tongban.cases.operations import intake_end, lookin, review
from tongban.cases.operations.dating import EVENT, Dated, set_due_times
from tongban.cases.operations.door import Call, act_on_case
from tongban.cases.operations.errors import Forbidden
from tongban.cases.queries.chains import broken_chains
from tongban.cases.queries.county_watch import tallies
from tongban.cases.queries.review_queue import review_day
from tongban.policy.due_notes import CALENDAR_LATE, FETCHED_LATE, calendar_missing
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Priority, System
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.zones import CN

pytestmark = pytest.mark.django_db

WAITING = calendar_missing(2027)
NEW_YEAR = """
2027:
  source: 放假通知
  holidays: {元旦: [2027-01-01/2027-01-03]}
"""


def cn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CN)


@pytest.fixture
def year_end(world: World) -> World:
    """The world on the morning of Wednesday, 30 December, without a calendar of the next year."""
    world.at = cn("2026-12-30 09:30")
    return world


def load_calendar() -> None:
    assert settings.DATA is not None
    overlay = settings.DATA / "overlay"
    overlay.mkdir(exist_ok=True)
    (overlay / "calendar.yaml").write_text(NEW_YEAR, "utf-8")


def duty(case: Case, kind: K) -> Obligation:
    return Obligation.objects.get(case=case, kind=kind, closed_at=None)


def test_without_the_calendar_nothing_is_computed(year_end: World) -> None:
    case = year_end.returned()
    assert (duty(case, K.FIX_RETURN).due_at, duty(case, K.FIX_RETURN).due_note) == (None, WAITING)
    assert set_due_times(cn("2027-01-02 09:00"), limit=99) == Dated()
    assert not Event.objects.filter(name=EVENT).exists()


def test_the_due_time_is_set_as_an_act_of_the_system(year_end: World) -> None:
    case = year_end.returned()
    load_calendar()
    at = cn("2027-01-02 09:00")
    assert set_due_times(at, limit=99) == Dated(subjects=1)
    row = duty(case, K.FIX_RETURN)
    # 31 December, 4 and 5 January are the three working days.
    assert (row.due_at, row.due_note) == (cn("2027-01-05 17:00"), "")
    event = Event.objects.get(subject=case.id, name=EVENT)
    assert (event.act, event.party, event.officer, event.at) == ("SET_DUE", "SYSTEM", None, at)
    assert event.data["duties"] == [
        {
            "duty": str(row.id),
            "kind": "FIX_RETURN",
            "due_at": "2027-01-05T17:00:00+08:00",
            "is_late": False,
        }
    ]
    assert list(broken_chains()) == []


def test_asking_again_has_no_second_effect(year_end: World) -> None:
    year_end.returned()
    load_calendar()
    assert set_due_times(cn("2027-01-02 09:00"), limit=99).subjects == 1
    assert set_due_times(cn("2027-01-02 09:10"), limit=99) == Dated()
    assert Event.objects.filter(name=EVENT).count() == 1


def test_a_due_time_that_is_past_already_is_nobodys_lateness(year_end: World) -> None:
    ordinary = year_end.returned()
    short = year_end.returned(8, priority=Priority.EXPEDITED)
    load_calendar()
    at = cn("2027-01-05 09:00")
    set_due_times(at, limit=99)
    late = duty(short, K.FIX_RETURN)
    assert (late.due_at, late.due_note) == (cn("2027-01-04 17:00"), CALENDAR_LATE)
    assert duty(ordinary, K.FIX_RETURN).due_note == ""
    at = cn("2027-01-06 09:00")
    counted = tallies(year_end.county, at=at)[year_end.station, K.FIX_RETURN]
    # Of the two that are past by now, only the one that could have been met is late.
    assert (counted.open, counted.late) == (2, 1)


def test_a_duty_that_ended_meanwhile_is_left_alone(year_end: World) -> None:
    year_end.at = cn("2026-12-31 17:30")
    case = year_end.signed()
    assert duty(case, K.REVIEW).due_note == WAITING
    call = year_end.call(year_end.reviewer, minutes=20)
    review.issue(case.id, call, seen_version=case.version)
    load_calendar()
    set_due_times(cn("2027-01-05 09:00"), limit=99)
    closed = Obligation.objects.get(case=case, kind=K.REVIEW)
    assert (closed.due_at, closed.due_note) == (None, WAITING)


def test_an_intake_gets_its_due_time_in_its_own_chain(year_end: World) -> None:
    intake = year_end.open_intake()
    intake_end.print_one_time_notice(intake.id, year_end.call(year_end.acceptor, minutes=9))
    load_calendar()
    assert set_due_times(cn("2027-01-04 09:00"), limit=99).subjects == 1
    row = Obligation.objects.get(intake=intake, kind=K.SETTLE_INTAKE)
    assert row.due_at == cn("2027-01-07 17:00")
    assert Event.objects.filter(subject=intake.id, name=EVENT).count() == 1
    assert list(broken_chains()) == []


def test_every_day_of_such_a_year_has_its_look_ins(year_end: World) -> None:
    units = [u for u in year_end.city.units if u.kind is not UnitKind.CITY]
    daily = len(units) * len(lookin.CONNECTED)
    for day in (date(2027, 1, 2), date(2027, 1, 4)):
        assert lookin.open_day(day, at=cn(f"{day} 00:15")) == daily
    assert not Obligation.objects.filter(kind=K.LOOK_IN, due_at__isnull=False).exists()
    load_calendar()
    done = set_due_times(cn("2027-01-05 09:00"), limit=99)
    assert done == Dated(look_ins=2 * daily)
    assert set(Obligation.objects.values_list("due_at", "due_note")) == {
        (cn("2027-01-04 17:00"), CALENDAR_LATE)
    }


def test_at_most_so_many_at_a_time_the_oldest_first(year_end: World) -> None:
    first = year_end.returned(7)
    year_end.at += timedelta(minutes=1)
    second = year_end.returned(8)
    load_calendar()
    assert set_due_times(cn("2027-01-02 09:00"), limit=1).subjects == 1
    assert duty(first, K.FIX_RETURN).due_at is not None
    assert duty(second, K.FIX_RETURN).due_at is None
    assert set_due_times(cn("2027-01-02 09:00"), limit=1).subjects == 1
    assert duty(second, K.FIX_RETURN).due_at is not None


def test_a_year_that_is_still_missing_is_named_anew(year_end: World) -> None:
    """What waited for one calendar may turn out to need the next one as well."""
    case = year_end.returned()
    Obligation.objects.filter(case=case, kind=K.FIX_RETURN).update(opened_at=cn("2027-12-30 10:00"))
    load_calendar()
    set_due_times(cn("2027-12-30 11:00"), limit=99)
    row = duty(case, K.FIX_RETURN)
    assert (row.due_at, row.due_note) == (None, calendar_missing(2028))
    assert set_due_times(cn("2027-12-30 11:10"), limit=99) == Dated()


def test_only_the_system_sets_due_times(year_end: World) -> None:
    case = year_end.returned()
    with pytest.raises(Forbidden):
        act_on_case(
            case.id,
            Act.SET_DUE,
            Call(year_end.acceptor, year_end.at, uuid4()),
            decide=lambda _: pytest.fail("decided"),
        )
    assert not Event.objects.filter(act=Act.SET_DUE).exists()


def test_a_case_fetched_after_its_due_time_is_not_the_bureaus_lateness(world: World) -> None:
    friday = world.at - timedelta(days=3)
    case = arrived(world, arrived=friday, fetched_at=world.at, system=System.PROVINCE_REMOTE)
    row = duty(case, K.REVIEW)
    assert row.due_at is not None
    assert row.due_at < world.at
    assert row.due_note == FETCHED_LATE
    day = review_day(world.home_county, at=world.at)
    assert (day.waiting, day.overdue) == (1, 0)


def test_a_case_fetched_late_but_in_time_is_the_bureaus_from_then_on(world: World) -> None:
    early = world.at - timedelta(minutes=59)
    case = arrived(world, arrived=early, fetched_at=world.at)
    row = duty(case, K.REVIEW)
    assert row.due_note == ""
    assert row.due_at is not None
    assert review_day(world.home_county, at=row.due_at + timedelta(minutes=1)).overdue == 1
