"""A list that cannot be had for long in working hours: an alarm at the city, a quiet line elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from tests.cases.lists import failed, fetched
from tests.cases.world import World
from tests.desks.county.desk import Desk, SetClock

from tongban.accounts.installation import forget
from tongban.accounts.middleware import SignInRequired
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.shared.alarms import alarmed, unfetched_since
from tongban.standards.zones import CN

WORK = datetime(2026, 11, 23, 10, 0, tzinfo=CN)
MINUTE = timedelta(minutes=1)


def system(
    name: str = "province_remote", *, fetched: datetime | None, failing: datetime | None = None
) -> SystemHealth:
    return SystemHealth(name, WORK, None, "", 20, fetched, failing)


@pytest.mark.parametrize(
    ("at", "minutes", "is_alarm"),
    [
        (WORK, 31, True),
        (WORK, 30, False),
        (WORK.replace(hour=8, minute=29), 120, False),
        (WORK.replace(hour=8, minute=30), 120, True),
        (WORK.replace(hour=17, minute=0), 120, True),
        (WORK.replace(hour=17, minute=1), 120, False),
        (WORK + timedelta(days=5), 120, False),  # Saturday
        (WORK.replace(month=10, day=10), 120, True),  # Saturday worked for the holiday
        (WORK.replace(year=2027), 120, True),  # no calendar: every day counts
    ],
)
def test_only_half_an_hour_of_working_time_is_an_alarm(
    at: datetime, minutes: int, is_alarm: bool
) -> None:
    since = at - minutes * MINUTE
    assert bool(alarmed([system(fetched=None, failing=since)], at=at)) is is_alarm


@pytest.mark.parametrize(
    ("one", "since"),
    [
        (system(fetched=WORK - 10 * MINUTE), None),
        (system(fetched=WORK - 31 * MINUTE), WORK - 31 * MINUTE),
        (system(fetched=WORK - 50 * MINUTE, failing=WORK - 49 * MINUTE), WORK - 49 * MINUTE),
        (system(fetched=None), None),
        (system("sms", fetched=WORK - 90 * MINUTE), None),
    ],
)
def test_a_silence_counts_like_a_failure(one: SystemHealth, since: datetime | None) -> None:
    assert unfetched_since(one, at=WORK) == since


@pytest.fixture
def desk(db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    world = World()
    clock = SetClock(world.at + timedelta(hours=2))
    monkeypatch.setattr(SignInRequired, "clock", clock)
    yield Desk(world, clock)
    forget()


def test_the_city_acts_and_the_others_read_what_still_works(desk: Desk) -> None:
    world = desk.world
    fetched(world.at)
    failed(world.at + MINUTE, ports=("province_remote",))
    city = desk.client(world.chief).get("/city/").content.decode()
    assert 'class="banner bad"' in city
    assert "省异地受理签发模块 09:31 起取不到列表" in city
    assert "请联系该系统的运维" in city
    for officer, url in (
        (world.acceptor, "/station/"),
        (world.supervisor, "/county/stations/"),
        (world.reviewer, "/county/review/"),
    ):
        page = desk.client(officer).get(url).content.decode()
        assert "不算本单位未登录" in page, url
        assert "其余照常进行" in page, url
        assert 'class="banner bad"' not in page, url


def test_a_short_trouble_of_a_list_troubles_nobody_at_the_window(desk: Desk) -> None:
    fetched(desk.clock.at - 5 * MINUTE)
    failed(desk.clock.at - 4 * MINUTE, ports=("province_remote",))
    assert 'class="banner' not in desk.client(desk.world.acceptor).get("/station/").content.decode()
