"""The PC's camera in a real browser, with Chromium's own moving picture in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import chromium
from tests.desks.station.test_intake_in_browser import shoot
from tests.desks.station.window import Window

from tongban.accounts.requests import COOKIE
from tongban.cases.models import Draft

pytestmark = pytest.mark.journey
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@contextmanager
def browser_at(
    window: Window, live_server: LiveServer, *flags: str, scripts: bool = True
) -> Iterator[Page]:
    with chromium(*flags) as started:
        context = started.new_context(
            viewport={"width": 1366, "height": 768}, java_script_enabled=scripts
        )
        token = window.client.cookies[COOKIE].value
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
        try:
            yield context.new_page()
        finally:
            connections.close_all()


@pytest.fixture(autouse=True)
def _unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.mark.django_db(transaction=True)
def test_taken_looked_at_taken_again_and_used(window: Window, live_server: LiveServer) -> None:
    intake = window.identified(window.person())
    with browser_at(window, live_server, *FAKE) as page:
        page.goto(f"{live_server.url}/station/intake/{intake}/photo/")
        page.keyboard.press("F6")
        page.wait_for_url("**/camera/")
        page.locator("[data-shutter]").wait_for()
        assert page.locator("[data-choice] option").count() >= 1
        shoot(page, "camera-live")
        page.keyboard.press("Space")
        page.locator("[data-use]").wait_for()
        shoot(page, "camera-still")
        page.keyboard.press("r")
        page.locator("[data-shutter]").wait_for()
        page.keyboard.press("Space")
        page.locator("[data-use]").wait_for()
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/photo*/**")
        shoot(page, "camera-sent")
        # Chromium's picture has no face in it: the measures of the upload say so, or cut it.
        is_taken = Draft.objects.filter(key=f"photo:{intake}").exists()
        assert is_taken or "有 1 处需要改正" in page.content()


@pytest.mark.django_db(transaction=True)
def test_a_returned_photo_is_taken_the_same_way(window: Window, live_server: LiveServer) -> None:
    case = window.world.returned()
    with browser_at(window, live_server, *FAKE) as page:
        page.goto(f"{live_server.url}/station/returns/{case.id}/?part=photo")
        page.keyboard.press("F6")
        page.wait_for_url("**/camera/")
        page.locator("[data-shutter]").wait_for()
        shoot(page, "camera-of-return")
        page.keyboard.press("Space")
        page.locator("[data-use]").wait_for()
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"**/returns/{case.id}/**")
        page.get_by_role("link", name="照片").first.wait_for()
        is_taken = Draft.objects.filter(key=f"fix-photo:{case.id}").exists()
        assert is_taken or "需要改正" in page.content()


@pytest.mark.django_db(transaction=True)
def test_without_a_camera_the_file_goes_on(window: Window, live_server: LiveServer) -> None:
    intake = window.identified(window.person())
    with browser_at(window, live_server, "--use-fake-ui-for-media-stream") as page:
        page.goto(f"{live_server.url}/station/intake/{intake}/camera/")
        page.locator("[data-say]", has_text="从文件上传").wait_for()
        assert page.locator("[data-shutter]").is_hidden()
        assert page.locator("#f-image").is_visible()


@pytest.mark.django_db(transaction=True)
def test_without_scripts_there_is_the_file(window: Window, live_server: LiveServer) -> None:
    intake = window.identified(window.person())
    with browser_at(window, live_server, scripts=False) as page:
        page.goto(f"{live_server.url}/station/intake/{intake}/camera/")
        assert page.locator("[data-webcam]").is_hidden()
        assert page.locator("#f-image").is_visible()


@pytest.mark.django_db
def test_no_other_page_may_use_the_camera(window: Window) -> None:
    intake = window.identified(window.person())
    allowed = {
        path: window.get(f"{intake}/{path}/").headers["Permissions-Policy"].split(",")[0]
        for path in ("camera", "photo", "compare")
    }
    assert allowed == {"camera": "camera=(self)", "photo": "camera=()", "compare": "camera=()"}


@pytest.mark.django_db
def test_nothing_is_captured_before_identity(window: Window) -> None:
    intake = window.begin(window.person())
    answer = window.client.get(f"/station/intake/{intake}/camera/")
    assert answer.headers["Location"] == f"/station/intake/{intake}/photo/"


@pytest.mark.django_db
def test_only_what_can_be_corrected_is_photographed(window: Window) -> None:
    case = window.world.returned()
    url = f"/station/returns/{case.id}/"
    page = window.client.get(f"{url}camera/")
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    assert f'action="{url}photo/"' in page.content.decode()
    reloaded = window.client.get(f"{url}photo/")
    assert reloaded.headers["Location"] == f"{url}?part=photo"
    signed = window.world.signed(2)
    assert window.client.get(f"/station/returns/{signed.id}/camera/").status_code == 404
