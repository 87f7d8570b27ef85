"""An ordinary renewal by keyboard alone in a real browser; nothing is wider than the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import chromium
from tests.desks.gallery.shots import scrolls
from tests.desks.station.test_look_up_nation import namesake
from tests.desks.station.window import Window, picture

from tongban.accounts.requests import COOKIE
from tongban.ports.registry import set_ports
from tongban.simulators.people.person import Story

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("TONGBAN_SHOTS", "")
"""A folder: every page of the journey is then photographed at both sizes."""


@pytest.fixture
def page(
    window: Window, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        token = window.client.cookies[COOKIE].value
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
        opened = context.new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(f"{live_server.url}/station/intake/")
        try:
            yield opened
        finally:
            # The browser's driver runs this thread in a context with a connection of its own.
            connections.close_all()
        assert faults == []


def shoot(page: Page, name: str) -> None:
    """Look at a page at both sizes; it never scrolls sideways."""
    page.wait_for_timeout(150)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-desk.png")
    page.set_viewport_size({"width": 390, "height": 844})
    wide, _ = scrolls(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-phone.png", full_page=True)
    page.set_viewport_size({"width": 1366, "height": 768})
    assert wide <= 0, name


def step(page: Page, name: str) -> None:
    """Wait until the page of a step is there."""
    page.wait_for_url(f"**/{name}/**")
    page.wait_for_load_state("networkidle")


@pytest.mark.django_db(transaction=True)
def test_a_renewal_by_keyboard_alone(page: Page, window: Window) -> None:
    person = window.person()
    shoot(page, "1-look-up")
    page.keyboard.type(person.record.id_number)
    page.keyboard.press("F2")
    step(page, "compare")
    shoot(page, "3-compare-first")
    page.keyboard.press("F4")
    page.locator("img[alt=现场照片]").wait_for()
    page.keyboard.press("F3")
    page.get_by_text("人口库登记的指纹比对").wait_for()
    page.keyboard.press("h")
    page.locator("#history:focus").wait_for()
    shoot(page, "3-compare")
    page.keyboard.press("h")
    page.locator(".results button[data-key=H]:focus").wait_for()
    assert page.locator("#history").count() == 0
    page.keyboard.press("h")
    page.locator("#history:focus").wait_for()
    page.keyboard.press("y")
    step(page, "photo")
    shoot(page, "4-photo-empty")
    page.keyboard.press("F4")
    page.locator("[data-frame-box]").wait_for()
    shoot(page, "4-photo")
    page.keyboard.press("Control+Enter")
    step(page, "fingerprints")
    page.keyboard.press("F3")
    page.get_by_text("已采集").first.wait_for()
    page.wait_for_load_state("networkidle")
    shoot(page, "5-fingerprints")
    page.keyboard.press("F3")
    step(page, "details")
    shoot(page, "6-details")
    page.keyboard.type("13800000000")
    page.keyboard.press("Control+Enter")
    step(page, "compose")
    shoot(page, "7-compose-before")
    page.keyboard.press("Control+Enter")
    page.locator("canvas").wait_for()
    shoot(page, "7-compose")
    box = page.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 220, box["y"] + 50, steps=8)
    page.mouse.up()
    page.keyboard.press("Control+Enter")
    step(page, "fee")
    page.locator("img[alt=支付码]").wait_for()
    shoot(page, "8-fee")
    page.keyboard.press("c")
    page.get_by_text("收条号").wait_for()
    shoot(page, "8-fee-cash")
    page.keyboard.press("c")
    page.get_by_text("到账").first.wait_for()
    page.keyboard.press("Control+Enter")
    step(page, "finish")
    shoot(page, "9-finish")
    page.keyboard.press("Alt+7")
    step(page, "compose")
    shoot(page, "7-signed")


def open_at(page: Page, window: Window, path: str) -> None:
    """Open a page of the window by its address."""
    page.goto(f"{page.url.split('/station/')[0]}/station/intake/{path}")
    page.wait_for_load_state("networkidle")


@pytest.mark.django_db(transaction=True)
def test_other_faces_of_the_window(page: Page, window: Window) -> None:
    other = window.person(Story.MISMATCH)
    shared = window.ledgers.population.people(Story.SHARED_NUMBER)[0]
    waiting = window.begin(window.person(), reason="LOST")
    page.goto(page.url)
    page.keyboard.type(shared.record.id_number)
    page.keyboard.press("Enter")
    page.get_by_text("请看清后选定").wait_for()
    shoot(page, "1-candidates")
    open_at(page, window, f"{waiting}/evidence/")
    shoot(page, "2-evidence-lost")
    page.locator("#f-valid_until").fill("2020-01-01")
    page.locator("#f-kind").get_by_text("护照", exact=True).click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("处需要改正").wait_for()
    shoot(page, "2-evidence-fault")
    window.do(waiting, "evidence", kind="HOUSEHOLD_REGISTER", image=[picture(), picture()])
    open_at(page, window, f"{waiting}/evidence/")
    shoot(page, "2-evidence")
    open_at(page, window, f"{waiting}/photo/")
    shoot(page, "4-locked")
    intake = window.begin(other)
    said = other.declared
    window.do(
        intake,
        "declare",
        name=said.name,
        sex=said.sex.value,
        ethnicity=said.ethnicity,
        birth_date=said.birth_date.isoformat(),
        id_number=said.id_number,
        address="山东省济南市历下区泉城路1号",
    )
    open_at(page, window, f"{intake}/identity/")
    shoot(page, "1-identity")
    window.do(intake, "live", by="camera")
    window.do(intake, "identity", confirmed="not-yet")
    open_at(page, window, f"{intake}/compare/")
    shoot(page, "3-not-yet")
    window.do(intake, "history")
    window.do(intake, "face", face="DIFFERENT")
    window.do(intake, "fingerprint")
    open_at(page, window, f"{intake}/compare/")
    shoot(page, "3-all-means")
    window.do(intake, "identity", confirmed="no")
    open_at(page, window, f"{intake}/compare/")
    shoot(page, "3-cannot-be-settled")
    page.get_by_text("不予异地受理", exact=True).last.click()
    page.locator("dialog#refuse").wait_for()
    shoot(page, "3-refuse")
    window.do(intake, "refuse", words="多次比对仍不能确认。")
    open_at(page, window, f"{intake}/finish/")
    shoot(page, "9-refused")


@pytest.mark.django_db(transaction=True)
def test_a_namesake_of_another_province_is_chosen_by_one_key(page: Page, window: Window) -> None:
    person = window.person()
    other = namesake(window, person)
    page.locator("#f-name").fill(person.record.name)
    page.locator("#f-birth_date").fill(person.record.birth_date.isoformat())
    page.keyboard.press("Control+Enter")
    page.get_by_text("查到 2 人").wait_for()
    shoot(page, "1-namesakes")
    page.locator("body").click(position={"x": 5, "y": 400})
    page.keyboard.press("2")
    step(page, "evidence")
    page.goto(page.url.replace("evidence", "identity"))
    page.get_by_text("全国人口信息").wait_for()
    assert page.locator("img[alt=人口库照片]").evaluate("one => one.naturalWidth") == 358
    assert other.record.home_office in page.content()
    shoot(page, "1-nation")
    set_ports(window.ledgers.ports(down="national_register"))
    page.goto(page.url.split("/station/")[0] + "/station/intake/")
    page.locator("#f-id_number").fill("11010119900307803X")
    page.keyboard.press("Enter")
    page.get_by_text("部人口信息系统暂时没有回答").wait_for()
    shoot(page, "1-nation-silent")
