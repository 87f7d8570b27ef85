"""A card is not in the parcel: made anew without a second fee; the lost one turns up and is destroyed."""

from __future__ import annotations

from tests.journeys import road
from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import take_in
from tests.journeys.house import House
from tests.journeys.people import visitor
from tests.journeys.window import Window

COUNTY, STATION = "370811", "370811530000"
LOGIN, KEEPER = "jincheng-sl1", "rencheng-zj1"


def declare_lost(window: Window, books: Books, *, batch: str) -> None:
    """The county bureau counts, does not find the card, and says so from the parcel's page."""
    window.go("/county/cards/")
    window.follow(batch)
    window.page.locator(f"a[href='/cases/{books.row['id']}/cards/trouble/']").focus()
    window.turn("Enter")
    window.tab_to("input[name=kind]")
    window.press("Space")
    window.tab_to("textarea[name=words]")
    window.type("清单、包裹、柜子都找过，没有这一张。")
    window.turn("Control+Enter")


def keep_what_turned_up(window: Window, *, batch: str, serial: str) -> None:
    """The lost card lies in the next parcel: the scan says what it is, one press keeps it."""
    window.go("/county/cards/")
    window.follow(batch)
    window.press("F2")
    window.type(serial)
    window.press("Enter")
    button = window.page.locator("form[action='/cards/stray/'] button")
    button.wait_for()
    button.focus()
    window.turn("Enter")


def destroy_all(window: Window) -> str:
    """Two persons destroy what lies there; the printed list."""
    window.go("/cards/destruction/")
    window.tab_to("select[name=witness]")
    window.press("ArrowDown")
    window.turn("Control+Enter")
    return pdf_text(window.send("form[action$='/print/']"))


def test_a_lost_card_is_made_anew_and_destroyed_when_it_turns_up(
    officer: OpenWindow, house: House
) -> None:
    person = visitor(house, home=COUNTY, but=STATION)
    window = officer(LOGIN)
    window.go("/station/intake/")
    books = Books(house, take_in(window, house, person).case)
    road.pay(house, books)
    road.issue(officer("rencheng-sq1"), books)
    batch = road.produce_and_ship(house, books)
    lost = books.card["serial"]

    keeper = officer(KEEPER)
    declare_lost(keeper, books, batch=batch)
    assert "INQUIRY_CARD" in books.owed()
    second = road.produce_and_ship(house, books)
    assert books.card["serial"] != lost
    payments = house.ours("SELECT 1 FROM cases_payment WHERE case_id = %s", books.case)
    assert len(payments) == 1

    keep_what_turned_up(keeper, batch=second, serial=lost)
    passed_on = road.count_in_and_forward(keeper, house, books, batch=second)
    road.count_in_at_station(window, books, batch=passed_on)
    road.hand_over(window, books)
    assert lost in destroy_all(keeper)
    states = house.ours("SELECT state FROM cases_card WHERE case_id = %s ORDER BY n", books.case)
    assert [row["state"] for row in states] == ["DESTROYED", "HANDED_OVER"]

    keeper.go(f"/cases/{books.row['id']}/cards/")
    assert lost in keeper.text()
    assert books.card["serial"] in keeper.text()
    verify(house)
