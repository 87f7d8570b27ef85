"""Impatient hands, the way back, two at once, and systems that are down: nothing lost or twice."""

from __future__ import annotations

from collections import Counter

from tests.journeys import road
from tests.journeys.books import Books
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import PHONE, accepted, sign, take_in
from tests.journeys.house import House, until
from tests.journeys.people import visitor
from tests.journeys.window import Window

HOME = "370812"
CITY = "3708"
STATION = "370811550000"


def double_click(window: Window, key: str) -> None:
    """Click twice at once on what the key stands for."""
    with window.turning():
        window.page.locator(f"[data-key='{key}']:visible").first.dblclick()


def test_double_clicks_on_every_button_are_single_effects(
    officer: OpenWindow, house: House
) -> None:
    visitor(house, home=HOME)
    window = officer("guhuai-sl2")
    window.go("/station/intake/")
    for key in ("F2", "F4", "F3", "Y", "F4", "Ctrl+Enter", "F3", "F3"):
        double_click(window, key)
    assert window.heading.endswith("原因与领取"), window.text()
    window.type(PHONE)
    double_click(window, "Ctrl+Enter")
    double_click(window, "Ctrl+Enter")
    sign(window)
    double_click(window, "Ctrl+Enter")
    books = Books(house, accepted(window, house).case)
    until("the code", lambda: books.payment["code"])
    double_click(window, "C")
    counted = Counter(books.events())
    for name in ("Composed", "Signed", "CashTaken"):
        assert counted[name] == 1, counted
    orders = house.theirs(
        "treasury", "SELECT 1 FROM orders WHERE case_number = ?", books.row["number"]
    )
    assert len(orders) == 1


def test_the_way_back_after_submitting_does_nothing(officer: OpenWindow, house: House) -> None:
    window = officer("guhuai-sl2")
    window.go("/station/intake/")
    books = Books(house, take_in(window, house, visitor(house, home=HOME)).case)
    before = books.events()
    for _ in range(4):
        with window.turning():
            window.page.go_back()
        assert "出错" not in window.text()
    window.press("Control+Enter")
    window.go("/station/intake/")
    assert books.stage == "IN_REVIEW"
    assert [name for name in books.events() if name in {"Composed", "Signed"}] == [
        name for name in before if name in {"Composed", "Signed"}
    ]


def test_of_two_reviewers_one_issues_and_the_other_is_told(
    officer: OpenWindow, house: House
) -> None:
    window = officer("guhuai-sl2")
    window.go("/station/intake/")
    books = Books(house, take_in(window, house, visitor(house, home=HOME)).case)
    first, second = officer("yanzhou-sq1"), officer("yanzhou-sq2")
    road.find_in_queue(first, books.row["name"])
    road.find_in_queue(second, books.row["name"])
    first.press("a")
    first.turn("Enter")
    assert books.stage == "ISSUED"
    second.press("a")
    second.turn("Enter")
    assert "通过并签发" in second.text()
    assert Counter(books.events())["Issued"] == 1


def test_a_population_system_that_is_down_keeps_what_was_typed(
    officer: OpenWindow, house: House
) -> None:
    person = visitor(house, home=CITY, but=STATION)
    window = officer("guhuai-sl2")
    window.go("/station/intake/")
    with house.trouble("population", down=True):
        window.tab_to("[name=id_number]")
        window.type(person.id_number)
        window.turn("Enter")
        assert "没有回答" in window.text()
        assert window.page.locator("[name=id_number]").input_value() == person.id_number
    window.tab_to("[name=id_number]")
    window.turn("Enter")
    assert person.name in window.text()


def test_a_treasury_that_is_down_leaves_cash_and_the_code_for_later(
    officer: OpenWindow, house: House
) -> None:
    person = visitor(house, home=CITY, but=STATION)
    window = officer("guhuai-sl2")
    window.go("/station/intake/")
    with house.trouble("treasury", down=True):
        books = Books(house, take_in(window, house, person).case)
        assert "收" in window.text()
        assert (books.stage, books.payment["code"]) == ("IN_REVIEW", "")
        window.turn("c")
        assert books.payment["state"] == "CASH_HELD"
    window.go(f"/station/money/{books.case}/")
    window.turn("d")
    until("the receipt", lambda: books.payment["state"] == "RECEIPTED")
    assert books.treasury_order["amount_fen"] == books.payment["amount_fen"]
