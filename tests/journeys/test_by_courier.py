"""A card by courier: sent back, the new address asked, sent again, delivered, the old card handed in."""

from __future__ import annotations

from tests.journeys import road
from tests.journeys.books import Books, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import take_in, write_address
from tests.journeys.house import House, until
from tests.journeys.people import visitor

COUNTY = "370811"
STATION = "370811530000"
WINDOW, KEEPER = "jincheng-sl1", "jincheng-zj1"
WRONG = "山东省济宁市任城区古槐路1号"
RIGHT = "山东省曲阜市鲁城街道明故城路12号"
PHONE = "13853700077"


def test_sent_back_asked_sent_again_delivered_and_sealed(officer: OpenWindow, house: House) -> None:
    person = visitor(house, home=COUNTY, but=STATION)
    window = officer(WINDOW)
    window.go("/station/intake/")
    taken = take_in(window, house, person, phone=PHONE, mailed_to=WRONG)
    books = Books(house, taken.case)
    assert (books.row["delivery"], books.row["recipient"]) == ("COURIER", person.name)
    road_to_the_centre(officer, house, books)

    first = mailed(house, books)
    assert first in text_to(house, PHONE)
    assert (
        house.ours(
            "SELECT 1 FROM cases_batch b JOIN cases_card c ON c.batch_id = b.id"
            " WHERE c.case_id = %s",
            taken.case,
        )
        == []
    )
    house.act("post", "back_address", key=first)
    house.act("post", "carry", key=first)
    books.reaches("IN_PRODUCTION")
    assert "ASK_ADDRESS" in books.owed()

    window.go("/station/cards/parcels/")
    window.turn("a")
    assert window.heading == person.name
    assert "地址不详" in window.text()
    write_address(window, RIGHT)
    window.turn("Control+Enter")
    assert "ASK_ADDRESS" not in books.owed(), window.text()
    assert "WATCH_PRODUCTION" in books.owed()

    second = mailed(house, books)
    assert second != first
    house.act("post", "deliver", key=second, 签收人=person.name)
    books.reaches("DELIVERED")
    assert books.owed() == {"RETURN_OLD_CARD", "ARCHIVE"}

    keeper = officer(KEEPER)
    keeper.go("/station/cards/")
    keeper.press("F2")
    keeper.type(person.id_number)
    keeper.turn("Enter")
    assert "本人签收" in keeper.text()
    keeper.press("Alt+1", "Alt+4")
    keeper.turn("Control+Enter")
    assert books.owed() == {"ARCHIVE"}, keeper.text()
    road.seal_file(window, books)
    assert books.events()[-2:] == ["OldCardTakenIn", "FileSealed"]
    verify(house)


def road_to_the_centre(officer: OpenWindow, house: House, books: Books) -> None:
    """Paid, issued at home, ordered and made."""
    road.pay(house, books)
    road.issue(officer("rencheng-sq1"), books)
    books.reaches("IN_PRODUCTION")
    order_no = books.card["order_no"]
    until("the order at the card centre", lambda: made(house, order_no))
    house.act("card_centre", "produce", key=order_no)


def made(house: House, order_no: str) -> list[dict[str, str]]:
    """The card centre's row of an order."""
    return house.theirs("card_centre", "SELECT stage FROM orders WHERE order_no = ?", order_no)


def mailed(house: House, books: Books) -> str:
    """The centre hands the card to the post, at the address of the case; the parcel's number."""
    order_no = books.card["order_no"]
    until("a made card", lambda: made(house, order_no)[0]["stage"] == "PRODUCED")
    house.act("card_centre", "post", key=order_no)
    books.reaches("TO_APPLICANT")
    number = house.ours(
        "SELECT tracking_no FROM cases_parcel WHERE case_id = %s ORDER BY sent_at DESC", books.case
    )[0]["tracking_no"]
    (parcel,) = until(
        "the parcel at the post",
        lambda: house.theirs("post", "SELECT * FROM parcels WHERE tracking_no = ?", number),
    )
    assert parcel["address"] == books.row["address"]
    return str(number)


def text_to(house: House, phone: str) -> str:
    """What the newest text to a phone said."""
    found = until(
        "the text at the gateway",
        lambda: house.theirs(
            "sms",
            "SELECT text FROM texts WHERE phone = ? AND template = 'CARD_POSTED'"
            " ORDER BY accepted_at DESC",
            phone,
        ),
    )
    return str(found[0]["text"])
