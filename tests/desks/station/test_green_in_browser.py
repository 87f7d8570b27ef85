"""The green channel by keyboard alone: opened from a step, written, shown at the head of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.desks.station.test_intake_in_browser import page, shoot, step
from tests.desks.station.window import Window

__all__ = ["page"]
pytestmark = pytest.mark.journey


@pytest.mark.django_db(transaction=True)
def test_a_home_visit_is_written_down_by_keyboard(page: Page, window: Window) -> None:
    intake = window.begin(window.person(), reason="EXPIRED")
    page.goto(page.url.replace("/intake/", f"/intake/{intake}/details/"))
    step(page, "details")
    page.keyboard.press("Alt+g")
    page.locator("dialog#green[open]").wait_for()
    shoot(page, "green-window")
    page.keyboard.press("Control+Enter")
    page.get_by_text("请选择原因。").first.wait_for()
    shoot(page, "green-faults")
    page.locator("#f-green_reason").select_option("DISABLED")
    page.locator("#f-green_visit").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("受理甲")
    page.locator("#f-green_place").fill("南苑敬老院")
    page.keyboard.press("Control+Enter")
    page.get_by_text("绿色通道 · 上门").first.wait_for()
    assert page.url.endswith(f"/{intake}/details/")
    shoot(page, "green-marked")
    assert (window.row(intake).green, (window.row(intake).visit or {})["by"]) == (
        "DISABLED",
        "受理甲",
    )
