"""An ordinary renewal by keyboard alone in a real browser; nothing is wider than the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.desks.gallery.shots import scrolls
from tests.desks.station.window import Window

from tongban.accounts.requests import COOKIE

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("TONGBAN_SHOTS", "")
"""A folder: every page of the journey is then photographed at both sizes."""


@pytest.fixture
def page(
    window: Window, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        token = window.client.cookies[COOKIE].value
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
        opened = context.new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(f"{live_server.url}/station/intake/")
        yield opened
        browser.close()
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
    page.get_by_text("历史受理照片").wait_for()
    shoot(page, "3-compare")
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
