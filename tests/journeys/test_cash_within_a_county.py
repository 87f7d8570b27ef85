"""A card within one county, paid in cash: the officer pays on the same day, to the fen."""

from __future__ import annotations

from tests.journeys import road
from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import take_in
from tests.journeys.house import House, until
from tests.journeys.people import visitor
from tests.journeys.window import Window

COUNTY = "370811"
STATION = "370811560000"
LOGIN = "anju-sl1"


def test_cash_is_paid_on_and_the_day_book_agrees(officer: OpenWindow, house: House) -> None:
    person = visitor(house, home=COUNTY, but=STATION)
    window = officer(LOGIN)
    window.go("/station/intake/")
    accepted = take_in(window, house, person)
    books = Books(house, accepted.case)
    assert books.row["category"] == "CROSS_STATION"

    window.turn("c")
    assert books.payment["state"] == "CASH_HELD"
    assert books.owed() == {"PAY", "REVIEW", "PAY_ON_BEHALF"}
    assert totals(window) == {"收取现金": "20.00 元 1 笔", "尚未代缴": "20.00 元 1 笔"}
    window.go(f"/station/money/{accepted.case}/")
    window.turn("d")
    until("the receipt", lambda: books.payment["state"] == "RECEIPTED")
    assert books.owed() == {"REVIEW"}
    assert totals(window) == {"收取现金": "20.00 元 1 笔", "现金已代缴": "20.00 元 1 笔"}

    order = books.treasury_order
    assert (order["amount_fen"], order["state"], order["method"]) == (2000, "PAID", "ON_BEHALF")
    assert STATION in order["paid_by"]
    assert books.payment["amount_fen"] == order["amount_fen"]
    assert_same_money(house)

    road.issue(officer("rencheng-sq1"), books)
    road.produce_and_ship(house, books)
    assert [row["state"] for row in books.filed()] == ["ISSUED"]
    verify(house)


def totals(window: Window) -> dict[str, str]:
    """The figures of today's book that are not zero."""
    window.go("/station/money/")
    found = {}
    for cell in window.page.locator("dl.totals > div").all():
        label = cell.locator("dt").inner_text()
        value = " ".join(cell.locator("dd").inner_text().split())
        if not value.startswith("0.00"):
            found[label] = value
    return found


def assert_same_money(house: House) -> None:
    """Every fen that we say is paid, the treasury says it has, order by order."""
    ours = house.ours(
        "SELECT order_no, amount_fen FROM cases_payment WHERE paid_at IS NOT NULL ORDER BY order_no"
    )
    theirs = house.theirs(
        "treasury",
        "SELECT order_no, amount_fen FROM orders WHERE paid_at IS NOT NULL ORDER BY order_no",
    )
    assert ours == theirs
    assert sum(row["amount_fen"] for row in ours) > 0


def test_the_sheet_of_the_day_says_the_same(officer: OpenWindow, house: House) -> None:
    window = officer(LOGIN)
    window.go("/station/money/")
    assert pdf_text(window.send("form[action$='/sheet/']")).count("20.00") == 3
