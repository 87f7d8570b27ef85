"""绿色通道与上门服务 on the city's pages: counted by county and station, every figure with its cases."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.accounts.people import make_officer, sign_in
from tests.cases.world import World

from tongban.cases.operations.green import Mark, Visit
from tongban.cases.queries.green_use import Span, Used, green_use
from tongban.cases.queries.overview import month
from tongban.procedure.reasons import GreenReason
from tongban.procedure.roles import Role

CITY = "370800000000"
AGED = Mark(GreenReason.AGED)


def at_home(world: World) -> Mark:
    return Mark(GreenReason.ILL, visit=Visit("受理甲", world.at.date(), "敬老院"))


@pytest.fixture
def chief(client: Client, world: World) -> Client:
    officer = make_officer("chief", unit=CITY, roles=(Role.SUPERVISION,))
    sign_in(client, officer, unit=CITY)
    return client


@pytest.fixture
def busy(world: World) -> World:
    """Five accepted in November, three of them in the green channel, one of those at home."""
    world.signed(1)
    world.composed(2)
    world.signed(3, green=AGED)
    world.composed(4, green=AGED)
    world.signed(5, green=at_home(world))
    world.at -= timedelta(days=40)
    world.signed(6, green=AGED)
    world.at += timedelta(days=40)
    return world


def november(world: World, unit: str = "") -> Span:
    return Span(world.at - timedelta(days=20), world.at + timedelta(days=5), unit)


def test_they_are_counted_by_the_station_that_accepted(
    busy: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = green_use(november(busy))
    assert found == {
        (busy.station, Used.ACCEPTED): 5,
        (busy.station, Used.GREEN): 3,
        (busy.station, Used.VISITED): 1,
    }


def test_the_month_counts_them_and_nothing_else_changes(busy: World) -> None:
    found = month(begins=busy.at - timedelta(days=20))
    assert (found.accepted, found.green, found.visited) == (5, 3, 1)
    assert (found.incoming, found.outgoing, found.refused) == (0, 0, 0)
    assert found.by_day == ((date(2026, 11, 23), 5),)


def figures(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'<a class="num" href="[^"]+">(\d+)<', page)]


def test_the_page_leads_to_the_stations_and_to_the_cases(busy: World, chief: Client) -> None:
    city = chief.get("/city/green/?month=2026-11").content.decode()
    assert figures(city) == [5, 3, 1, 5, 3, 1]
    county = chief.get(f"/city/green/?month=2026-11&unit={busy.county}").content.decode()
    assert figures(county) == [5, 3, 1, 5, 3, 1]
    assert busy.city.require(busy.station).short_name in county
    for kind, count in (("ACCEPTED", 5), ("GREEN", 3), ("VISITED", 1)):
        for unit in ("", busy.station, busy.county):
            page = chief.get(f"/city/green/{kind}/?month=2026-11&unit={unit}").content.decode()
            assert page.count("<tr data-row>") == count
    nothing = chief.get(f"/city/green/GREEN/?month=2026-11&unit={busy.home.code}").content.decode()
    assert "本月没有" in nothing
    assert chief.get("/city/green/NOTHING/").status_code == 404
