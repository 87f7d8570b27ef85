"""Who somebody is, asked of the home station; and one person at two stations, one after the other."""

from __future__ import annotations

from tests.journeys.books import Books
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import from_statement
from tests.journeys.house import House
from tests.journeys.people import Visitor, visitor
from tests.journeys.window import Window

COUNTY, QUFU = "370811", "370881"
STATION = "370811530000"
LOGIN = "jincheng-sl1"


def test_the_home_station_is_asked_and_the_intake_composed(
    officer: OpenWindow, house: House
) -> None:
    person = visitor(house, home=COUNTY, but=STATION)
    window = begun(officer(LOGIN), person)
    window.turn("F4")
    window.turn("n")
    window.turn("q")
    assert window.heading == "发起协查"
    window.page.locator("[name=address]").focus()
    window.press("Space")
    window.page.locator("[name=question]").focus()
    window.type("面貌变化较大，请核对底册照片。")
    window.turn("Control+Enter")
    assert "待答复" in window.text()

    home = officer(login_at(house, person.home_unit))
    home.go("/station/")
    assert "协查待答复" in home.text()
    home.go("/station/inquiries/")
    home.follow(person.name)
    assert "面貌变化较大" in home.text()
    assert_pictures(home, 2)
    intake = asked(house, person)
    assert home.page.request.get(f"{home.base}/station/intake/{intake}/").status == 404
    home.press("1")
    home.tab_to("[name=words]")
    home.type("与底册照片一致。")
    home.turn("Control+Enter")
    assert "没有协查" in home.text()

    window.go("/station/")
    assert "协查已答复" in window.text()
    window.page.locator(f"a[href='/station/intake/{intake}/compare/']").first.focus()
    window.turn("Enter")
    assert "与底册照片一致" in window.text()
    accepted = from_statement(window, house)
    books = Books(house, accepted.case)
    assert books.row["stage"] == "IN_REVIEW"
    assert books.owed() == {"PAY", "REVIEW"}


def test_taken_over_at_a_second_station_and_the_first_is_told(
    officer: OpenWindow, house: House
) -> None:
    person = visitor(house, home=QUFU)
    first = begun(officer(LOGIN), person)
    intake = first.path.split("/")[3]

    second = officer("guhuai-sl1")
    second.go("/station/intake/")
    second.type(person.id_number)
    second.turn("Enter")
    assert "有一次受理正在进行" in second.text()
    second.page.get_by_role("button", name="接办").focus()
    second.turn("Enter")
    assert second.path.startswith(f"/station/intake/{intake}/")
    assert "转来接办" in second.text()

    first.turn("y")
    assert "由该所接办" in first.text()
    row = house.one("SELECT station_id, former_units FROM cases_intake WHERE id = %s", intake)
    assert (row["station_id"] != STATION, row["former_units"]) == (True, [STATION])


def begun(window: Window, person: Visitor) -> Window:
    """An intake just begun with the card on the reader."""
    window.go("/station/intake/")
    window.turn("F2")
    assert window.heading.endswith("现场比对"), window.text()
    assert person.name in window.text()
    return window


def asked(house: House, person: Visitor) -> str:
    """The intake about which the home station was asked."""
    row = house.one(
        "SELECT intake_id FROM cases_inquiry WHERE record->>'id_number' = %s", person.id_number
    )
    return str(row["intake_id"])


def login_at(house: House, unit: str) -> str:
    """An officer with ACCEPTANCE at a station."""
    rows = house.ours(
        "SELECT o.login FROM accounts_officer o JOIN accounts_grant g ON g.officer_id = o.id"
        " WHERE g.unit_id = %s AND g.role = 'ACCEPTANCE'"
        " ORDER BY o.login LIMIT 1",
        unit,
    )
    return str(rows[0]["login"])


def assert_pictures(window: Window, count: int) -> None:
    """So many pictures of the inquiry are there and could be drawn."""
    script = "() => [...document.querySelectorAll('.compare-pair img')].map((i) => i.naturalWidth)"
    window.page.wait_for_load_state("networkidle")
    assert [width > 0 for width in window.page.evaluate(script)] == [True] * count
