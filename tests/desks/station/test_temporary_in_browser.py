"""A temporary card and a certificate by keyboard in a real browser, from the last step on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.accounts.people import sign_in
from tests.cases.elsewhere import OUT_OF_PROVINCE
from tests.cases.world import MORNING
from tests.desks.station.test_intake_in_browser import page, shoot
from tests.desks.station.window import Window, picture

from tongban.accounts.models import Grant, Officer
from tongban.accounts.requests import COOKIE
from tongban.cases.models import ComposedVersion, Intake, TemporaryDocument
from tongban.cases.operations import intake_open, temporary
from tongban.procedure.roles import Role

__all__ = ["page"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def print_by(page: Page, key: str) -> str:
    """Print with a key; the address of the paper that opens beside the page."""
    with page.expect_popup() as opened:
        page.keyboard.press(key)
    paper = opened.value
    paper.wait_for_url("**/papers/**")
    address = paper.url
    paper.close()
    return address


def test_a_card_from_the_last_step_to_the_register(
    page: Page, window: Window, live_server: LiveServer
) -> None:
    case = window.world.paid(1)
    intake = Intake.objects.get(case=case)
    page.goto(f"{live_server.url}/station/intake/{intake.id}/finish/")
    page.get_by_text("申请人需要的，当场制发").wait_for()
    shoot(page, "temporary-finish")
    page.keyboard.press("t")
    page.wait_for_url("**/temporary/**")
    shoot(page, "temporary-card")
    page.keyboard.press("Control+Enter")
    page.get_by_text("还没有打印").wait_for()
    shoot(page, "temporary-card-made")
    document = TemporaryDocument.objects.get(case=case)
    assert print_by(page, "Control+Enter")
    page.reload()
    page.get_by_text("已打印").wait_for()
    page.keyboard.press("e")
    page.wait_for_url("**/station/intake/**")
    page.goto(f"{live_server.url}/temporary/")
    page.get_by_text(document.number).wait_for()
    shoot(page, "temporary-register")


def test_a_certificate_is_explained_first(
    page: Page, window: Window, live_server: LiveServer
) -> None:
    case = window.world.signed(
        2, **OUT_OF_PROVINCE, name="阿卜杜热依木·买买提艾力·吐尔逊江·热合曼𬭎䶮"
    )
    assert ComposedVersion.objects.filter(case=case).exists()
    page.goto(f"{live_server.url}/temporary/{case.id}/")
    assert page.locator("blockquote").inner_text().startswith("您的户籍在外省")
    assert page.locator("#f-purpose").evaluate("one => one === document.activeElement")
    shoot(page, "temporary-certificate")
    page.keyboard.press("Control+Enter")
    page.get_by_text("请写明用途").first.wait_for()
    shoot(page, "temporary-certificate-wrong")
    page.get_by_role("button", name="办理住宿登记").click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("还没有打印").wait_for()
    shoot(page, "temporary-certificate-made")
    assert TemporaryDocument.objects.get(case=case).purpose == "办理住宿登记"


def test_the_hand_over_asks_for_it_by_keyboard(
    page: Page, window: Window, live_server: LiveServer
) -> None:
    officer = Officer.objects.get(name=window.world.acceptor.name)
    Grant.objects.create(officer=officer, unit_id=window.unit, role=Role.DELIVERY)
    case = window.world.at_station(3)
    document_id = intake_open.new_id()
    call = window.world.call(window.world.acceptor, minutes=190)
    temporary.issue_temporary(case.id, call, document_id=document_id)
    sign_in(window.client, officer, unit=window.unit, at=MORNING)
    token = window.client.cookies[COOKIE].value
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    page.goto(f"{live_server.url}/station/cards/{case.id}/")
    for key in ("Alt+1", "Alt+4", "Alt+8"):
        page.keyboard.press(key)
    assert page.locator("input[name=temporary][value=LATER]").is_checked()
    page.keyboard.press("Alt+6")
    assert page.locator("input[name=temporary][value=RETURNED]").is_checked()
    shoot(page, "temporary-hand-over")
    page.set_input_files("#signed-page", {
        "name": "signed.png", "mimeType": "image/png", "buffer": picture(kind="PNG").getvalue(),
    })  # fmt: skip
    page.keyboard.press("Control+Enter")
    page.get_by_text("证件已交到领取人手中").wait_for()
    shoot(page, "temporary-handed-over")
    assert TemporaryDocument.objects.get(id=document_id).ending == "RETURNED"
