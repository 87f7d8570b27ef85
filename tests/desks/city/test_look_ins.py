"""每天登录 on the city's pages: who did not look, told from what could not be had."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cases.lists import failed, fetched, when
from tests.desks.county.desk import Desk

from tongban.accounts.models import Officer
from tongban.cases.models import Obligation
from tongban.cases.operations.lookin import close_days, open_day, record_look_ins
from tongban.cases.operations.office import office
from tongban.policy.units import UnitKind
from tongban.procedure.reasons import LookInOutcome
from tongban.standards.zones import local_date

LIST = "/city/look-ins/"


@pytest.fixture
def morning(desk: Desk) -> Desk:
    """The day's look-ins made; the world's station looked into two of three systems."""
    open_day(local_date(desk.clock.at), at=desk.world.at)
    at = desk.clock.at
    record_look_ins(desk.world.acceptor, at=at, fetched=when(at, province_remote=None))
    return desk


def page(desk: Desk, url: str = LIST) -> str:
    answer = desk.client(desk.world.chief).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(text: str) -> int:
    return text.count("<tr data-row>")


def test_the_list_tells_the_unit_from_the_system(morning: Desk) -> None:
    units = len([u for u in office().city.units if u.kind is not UnitKind.CITY])
    shown = page(morning)
    assert f"未打开清单 {units - 1} 个单位" in shown
    assert "系统取不到 1 个单位" in shown
    waiting = page(morning, f"{LIST}?only=waiting")
    assert rows(waiting) == 1
    assert "取不到" in waiting


def test_the_list_goes_on_behind_the_last_unit(morning: Desk) -> None:
    url, seen = LIST, 0
    while url:
        text = page(morning, url)
        seen += rows(text)
        after = text.partition('data-key="PageDown"')[0].rpartition('href="')[2]
        has_next = 'class="pager"' in text
        url = after.partition('"')[0].replace("&amp;", "&") if has_next else ""
    units = len([u for u in office().city.units if u.kind is not UnitKind.CITY])
    assert seen == units


def test_an_outage_of_the_day_stands_above_the_units(morning: Desk) -> None:
    at = morning.clock.at
    fetched(at - timedelta(minutes=90), ports=("province_remote",))
    failed(at - timedelta(minutes=89), ports=("province_remote",))
    record_look_ins(morning.world.reviewer, at=at, fetched=when(at, province_remote=None))
    shown = page(morning)
    assert "省异地受理签发模块 10:01 起无法获取，2 个单位打开清单时取不到" in shown


def test_a_unit_long_absent_and_without_anybody_stands_first(morning: Desk) -> None:
    today = local_date(morning.clock.at)
    absent = morning.world.home.code
    for back in (3, 4):
        day = today - timedelta(days=back)
        open_day(day, at=morning.world.at - timedelta(days=back))
        Obligation.objects.filter(day=day, owner_unit=absent).update(
            closed_at=morning.world.at, outcome=LookInOutcome.MISSED
        )
    text = page(morning)
    first = text.partition("<tr data-row>")[2].partition("</tr>")[0]
    assert office().city.require(absent).short_name in first
    assert "连续 2 个工作日" in first
    assert "没有可用账号" in first
    assert rows(page(morning, f"{LIST}?only=streak")) == 1


def test_somebody_who_is_there_is_named(morning: Desk) -> None:
    morning.client(morning.world.reviewer)
    Officer.objects.filter(name=morning.world.reviewer.name).update(
        last_signed_in_at=morning.clock.at
    )
    assert "11:30 有人使用" in page(morning, f"{LIST}?county={morning.world.home_county}")


def test_the_day_before_can_be_looked_at(morning: Desk) -> None:
    friday = local_date(morning.clock.at) - timedelta(days=3)
    open_day(friday, at=morning.world.at - timedelta(days=3))
    fetched(morning.world.at - timedelta(days=3))
    close_days(morning.clock.at)
    text = page(morning, f"{LIST}?day={friday}")
    assert "未登录" in text
    assert "后一天" in text


def test_a_day_off_is_recorded_and_nobody_is_missing(desk: Desk) -> None:
    desk.later(days=5)  # Saturday
    at = desk.clock.at
    open_day(local_date(at), at=at)
    record_look_ins(desk.world.acceptor, at=at, fetched=when(at))
    shown = page(desk)
    assert "这一天有 1 个单位登录过" in shown
    assert "未打开清单" not in shown
    overview = page(desk, "/city/")
    assert "今天还没登录的单位" not in overview
    assert "非工作日" in overview
    county = desk.client(desk.world.supervisor).get("/county/stations/").content.decode()
    assert "没有误期事项，今天不是工作日" in county
    assert "今天未登录" not in county


def test_the_overview_counts_units_and_not_systems(morning: Desk) -> None:
    county = morning.world.county
    stations = len(office().city.stations_of(county))
    shown = page(morning, "/city/")
    cell = shown.partition(f"/city/look-ins/?county={county}")[2].partition("</a>")[0]
    # The bureau itself is one more; the station that could not have the list is none.
    assert f"未登录 {stations}" in cell
    assert "另有 1 个单位已打开清单" in cell


def test_the_duty_of_looking_in_leads_to_its_own_list(desk: Desk) -> None:
    answer = desk.client(desk.world.chief).get("/city/duty/LOOK_IN/?county=370811000000")
    assert answer.headers["Location"] == "/city/look-ins/?county=370811000000"


def test_the_list_asks_few_queries(morning: Desk, django_assert_max_num_queries: Any) -> None:
    client = morning.client(morning.world.chief)
    with django_assert_max_num_queries(8):
        assert client.get(LIST).status_code == 200
