"""The city's day with a system that cannot be had, by keyboard, in a real browser at both sizes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import chromium
from tests.cases.elsewhere import answer, arrived, issued, outgoing, returned
from tests.cases.lists import failed, fetched, when
from tests.cases.world import World
from tests.desks.city.test_answers import late, undelivered
from tests.desks.county.desk import Desk, SetClock

from tongban.accounts.installation import forget
from tongban.accounts.middleware import SignInRequired
from tongban.accounts.requests import COOKIE
from tongban.cases.models import Case, Outage, StrayMessage
from tongban.cases.operations.city_items import Stray, keep, wait
from tongban.cases.operations.lookin import open_day, record_look_ins
from tongban.cases.operations.office import office
from tongban.cases.operations.upstream_health import record_call
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import LateCause
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TONGBAN_SHOTS", "")
"""A folder: every page is then photographed at both sizes."""
SIZES = {"phone": (390, 844), "desk": (1366, 768)}
FITS = "(width) => innerWidth === width && document.documentElement.scrollWidth <= width"
MINUTE = timedelta(minutes=1)
Sit = Callable[[Actor, str], Page]


@pytest.fixture
def desk(
    transactional_db: None,
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    """11:30 of a morning on which the national list has not been had since 9:41."""
    settings.DATA = tmp_path
    world = World()
    clock = SetClock(world.at + timedelta(hours=2))
    monkeypatch.setattr(SignInRequired, "clock", clock)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    found = Desk(world, clock)
    troubled_morning(found)
    yield found
    forget()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started
        # The browser's driver runs this thread in a context with a connection of its own.
        connections.close_all()


@pytest.fixture
def sit(desk: Desk, browser: Browser, live_server: LiveServer) -> Iterator[Sit]:
    """Sit an officer down at a page; a fault of any page's script fails the test."""
    faults: list[str] = []

    def open_page(officer: Actor, url: str) -> Page:
        token = desk.client(officer).cookies[COOKIE].value
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(live_server.url + url)
        return page

    yield open_page
    assert faults == []


def shoot(page: Page, name: str) -> None:
    """Look at a page at both sizes; it never scrolls sideways."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        # A page is laid out anew after it was resized: wait for it, a page too wide never comes.
        page.wait_for_function(FITS, arg=width)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png", full_page=size == "phone")


def troubled_morning(desk: Desk) -> None:
    """Everything the city may have to see to, at once."""
    world, now = desk.world, desk.clock.at
    open_day(local_date(now), at=world.at)
    fetched(world.at + 10 * MINUTE)
    failed(world.at + 11 * MINUTE, ports=("national_remote",))
    for system in ("treasury", "card_centre", "sms", "residence", "credit", "national_register"):
        record_call(system, at=now, latency_ms=31, error_kind="")
    for minutes in (35, 60, 90):
        fetched(world.at + minutes * MINUTE, ports=("population", "province_remote"))
    units = [u.code for u in office().city.units if u.kind is not UnitKind.CITY]
    for place, unit in enumerate(units):
        if place % 9 == 5:
            continue
        at = world.at + (12 + place % 40) * MINUTE
        officer = world.officer("值班", unit, Role.ACCEPTANCE)
        stale = world.at + 10 * MINUTE if place % 7 == 3 else at
        seen = when(at, national_remote=stale - (40 * MINUTE if place % 7 == 3 else 0 * MINUTE))
        record_look_ins(officer, at=at, fetched=seen)
    fetched(now, ports=("population", "province_remote"))
    late(desk, 1)
    late(desk, 2)
    late(desk, 3, by_station=False)
    contradicted(world)
    undelivered(desk)
    arrived(
        world,
        number="320303540000202611200007",
        arrived=world.at - timedelta(days=3),
        fetched_at=now,
        late_cause=LateCause.UPSTREAM_DOWN,
    )
    messages(desk)


def contradicted(world: World) -> Case:
    """Two answers that say otherwise, and were not settled in a day."""
    case = outgoing(world, 4)
    answer(world, case, issued())
    case = answer(world, case, returned(), minutes=40)
    case.obligations.filter(kind="SETTLE_ANSWER").update(due_at=world.at + 50 * MINUTE)
    return case


def messages(desk: Desk) -> None:
    """Messages that could not be acted upon."""
    at = desk.clock.at - 20 * MINUTE
    unfit = Stray(uuid4(), "province_remote", "ARRIVED", "370102540000202611230031", at)
    keep(unfit, reason="来件的户籍地不是本市登记的单位，请市局核对单位代码。", at=at)
    later = Stray(uuid4(), "national_remote", "ARRIVED", "320303540000202611230012", at)
    wait(later, reason="对方系统连接不上，内容暂时取不到；每 5 分钟自动再取。", at=at)


def test_the_city_sees_what_needs_it_and_every_figure_opens(desk: Desk, sit: Sit) -> None:
    page = sit(desk.world.chief, "/city/")
    shoot(page, "overview")
    page.get_by_role("link", name="待市局催办").click()
    page.wait_for_url("**/city/answers/unanswered/")
    shoot(page, "unanswered")
    page.keyboard.press("j")
    row = "document.activeElement.closest('tbody tr')"
    assert page.evaluate(f"{row} === document.querySelector('tbody tr')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("k")
    assert page.evaluate(f"{row} !== null")
    page.go_back()
    page.get_by_role("link", name="今天还没登录的单位").click()
    page.wait_for_url("**/city/look-ins/**")
    shoot(page, "look-ins")
    page.keyboard.press("[")
    page.wait_for_url("**day=2026-11-22**")
    shoot(page, "look-ins-before")


def test_an_outage_and_a_message_are_closed_in_words_by_keyboard(desk: Desk, sit: Sit) -> None:
    page = sit(desk.world.chief, "/city/upstream/")
    shoot(page, "upstream")
    page.get_by_role("link", name="全国异地受理系统", exact=True).click()
    page.wait_for_url("**/outage/**")
    shoot(page, "outage")
    page.keyboard.type("已联系部里运维，正在抢修。")
    page.keyboard.press("Control+Enter")
    page.get_by_text("处理情况已记下").wait_for()
    page.get_by_role("link", name="转入件送到").first.click()
    page.wait_for_url("**/stray/**")
    shoot(page, "stray")
    page.keyboard.type("好")
    page.keyboard.press("Control+Enter")
    page.locator(".problems").wait_for()
    shoot(page, "stray-wrong")
    page.locator("textarea").fill("已请受理地改送徐州。")
    page.keyboard.press("Control+Enter")
    page.get_by_text("处理情况已记下").wait_for()
    assert Outage.objects.get().words == "已联系部里运维，正在抢修。"
    assert StrayMessage.objects.exclude(words="").count() == 1


def test_all_that_are_shown_are_reminded_of_with_one_key(desk: Desk, sit: Sit) -> None:
    page = sit(desk.world.chief, "/city/answers/")
    shoot(page, "answers")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    page.get_by_text("已催办 2 件").wait_for()
    shoot(page, "answers-after")
    assert sorted(Case.objects.filter(chases__gt=0).values_list("chases", flat=True)) == [2, 2]


def test_the_county_and_the_station_read_it_calmly(desk: Desk, sit: Sit) -> None:
    shoot(sit(desk.world.supervisor, "/county/stations/"), "county-stations")
    shoot(sit(desk.world.acceptor, "/station/"), "station")
    shoot(sit(desk.world.reviewer, "/county/review/"), "county-review")
