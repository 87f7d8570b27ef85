"""A temporary card given out at the window and taken back; then the file, sealed and handed out.

Within one county, so that the applicant is a household of the same bureau (第八、十二条).
"""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

from tests.journeys import road
from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import sign, take_in
from tests.journeys.house import House
from tests.journeys.people import visitor
from tests.journeys.window import Window

COUNTY = "370811"
STATION = "370811530000"
LOGIN = "jincheng-sl1"


def test_a_temporary_card_bridges_the_wait(officer: OpenWindow, house: House) -> None:
    person = visitor(house, home=COUNTY, but=STATION)
    window = officer(LOGIN)
    window.go("/station/intake/")
    accepted = take_in(window, house, person)
    books = Books(house, accepted.case)
    document = given_out(window, house, books)
    code = printed(window, books, document)
    assert "有效" in public(window, code)

    road.pay(house, books)
    road.issue(officer("rencheng-sq1"), books)
    batch = road.produce_and_ship(house, books)
    transfer = road.count_in_and_forward(officer("rencheng-zj1"), house, books, batch=batch)
    road.count_in_at_station(window, books, batch=transfer)
    road.tell(house, books)
    collected(window, books)
    assert house.one(
        "SELECT ending FROM cases_temporarydocument WHERE id = %s", document["id"]
    ) == {"ending": "RETURNED"}
    assert "不再使用" in public(window, code)

    road.seal_file(window, books)
    handed_out(window, books)
    verify(house)


def given_out(window: Window, house: House, books: Books) -> dict[str, str]:
    """Give out and print by the keys of the page; the register has it."""
    window.go(f"/temporary/{books.case}/")
    window.turn("Control+Enter")
    assert "还没有打印" in window.text()
    with window.page.expect_popup() as opened:
        window.press("Control+Enter")
    opened.value.wait_for_url("**/papers/**")
    opened.value.close()
    document = house.one(
        "SELECT id, number FROM cases_temporarydocument WHERE case_id = %s", books.case
    )
    window.go("/temporary/")
    assert document["number"] in window.text()
    return document


def printed(window: Window, books: Books, document: dict[str, str]) -> str:
    """The code on the card that was printed."""
    text = books.paper(window, "TEMPORARY_CARD", subject=document["id"])
    assert "临时居民身份证" in text
    assert document["number"] in text
    row = books.house.one("SELECT code FROM cases_paper WHERE subject = %s", document["id"])
    assert f"{row['code'][:4]}-{row['code'][4:8]}-{row['code'][8:]}" in text
    return str(row["code"])


def public(window: Window, code: str) -> str:
    """What anybody reads who scans the code: no session goes with it."""
    browser = window.page.context.browser
    assert browser is not None
    anybody = browser.new_context()
    try:
        page = anybody.new_page()
        page.goto(f"{window.base}/v/{code}")
        return page.locator("body").inner_text()
    finally:
        anybody.close()


def collected(window: Window, books: Books) -> None:
    """The new card is handed over, the old and the temporary one are taken in."""
    window.go(f"/station/cards/{books.case}/")
    window.press("Alt+1", "Alt+4", "Alt+6")
    sign(window)
    window.turn("Control+Enter")
    assert books.stage == "HANDED_OVER", window.text()


def handed_out(window: Window, books: Books) -> None:
    """校验, then the export: every file as its manifest says, the copy found by its code."""
    window.go(f"/files/{books.case}/")
    window.turn("c")
    assert "完整，与封存时一致" in window.text(), window.text()
    fields: dict[str, str | float | bool] = {
        name: window.page.locator(f".files-out [name={name}]").first.input_value()
        for name in ("csrfmiddlewaretoken", "request_id")
    }
    fields |= {"purpose": "COMPLAINT", "words": "信访室核查调取"}
    answer = window.page.request.post(f"{window.base}/files/{books.case}/export/", form=fields)
    assert answer.ok, answer.status
    folder = ZipFile(BytesIO(answer.body()))
    manifest = json.loads(folder.read("manifest.json"))
    for one in manifest["files"]:
        assert hashlib.sha256(folder.read(one["name"])).hexdigest() == one["sha256"]
    assert "居民身份证异地受理登记表" in pdf_text(folder.read("file.pdf"))
    assert any(one["name"].startswith("pictures/") for one in manifest["files"])
    page = public(window, manifest["check_code"])
    assert "居民身份证异地申办档案" in page
    assert books.row["name"] not in page
