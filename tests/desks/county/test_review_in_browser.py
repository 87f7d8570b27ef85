"""Review by keyboard alone in a real browser: both streams, parts of the queue, races."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import chromium
from tests.cases.elsewhere import NUMBER, arrived, version_of
from tests.cases.world import World, id_number
from tests.desks.county.desk import Desk, SetClock
from tests.desks.station.window import picture

from tongban.accounts.installation import forget
from tongban.accounts.middleware import SignInRequired
from tongban.accounts.requests import COOKIE
from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Case
from tongban.cases.operations import arrival
from tongban.procedure.actors import UPSTREAM
from tongban.procedure.reasons import LateCause
from tongban.procedure.stages import Stage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TONGBAN_SHOTS", "")
"""A folder: every page is then photographed at both sizes."""
SIZES = {"phone": (390, 844), "desk": (1366, 768)}
FITS = "(width) => innerWidth === width && document.documentElement.scrollWidth <= width"
NAMES = ("孔祥瑞", "曾㐂", "孟令䶮", "阿依古丽·买买提")


@pytest.fixture
def desk(
    transactional_db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """11:30, with cases of both streams waiting."""
    settings.DATA = tmp_path
    world = World()
    clock = SetClock(world.at + timedelta(hours=2))
    monkeypatch.setattr(SignInRequired, "clock", clock)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    yield Desk(world, clock)
    forget()


@pytest.fixture
def page(desk: Desk, live_server: LiveServer) -> Iterator[Page]:
    """The reviewer's browser, not yet at a page; a fault of a script fails the test."""
    with chromium() as browser:
        token = desk.client(desk.world.reviewer).cookies[COOKIE].value
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, base_url=live_server.url
        )
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
        opened = context.new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        try:
            yield opened
        finally:
            # The browser's driver runs this thread in a context with a connection of its own.
            connections.close_all()
        assert faults == []


def from_elsewhere(desk: Desk, n: int, **more: object) -> Case:
    """An incoming case of the ``n``-th person, with a photo to look at."""
    at = desk.clock.at
    photo = store.put(
        picture(358, 441).getvalue(), kind=BlobKind.STANDARD_PHOTO, media_type="image/jpeg", at=at
    )
    base = version_of(desk.world)
    who = {"record_id": f"R{n:06d}", "id_number": id_number(n), "name": NAMES[n]}
    values = {
        "number": f"{NUMBER[:-1]}{n}",
        "arrived": desk.world.at + timedelta(minutes=10 * n),
        "text": {**base.text, **who},
        "record": {**base.record, **who},
        "photo": photo,
    }
    return arrived(desk.world, **{**values, **more})


def shoot(page: Page, name: str) -> None:
    """Look at a page at both sizes; it never scrolls sideways."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        # A page is laid out anew after it was resized: wait for it, a page too wide never comes.
        page.wait_for_function(FITS, arg=width)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png", full_page=size == "phone")


def at_case(page: Page, name: str) -> None:
    """Wait until a person's case is shown."""
    page.get_by_role("heading", name=name, exact=True).wait_for()
    page.wait_for_load_state("networkidle")


def stages(*cases: Case) -> list[str]:
    return [Case.objects.get(id=case.id).stage for case in cases]


def test_a_morning_by_keyboard(desk: Desk, page: Page) -> None:
    first, second, third = (from_elsewhere(desk, n) for n in range(3))
    page.goto("/county/review/")
    at_case(page, NAMES[0])
    shoot(page, "review-incoming")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "purpose" not in one.headers else None)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    at_case(page, NAMES[1])
    # The next one lay ready: its page was not asked for again, only its queue and pictures.
    assert not [url for url in asked if url.endswith(f"/{second.id}/")]
    page.keyboard.press("r")
    page.keyboard.press("2")
    page.locator("#f-words").focus()
    page.keyboard.type("背景有阴影，请补光重拍。")
    page.keyboard.press("Control+Enter")
    at_case(page, NAMES[2])
    assert stages(first, second, third) == [Stage.ANSWERED, Stage.RETURNED, Stage.IN_REVIEW]
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.get_by_text("没有等待审核签发的件").wait_for()
    shoot(page, "review-all-done")


def test_parts_of_the_queue_by_their_keys(desk: Desk, page: Page) -> None:
    ours, there = desk.world.signed(8), from_elsewhere(desk, 1)
    page.goto(f"/county/review/{ours.id}/")
    at_case(page, ours.name)
    page.keyboard.press("3")
    at_case(page, NAMES[1])
    assert page.url.endswith(f"{there.id}/?s=INCOMING")
    assert page.locator(".queue-item").count() == 1
    page.keyboard.press("5")
    page.get_by_text("这里没有等待的件").wait_for()
    page.keyboard.press("1")
    page.locator(".queue-item").nth(1).wait_for()
    page.keyboard.press("?")
    assert "只看：转入" in page.locator("#keymap").inner_text()


def test_what_changed_meanwhile_is_said_and_leads_on(desk: Desk, page: Page) -> None:
    late = {"fetched_at": desk.clock.at, "late_cause": LateCause.UPSTREAM_DOWN}
    first, second = from_elsewhere(desk, 0), from_elsewhere(desk, 1, **late)
    third = from_elsewhere(desk, 3, record={})
    desk.world.open_intake(3)
    page.goto(f"/county/review/{first.id}/")
    at_case(page, NAMES[0])
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    at_case(page, NAMES[1])
    shoot(page, "review-late")
    # While the second one is looked at, its applicant withdraws elsewhere.
    arrival.withdrawn_there(second.id, desk.world.call(UPSTREAM, minutes=125), version=1)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    at_case(page, NAMES[3])
    page.get_by_text("受理地已撤回").first.wait_for()
    assert stages(first, second, third) == [Stage.ANSWERED, Stage.WITHDRAWN, Stage.IN_REVIEW]
    shoot(page, "review-unknown")
    page.goto(f"/county/review/{second.id}/")
    at_case(page, NAMES[1])
    shoot(page, "review-withdrawn")
    page.keyboard.press("Enter")
    at_case(page, NAMES[3])
