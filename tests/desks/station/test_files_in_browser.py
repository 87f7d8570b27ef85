"""A file in a real browser: sealed by keyboard, searched, checked, handed out, its copy verified."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.desks.station.test_intake_in_browser import page, shoot
from tests.desks.station.window import Window

from tongban.cases.models import Case

__all__ = ["page"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_file_from_the_seal_to_the_check_of_its_copy(
    page: Page, window: Window, live_server: LiveServer
) -> None:
    case = window.world.handed_over(1)
    window.world.handed_over(2)
    page.goto(f"{live_server.url}/station/files/")
    shoot(page, "files")
    page.goto(f"{live_server.url}/files/{case.id}/")
    shoot(page, "file-open")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/station/files/")
    assert Case.objects.get(id=case.id).sealed_at is not None

    page.goto(f"{live_server.url}/files/")
    page.keyboard.type(case.number)
    page.keyboard.press("Enter")
    found = page.get_by_role("link", name=case.name)
    found.wait_for()
    shoot(page, "files-found")
    found.click()
    page.wait_for_url(f"**/files/{case.id}/")
    page.keyboard.press("c")
    page.get_by_text("校验结果").wait_for()
    shoot(page, "file-checked")

    page.locator(".files-out > summary").click()
    page.get_by_role("button", name="登记用途并导出").click()
    page.get_by_text("请选择调档用途").first.wait_for()
    shoot(page, "file-export")
    page.select_option("#f-purpose", "COMPLAINT")
    page.fill("#f-words", "信访室核查调取")
    with page.expect_download() as given:
        page.get_by_role("button", name="登记用途并导出").click()
    folder = zipfile.ZipFile(io.BytesIO(Path(given.value.path()).read_bytes()))
    code = json.loads(folder.read("manifest.json"))["check_code"]
    cover = pypdf.PdfReader(io.BytesIO(folder.read("file.pdf"))).pages[0].extract_text()
    assert code in re.sub(r"[\s-]", "", cover)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/v/{code}")
    page.get_by_text("居民身份证异地申办档案").wait_for()
    assert case.name not in page.content()
    shoot(page, "file-verified")
