"""What happens after the window: payment, review, production, and the card's way back."""

from __future__ import annotations

from tests.journeys.books import Books
from tests.journeys.counter import sign
from tests.journeys.house import House, until
from tests.journeys.window import Window


def pay(house: House, books: Books) -> None:
    """The applicant's phone pays the code; wait until the treasury's notice and receipt are in."""
    house.act("treasury", "pay", key=books.payment["code"])
    until("the receipt", lambda: books.payment["state"] == "RECEIPTED")


def find_in_queue(window: Window, name: str) -> None:
    """Go through the home bureau's queue by J until the case lies on the desk."""
    window.go("/county/review/")
    for _ in range(40):
        if window.heading == name:
            return
        window.turn("j")
    raise AssertionError(f"{name} is not in the queue")


def issue(window: Window, books: Books) -> None:
    """Review and issue by the keys that the desk shows."""
    find_in_queue(window, books.row["name"])
    window.press("a")
    window.turn("Enter")
    assert books.stage in {"ISSUED", "IN_PRODUCTION"}, window.text()


def produce_and_ship(house: House, books: Books) -> str:
    """The card centre makes the card and sends the county's parcel; the batch's number."""
    books.reaches("IN_PRODUCTION")
    order_no = books.card["order_no"]
    until(
        "the order at the card centre",
        lambda: house.theirs("card_centre", "SELECT 1 FROM orders WHERE order_no = ?", order_no),
    )
    house.act("card_centre", "produce", key=order_no)
    house.act("card_centre", "ship", key=books.row["accepting_county"])
    books.reaches("TO_COUNTY")
    row = house.theirs("card_centre", "SELECT batch_no FROM orders WHERE order_no = ?", order_no)
    return str(row[0]["batch_no"])


def scan_all(window: Window, serials: list[str]) -> None:
    """Read every card with the scanner, which types its number and Enter."""
    for serial in serials:
        window.press("F2")
        window.type(serial)
        window.press("Enter")
        window.page.locator("[role=status]", has_text=serial).wait_for()


def count_in_and_forward(window: Window, house: House, books: Books, *, batch: str) -> str:
    """The county bureau counts the parcel in and forwards the station's cards; the new batch."""
    window.go("/county/cards/")
    window.follow(batch)
    inside = house.theirs(
        "card_centre", "SELECT card_serial FROM batch_cards WHERE batch_no = ? AND is_inside", batch
    )
    scan_all(window, [row["card_serial"] for row in inside])
    assert books.stage == "AT_COUNTY", window.text()
    window.go(f"/county/cards/forward/{books.row['accepting_unit']}/")
    window.turn("Control+Enter")
    assert books.stage == "TO_STATION", window.text()
    row = house.one("SELECT number FROM cases_batch WHERE id = %s", books.card["transfer_id"])
    return str(row["number"])


def count_in_at_station(window: Window, books: Books, *, batch: str) -> None:
    """The station counts its parcel in."""
    window.go("/station/cards/")
    window.follow(batch)
    scan_all(window, [books.card["serial"]])
    assert books.stage == "AT_STATION", window.text()


def tell(house: House, books: Books) -> str:
    """The gateway delivers the text to the applicant's phone; what it said."""

    def text() -> list[dict[str, str]]:
        return house.theirs(
            "sms",
            "SELECT message_id, text FROM texts WHERE phone = ? AND state IS NULL"
            " ORDER BY accepted_at DESC",
            books.row["phone"],
        )

    found = until("the text at the gateway", text)[0]
    house.act("sms", "deliver", key=found["message_id"])
    until("told", lambda: books.card["told_at"])
    return found["text"]


def hand_over(window: Window, books: Books) -> None:
    """The applicant collects: found by number, identity checked, old card in, signed."""
    window.go("/station/cards/")
    window.press("F2")
    window.type(books.row["id_number"])
    window.turn("Enter")
    assert window.heading == books.row["name"]
    window.press("Alt+1", "Alt+4")
    sign(window)
    window.turn("Control+Enter")
    assert books.stage == "HANDED_OVER", window.text()


def seal_file(window: Window, books: Books) -> None:
    """The file is put together and sealed (第八条)."""
    window.go("/station/files/")
    window.press("F2")
    window.type(books.row["number"])
    window.turn("Enter")
    window.follow(books.row["name"])
    assert "材料" in window.text() or "一人一档" in window.text()
    window.turn("Control+Enter")
    assert books.row["sealed_at"], window.text()
