"""People of another city and of another province at our window, from the card reader to the card.

Each is returned once by the bureau at home. In the province the photo is taken anew; across
provinces the text is right as it stands, and goes again with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys import road
from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import Accepted, sign, take_in
from tests.journeys.elsewhere import reaches
from tests.journeys.house import House, until
from tests.journeys.people import Visitor, outsider
from tests.journeys.test_returned_photo import new_photo
from tests.journeys.window import Window

LOGIN = "guhuai-sl1"
PHOTO_WORDS = "照片背景有阴影，请补光重拍。"
TEXT_WORDS = "住址与户籍登记不一致，请核对。"
WHY = "已与本人和居民户口簿核对，住址无误。"
BEFORE = ["Composed", "Signed", "PaymentCodeShown"]
AFTER = [
    "AnsweredIssued",
    "Ordered",
    "Shipped",
    "ReceivedAtCounty",
    "Forwarded",
    "ReceivedAtStation",
    "Told",
    "HandedOver",
    "FileSealed",
]


@dataclass(frozen=True)
class Home:
    """A case of ours as the system through which its home bureau answers has it."""

    house: House
    system: str
    number: str

    def filed(self) -> list[tuple[int, str, str]]:
        """Version, state and words, by version."""
        rows = self.house.theirs(
            self.system,
            "SELECT version, state, words FROM submissions WHERE case_number = ? ORDER BY version",
            self.number,
        )
        return [(row["version"], row["state"], row["words"]) for row in rows]

    def has(self, version: int) -> None:
        """Wait until a version has come there."""
        until(f"version {version} there", lambda: len(self.filed()) == version, seconds=60.0)

    def says(self, act: str, **values: str) -> None:
        """Let the bureau answer as a tester does."""
        self.house.act(self.system, act, key=self.number, **values)

    def reads(self, version: int) -> str:
        """What the station there was told about a version that comes again as it was."""
        (row,) = self.house.theirs(
            self.system,
            "SELECT record ->> '$.answer' AS answer FROM submissions"
            " WHERE case_number = ? AND version = ?",
            *(self.number, version),
        )
        return str(row["answer"])


def is_awaited(window: Window, books: Books, accepted: Accepted, office: str) -> None:
    """The version has arrived there, and every page says who is to answer."""
    until("sent", lambda: messages(books, "submit")[-1] == "SENT")
    window.go(f"/station/intake/{accepted.intake}/compose/")
    assert f"送{office}审核签发" in window.text()
    assert "已送达" in window.text()
    window.go(f"/cases/{accepted.case}/")
    assert "等待答复" in window.text()
    window.go("/station/")
    waiting = window.page.locator("[aria-labelledby='group-WATCH_ANSWER']").inner_text()
    assert office in waiting
    assert "催办" not in waiting


def messages(books: Books, kind: str) -> list[str]:
    """How far the messages of a kind have come, in their order."""
    rows = books.house.ours(
        "SELECT state FROM cases_outgoing WHERE case_id = %s AND kind = %s ORDER BY created_at, id",
        *(books.case, kind),
    )
    return [row["state"] for row in rows]


def is_in_time(books: Books) -> None:
    """The return was put right within its working days (第十条)."""
    row = books.house.one(
        "SELECT closed_at <= due_at AS in_time FROM cases_obligation"
        " WHERE case_id = %s AND kind = 'FIX_RETURN'",
        books.case,
    )
    assert row["in_time"]


def is_returned(window: Window, books: Books, person: Visitor, *, words: str, office: str) -> None:
    """The return has come over; it is opened from the list that names the bureau."""
    reaches(books, "RETURNED")
    assert "FIX_RETURN" in books.owed()
    assert "WATCH_ANSWER" not in books.owed()
    window.go("/station/returns/")
    row = window.page.locator("tr", has_text=person.name).inner_text()
    assert words.rstrip("。") in row
    assert office in row
    window.follow(person.name)
    assert office in window.page.locator(".return-head").inner_text()


def from_issue_to_the_sealed_file(
    officer: OpenWindow, house: House, window: Window, books: Books, *, office: str
) -> None:
    """The card is made under the name of the bureau there, and goes its ordinary way here."""
    books.reaches("IN_PRODUCTION")
    assert books.row["issuer_name"] == office
    assert books.owed() == {"WATCH_PRODUCTION"}
    batch = road.produce_and_ship(house, books)
    (printed,) = house.theirs(
        "card_centre",
        "SELECT body ->> '$.issuer' AS issuer FROM orders WHERE order_no = ?",
        books.card["order_no"],
    )
    assert printed["issuer"] == office
    transfer = road.count_in_and_forward(officer("rencheng-zj1"), house, books, batch=batch)
    road.count_in_at_station(window, books, batch=transfer)
    assert "古槐派出所" in road.tell(house, books)
    road.hand_over(window, books)
    receipt = pdf_text(window.send("form[action$='/hand-over/']"))
    assert office in receipt
    road.seal_file(window, books)
    assert books.owed() == set()


def test_of_another_city_of_the_province(officer: OpenWindow, house: House) -> None:
    person = outsider(house, "OTHER_CITY")
    office = person.record["home_office"]
    window = officer(LOGIN)
    window.go("/station/intake/")
    accepted = take_in(window, house, person)
    books = Books(house, accepted.case)
    home = Home(house, "province_remote", accepted.number)
    assert (books.row["category"], books.row["stream"]) == ("CROSS_CITY", "OUTGOING")
    assert (books.stage, books.owed()) == ("IN_REVIEW", {"PAY", "WATCH_ANSWER"})
    road.pay(house, books)
    is_awaited(window, books, accepted, office)
    # Handed in to the province's population system, which passes it on (第六条).
    home.has(1)
    assert [row["version"] for row in books.filed()] == [1]

    home.says("return_photo", 原因=PHOTO_WORDS)
    is_returned(window, books, person, words=PHOTO_WORDS, office=office)
    window.page.locator("input[type=file][name=image]").set_input_files(new_photo(person))
    window.page.get_by_role("button", name="上传", exact=True).focus()
    window.turn("Enter")
    window.turn("Control+Enter")
    window.turn("Control+Enter")
    assert (books.stage, books.row["current"]) == ("COMPOSED", 2)
    sign(window)
    window.turn("Control+Enter")
    assert (books.stage, books.owed()) == ("IN_REVIEW", {"WATCH_ANSWER"})
    is_in_time(books)
    home.has(2)
    home.says("issue")
    from_issue_to_the_sealed_file(officer, house, window, books, office=office)

    assert home.filed() == [(1, "RETURNED", PHOTO_WORDS), (2, "ISSUED", "")]
    assert books.events() == [
        *BEFORE,
        "Paid",
        "Receipted",
        "AnsweredReturned",
        "Recomposed",
        "Signed",
        *AFTER,
    ]
    assert messages(books, "submit") == ["SENT", "SENT"]
    assert office in pdf_text(printed_form(window, accepted))
    verify(house)


def printed_form(window: Window, accepted: Accepted) -> bytes:
    """The registration form, printed from the page of the case."""
    window.go(f"/cases/{accepted.case}/")
    return window.send("form[action$='/registration/']")


def test_of_another_province_right_as_it_stands(officer: OpenWindow, house: House) -> None:
    person = outsider(house, "OTHER_PROVINCE")
    office = person.record["home_office"]
    window = officer(LOGIN)
    window.go("/station/intake/")
    accepted = take_in(window, house, person)
    books = Books(house, accepted.case)
    home = Home(house, "national_remote", accepted.number)
    assert (books.row["category"], books.row["stream"]) == ("CROSS_PROVINCE", "OUTGOING")
    home.has(1)
    is_awaited(window, books, accepted, office)
    assert books.filed() == []

    home.says("return_text", 原因=TEXT_WORDS, 文字项="address")
    is_returned(window, books, person, words=TEXT_WORDS, office=office)
    assert "住址" in window.page.locator(".return-head").inner_text()
    window.page.get_by_role("link", name="原信息重新送审").focus()
    window.press("Enter")
    window.tab_to("#f-resubmit-words")
    window.type(WHY)
    window.turn("Control+Enter")
    assert (books.stage, books.row["current"]) == ("IN_REVIEW", 2)
    is_in_time(books)
    home.has(2)
    assert home.reads(2) == WHY

    home.says("issue")
    reaches(books, "ISSUED")
    # The fee gates production, never the answer (第七条): cash, paid on for the applicant.
    assert books.owed() == {"PAY"}
    window.go(f"/station/intake/{accepted.intake}/fee/")
    window.turn("c")
    assert books.payment["state"] == "CASH_HELD"
    window.go(f"/station/money/{accepted.case}/")
    window.turn("d")
    until("the receipt", lambda: books.payment["state"] == "RECEIPTED")
    assert (books.treasury_order["state"], books.treasury_order["method"]) == ("PAID", "ON_BEHALF")
    from_issue_to_the_sealed_file(officer, house, window, books, office=office)

    assert home.filed() == [(1, "RETURNED", TEXT_WORDS), (2, "ISSUED", "")]
    assert [event for event in books.events() if event in ("AnsweredReturned", "Resubmitted")] == [
        "AnsweredReturned",
        "Resubmitted",
    ]
    assert office in pdf_text(printed_form(window, accepted))
    verify(house)
