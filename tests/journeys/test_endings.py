"""A case ends before its card is made: revoked by two supervisors; withdrawn, and the fee given back."""

from __future__ import annotations

from playwright.sync_api import FilePayload
from tests.journeys import road
from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import sign, take_in
from tests.journeys.house import House, until
from tests.journeys.people import visitor
from tests.journeys.window import Window

COUNTY, STATION = "370811", "370811530000"
LOGIN, SUPERVISOR, CHIEF = "jincheng-sl1", "rencheng-dd1", "jining-dd1"
SCAN = FilePayload(name="核实函.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n")


def decide(window: Window, name: str, *, words: str) -> None:
    """From the list of what waits: the first of the two choices, in words."""
    window.go("/endings/")
    window.follow(name)
    window.press("1")
    window.tab_to("textarea[name=words]")
    window.type(words)
    window.page.locator("input[type=file]").set_input_files([SCAN])
    window.turn("Control+Enter")


def test_reported_held_by_one_revoked_by_another(officer: OpenWindow, house: House) -> None:
    person = visitor(house, home=COUNTY, but=STATION)
    window = officer(LOGIN)
    window.go("/station/intake/")
    books = Books(house, take_in(window, house, person).case)
    name = books.row["name"]

    reviewer = officer("rencheng-sq1")
    road.find_in_queue(reviewer, name)
    reviewer.turn("g")
    reviewer.press("ArrowDown", "ArrowDown", "ArrowDown")
    reviewer.tab_to("textarea[name=words]")
    reviewer.type("所持证件系伪造，已向签发地核实。")
    reviewer.turn("Control+Enter")
    assert "DECIDE_GROUND" in books.owed()

    decide(officer(SUPERVISOR), name, words="签发地复函，查无此证。")
    assert books.row["held"]
    chief = officer(CHIEF)
    decide(chief, name, words="签发地复函属实，予以撤销。")
    assert books.stage == "REVOKED"
    assert "DECIDE_GROUND" not in books.owed()
    notice = pdf_text(chief.send("form[action$='/revocation/']"))
    assert "第五条(四)" in notice
    assert "第十五条(一)" in notice
    verify(house)


def withdraw(window: Window, books: Books) -> None:
    """The applicant signs on the pad that he withdraws."""
    window.go(f"/cases/{books.row['id']}/")
    window.turn("w")
    window.tab_to("textarea[name=words]")
    window.type("已经在户籍地领到证件。")
    sign(window)
    window.turn("Control+Enter")
    assert books.stage == "WITHDRAWN"
    assert books.payment["state"] == "REFUND_ASKED"


def approve(window: Window, house: House, books: Books) -> None:
    """A second officer lets the treasury give the money back; it does."""
    window.go("/county/stations/")
    window.page.locator(f"form[action*='{books.row['id']}'] button").first.focus()
    window.turn("Enter")
    order_no = books.payment["order_no"]
    until("the refund asked for", lambda: books.treasury_order["state"] == "REFUNDING")
    house.act("treasury", "finish_refund", key=order_no)
    until("the money back", lambda: books.payment["state"] == "REFUNDED")


def test_withdrawn_and_paid_back_by_code_and_in_cash(officer: OpenWindow, house: House) -> None:
    window = officer(LOGIN)
    window.go("/station/intake/")
    person = visitor(house, home=COUNTY, but=STATION)
    by_code = Books(house, take_in(window, house, person).case)
    road.pay(house, by_code)
    withdraw(window, by_code)
    approve(officer(SUPERVISOR), house, by_code)
    assert "GIVE_BACK_CASH" not in by_code.owed()

    window.go("/station/intake/")
    person = visitor(house, home=COUNTY, but=STATION)
    in_cash = Books(house, take_in(window, house, person).case)
    window.turn("c")
    window.go(f"/station/money/{in_cash.row['id']}/")
    window.turn("d")
    until("the receipt", lambda: in_cash.payment["state"] == "RECEIPTED")
    withdraw(window, in_cash)
    approve(officer(SUPERVISOR), house, in_cash)
    until("cash to give back", lambda: "GIVE_BACK_CASH" in in_cash.owed())
    window.go(f"/station/money/{in_cash.row['id']}/")
    sign(window)
    window.turn("Control+Enter")
    assert "GIVE_BACK_CASH" not in in_cash.owed()
    verify(house)
