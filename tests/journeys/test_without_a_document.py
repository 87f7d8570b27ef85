"""容缺受理 by keyboard: nobody has a paper, four parts instead, and the reviewer sees them all."""

from __future__ import annotations

from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import PHONE, accepted, captured, look_up, sign
from tests.journeys.house import House
from tests.journeys.people import visitor

HOME = "370811"
STATION = "370811530000"


def test_from_no_document_to_the_reviewers_desk(officer: OpenWindow, house: House) -> None:
    person = visitor(house, "LOST", home=HOME, but=STATION)
    window = officer("jincheng-sl1")
    window.go("/station/intake/")
    look_up(window, person, reason="LOST")
    assert window.heading.endswith("受理凭证"), window.text()

    window.turn("0")
    assert window.heading.endswith("现场比对"), window.text()
    assert "历次受理，从早到晚" in window.text()
    window.turn("F4")
    window.turn("F3")
    window.turn("y")
    assert window.path.endswith("/commitment/"), window.text()
    assert "民警认定是本人" in window.text()
    sign(window)
    window.turn("Control+Enter")
    captured(window, phone=PHONE)
    assert "容缺受理，已签书面承诺" in window.text()
    window.turn("Control+Enter")
    sign(window)
    window.turn("Control+Enter")

    books = Books(house, accepted(window, house).case)
    assert books.stage == "IN_REVIEW"
    version = house.one("SELECT * FROM cases_composedversion WHERE case_id = %s", books.case)
    assert version["verdict"]["evidence_path"] == "TOLERANT"
    paper = pdf_text(window.file(f"/papers/{version['comparison']['commitment']['paper']}/"))
    for words in ("容缺受理书面承诺书", person.name, person.id_number, "民警认定是本人"):
        assert words in paper

    reviewer = officer("rencheng-sq1")
    reviewer.go(f"/county/review/{books.case}/")
    shown = reviewer.text()
    assert "容缺受理" in shown
    assert "书面承诺由本人签署" in shown
    assert reviewer.page.get_by_alt_text("书面承诺签名缩略图").count() == 1
    verify(house)
