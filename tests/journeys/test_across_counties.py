"""A card across counties, paid by code: from the window to the sealed file, on both sides' books."""

from __future__ import annotations

from tests.journeys import road
from tests.journeys.books import Books, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import take_in
from tests.journeys.house import House
from tests.journeys.people import visitor

HOME = "370881"
EVENTS = [
    "Composed",
    "Signed",
    "PaymentCodeShown",
    "Paid",
    "Receipted",
    "Issued",
    "Ordered",
    "Shipped",
    "ReceivedAtCounty",
    "Forwarded",
    "ReceivedAtStation",
    "Told",
    "HandedOver",
    "FileSealed",
]


def test_from_the_window_to_the_sealed_file(officer: OpenWindow, house: House) -> None:
    person = visitor(house, home=HOME)
    window = officer("guhuai-sl1")
    window.go("/station/intake/")
    accepted = take_in(window, house, person)
    books = Books(house, accepted.case)
    assert books.row["category"] == "CROSS_COUNTY"
    assert (books.stage, books.owed()) == ("IN_REVIEW", {"PAY", "REVIEW"})

    road.pay(house, books)
    order = books.treasury_order
    assert (order["amount_fen"], order["state"], order["method"]) == (2000, "PAID", "PAYER")
    assert order["receipt_number"] == books.payment["receipt_no"]
    assert books.owed() == {"REVIEW"}

    window.go(f"/station/intake/{accepted.intake}/finish/")
    window.press("p")
    slip = books.paper(window, "COLLECTION_SLIP")
    assert accepted.number in slip
    assert person.name in slip

    reviewer = officer("qufu-sq1")
    road.issue(reviewer, books)
    batch = road.produce_and_ship(house, books)
    assert books.filed() == [{"version": 1, "state": "ISSUED", "words": ""}]
    printed = house.theirs(
        "card_centre",
        "SELECT body ->> '$.printed.id_number' AS number FROM orders WHERE order_no = ?",
        books.card["order_no"],
    )
    assert printed == [{"number": person.id_number}]

    county = officer("rencheng-zj1")
    transfer = road.count_in_and_forward(county, house, books, batch=batch)
    county.press("p")
    road.count_in_at_station(window, books, batch=transfer)
    assert books.owed() == {"TELL"}
    assert "古槐派出所" in road.tell(house, books)
    assert books.owed() == {"COLLECT"}
    road.hand_over(window, books)
    assert books.owed() == {"ARCHIVE"}
    road.seal_file(window, books)
    assert books.owed() == set()
    assert books.events() == EVENTS
    verify(house)
