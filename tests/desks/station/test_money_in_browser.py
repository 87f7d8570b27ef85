"""The fee's odd ways and the day's close by keyboard in a real browser (第七条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import chromium
from tests.desks.county.desk import Desk
from tests.desks.station.test_intake_in_browser import shoot
from tests.desks.station.window import Ledgers

from tongban.accounts.requests import COOKIE
from tongban.cases.models import Case, CashClose, MoneyDifference, Payment
from tongban.cases.operations import fee, fee_told, withdraw
from tongban.jobs import money
from tongban.policy.vocabulary import Reason
from tongban.procedure.actors import SYSTEM, Actor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(desk: Desk, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A browser in which nobody is signed in yet."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium() as browser:
        opened = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        try:
            yield opened
        finally:
            connections.close_all()
        assert faults == []


def sit(page: Page, desk: Desk, actor: Actor, url: str) -> None:
    """An officer takes the seat and opens a page."""
    base = url.split("/", 3)
    token = desk.client(actor).cookies[COOKIE].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": "/".join(base[:3])}])
    page.goto(url)


def paid_twice(page: Page, desk: Desk, ledgers: Ledgers, case: Case) -> Payment:
    """The renewed code is paid, and the bank reports a payment of the old one as well."""
    row = case.payments.get()
    paid = ledgers.treasury.pay(row.code, at=desk.clock.at, paid_by="林小雨")
    fee_told.paid_there(paid, at=desk.clock.at)
    again = ledgers.treasury.pay_again(row.order_no, at=desk.clock.at, paid_by="林小雨")
    fee_told.paid_there(again, at=desk.clock.at)
    return case.payments.get(is_extra=True)


def test_a_code_runs_out_is_renewed_paid_twice_and_one_goes_back(
    page: Page, desk: Desk, ledgers: Ledgers, live_server: LiveServer
) -> None:
    world = desk.world
    case = world.signed(1)
    at_fee = f"{live_server.url}/station/intake/{world.intake_of(case).id}/fee/"
    sit(page, desk, world.acceptor, at_fee)
    page.keyboard.press("e")
    page.locator("img[alt=支付码]").wait_for()
    first = case.payments.get().code
    ledgers.treasury.act("expire", key=first, values={}, at=desk.clock.at)
    Payment.objects.update(code_expires_at=desk.clock.at - timedelta(minutes=1))
    page.goto(at_fee)
    page.get_by_text("支付码已过期，请换一个").wait_for()
    shoot(page, "money-expired")
    page.keyboard.press("e")
    page.locator("img[alt=支付码]").wait_for()
    assert case.payments.get().code != first
    row = paid_twice(page, desk, ledgers, case)
    page.goto(f"{live_server.url}/station/money/")
    page.get_by_text("多缴待退").first.wait_for()
    shoot(page, "money-book")
    page.get_by_role("link", name="办理退还").first.click()
    page.get_by_text("又缴了一次 20.00 元").wait_for()
    shoot(page, "money-extra")
    page.keyboard.press("t")
    page.get_by_text("已提出退还").wait_for()
    sit(page, desk, world.supervisor, f"{live_server.url}/county/stations/")
    shoot(page, "money-approve")
    approve = page.get_by_role("button", name="批准退费 20.00 元")
    approve.click()
    approve.wait_for(state="detached")
    row.refresh_from_db()
    assert row.state == "REFUNDING"
    assert row.refund_asked_by != row.refund_approved_by
    ledgers.treasury.refund(row.order_no, reference=str(row.id), reason="x", at=desk.clock.at)
    back = ledgers.treasury.finish_refund(row.order_no, at=desk.clock.at)
    fee_told.refunded_there(back, world.call(SYSTEM, minutes=200))
    sit(page, desk, world.acceptor, f"{live_server.url}/station/money/{case.id}/")
    page.get_by_text("已退费").wait_for()
    shoot(page, "money-refunded")
    assert world.fresh(case).is_paid


def test_the_day_is_closed_and_what_is_left_is_settled_by_another(
    page: Page, desk: Desk, ledgers: Ledgers, live_server: LiveServer
) -> None:
    world = desk.world
    first, second = world.signed(1), world.signed(2, reason=Reason.LOST)
    for case in (first, second):
        fee.take_cash(case.id, world.call(world.acceptor, minutes=20))
    third = world.signed(3, name="阿卜杜热依木·买买提艾力·吐尔逊江·热合曼𬭎䶮")
    fee.take_cash(third.id, world.call(world.acceptor, minutes=30))
    withdraw.withdraw(
        third.id, world.call(world.acceptor, minutes=40), words="不办了", signature="s",
        seen_version=world.fresh(third).version,
    )  # fmt: skip
    url = f"{live_server.url}/station/money/close/"
    sit(page, desk, world.acceptor, url)
    assert page.locator("#f-counted").evaluate("one => one === document.activeElement")
    shoot(page, "cash-close")
    page.locator("section[aria-labelledby=lying-title]").get_by_role(
        "button", name="现在代缴"
    ).first.click()
    page.get_by_text("已到账").first.wait_for()
    page.goto(url)
    page.keyboard.type("40")
    page.keyboard.press("Control+Enter")
    page.get_by_text("清点数与账面数不一致，请写明原因").first.wait_for()
    assert page.locator("#f-counted").input_value() == "40"
    shoot(page, "cash-close-wrong")
    page.locator("#f-words").fill("一笔找零有误，正在核对；其余明早代缴。")
    page.keyboard.press("Control+Enter")
    page.get_by_text("日清已办").wait_for()
    shoot(page, "cash-closed")
    assert CashClose.objects.get().counted_fen == 4000
    page.goto(f"{live_server.url}/money/differences/")
    shoot(page, "differences-own")
    page.get_by_role("link", name="现金盘点与账面不符").click()
    page.get_by_text("须由另一位民警核实办结").wait_for()
    sit(page, desk, world.acceptor2, page.url)
    shoot(page, "difference")
    page.keyboard.press("Control+Enter")
    page.get_by_text("请选择怎样办结的").first.wait_for()
    page.locator("#f-outcome").select_option("MADE_GOOD")
    page.locator("#f-words").fill("当面复点，找零差 20 元，已补齐。")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/differences/")
    assert MoneyDifference.objects.get(kind="COUNT").settled_by == world.acceptor2.officer_id
    money.read_statements(ledgers.ports(), at=desk.clock.at + timedelta(days=1))
    sit(page, desk, world.supervisor, f"{live_server.url}/money/differences/")
    page.get_by_text("现金在手或没有日清的民警").wait_for()
    shoot(page, "differences-county")
    sit(page, desk, world.chief, f"{live_server.url}/money/differences/")
    shoot(page, "differences-city")
