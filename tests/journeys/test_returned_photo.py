"""A return for the photo: seen at once, put right within its time, read beside the old, issued."""

from __future__ import annotations

from playwright.sync_api import FilePayload
from tests.journeys import road
from tests.journeys.books import Books, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import sign, take_in
from tests.journeys.house import House
from tests.journeys.people import Visitor, visitor

from tongban.policy.vocabulary import Sex
from tongban.simulators.people.faces import draw_face

HOME = "370883"
WORDS = "背景有阴影，请补光重拍。"


def test_the_photo_is_taken_anew_and_issued(officer: OpenWindow, house: House) -> None:
    person = visitor(house, home=HOME)
    window = officer("guhuai-sl2")
    window.go("/station/intake/")
    books = Books(house, take_in(window, house, person).case)
    road.pay(house, books)

    reviewer = officer("zoucheng-sq2")
    road.find_in_queue(reviewer, person.name)
    reviewer.press("r", "2")
    reviewer.tab_to("#f-words")
    reviewer.type(WORDS)
    reviewer.turn("Control+Enter")
    assert (books.stage, books.owed()) == ("RETURNED", {"FIX_RETURN"})

    window.go("/station/returns/")
    assert WORDS in window.text()
    window.follow(person.name)
    window.page.locator("input[type=file][name=image]").set_input_files(new_photo(person))
    window.page.get_by_role("button", name="上传", exact=True).focus()
    window.turn("Enter")
    window.turn("Control+Enter")
    window.turn("Control+Enter")
    assert (books.stage, books.row["current"]) == ("COMPOSED", 2)
    sign(window)
    window.turn("Control+Enter")
    assert (books.stage, books.owed()) == ("IN_REVIEW", {"REVIEW"})
    due = house.one(
        "SELECT closed_at <= due_at AS in_time FROM cases_obligation"
        " WHERE case_id = %s AND kind = 'FIX_RETURN'",
        books.case,
    )
    assert due["in_time"]

    road.find_in_queue(reviewer, person.name)
    assert "退回与补正" in reviewer.text()
    assert WORDS in reviewer.text()
    road.issue(reviewer, books)
    books.reaches("IN_PRODUCTION")
    assert [(row["version"], row["state"]) for row in books.filed()] == [
        (1, "RETURNED"),
        (2, "ISSUED"),
    ]
    versions = house.ours(
        "SELECT n, photo FROM cases_composedversion WHERE case_id = %s ORDER BY n", books.case
    )
    assert [row["n"] for row in versions] == [1, 2]
    assert versions[0]["photo"] != versions[1]["photo"]
    verify(house)


def new_photo(person: Visitor) -> FilePayload:
    """Another drawn portrait, as a file from the camera's card."""
    face = draw_face(f"anew:{person.id_number}", age=30, sex=Sex(person.record["sex"]))
    return {"name": "anew.jpg", "mimeType": "image/jpeg", "buffer": face}
