"""A child's card by keyboard: the guardian is registered, signs, and stands on the form."""

from __future__ import annotations

from tests.journeys.books import Books, pdf_text, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import accepted, captured, look_up, sign
from tests.journeys.house import House
from tests.journeys.people import child

STATION = "370811530000"
MOTHER = ("林小鸥", "370811199001010014", "13900000000")


def test_from_the_look_up_to_the_guardians_signature(officer: OpenWindow, house: House) -> None:
    person = child(house, home="3708", but=STATION)
    window = officer("jincheng-sl1")
    window.go("/station/intake/")
    look_up(window, person, reason="DAMAGED")
    assert "缺监护人" in window.text()
    window.press("1")
    window.turn("Control+Enter")
    assert window.heading.endswith("受理凭证"), window.text()

    assert "由监护人代为申领并签名" in window.text()
    name, number, phone = MOTHER
    window.tab_to("[name=guardian_name]")
    window.type(name)
    window.tab_to("[name=guardian_id_number]")
    window.type(number)
    window.tab_to("[name=guardian_relation]")
    window.press("ArrowDown", "ArrowDown")
    window.tab_to("[name=guardian_phone]")
    window.type(phone)
    window.tab_to("[name=guardian_evidence]")
    window.press("ArrowDown", "ArrowDown")
    window.turn("Control+Enter")
    assert window.heading.endswith("现场比对"), window.text()
    window.turn("F4")
    window.turn("y")
    captured(window)
    assert "今天签发则" in window.text()
    window.turn("Control+Enter")
    assert "未满 16 周岁，由监护人签名" in window.text()
    sign(window)
    window.turn("Control+Enter")

    case = accepted(window, house)
    books = Books(house, case.case)
    assert books.stage == "IN_REVIEW"
    version = house.one("SELECT * FROM cases_composedversion WHERE case_id = %s", books.case)
    assert (version["signer"], version["guardian"]["phone"]) == ("GUARDIAN", phone)
    window.go(f"/station/intake/{case.intake}/compose/")
    form = pdf_text(window.send(f"form[action='/papers/case/{books.case}/registration/']"))
    for words in (name, number, "母亲", phone):
        assert words in form
    verify(house)
