"""Cases of our households accepted elsewhere: told apart, returned, answered, withdrawn there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import pytest
from tests.journeys import road
from tests.journeys.books import Books, verify
from tests.journeys.conftest import OpenWindow
from tests.journeys.elsewhere import There, accepted_there, reaches
from tests.journeys.house import House, until
from tests.journeys.people import visitors
from tests.journeys.window import Window

from tongban.simulators.remote.offices import IN_OTHER_PROVINCES, IN_PROVINCE, Office

HOME = "370883"
UNIT = "370883000000"
EVENTS = [
    "Arrived",
    "ReturnedForCorrection",
    "AnswerAcknowledged",
    "ResubmittedThere",
    "Issued",
    "AnswerAcknowledged",
]


@dataclass(frozen=True)
class Way:
    """One system: what is wrong with the case, how it is returned and answered."""

    system: str
    label: str
    category: str
    office: Office
    flaw: str
    returned_for: str
    keys: tuple[str, ...]
    detail: str
    words: str
    answer: str
    put_right: str


IN_THE_PROVINCE = Way(
    system="province_remote",
    label="山东省人口信息管理系统（异地受理签发）",
    category="省内跨地市",
    office=IN_PROVINCE[0],
    flaw="照片",
    returned_for="PHOTO",
    keys=("r", "2"),
    detail="",
    words="照片背景有阴影，请补光重拍。",
    answer="已请申请人重新拍照，请再审。",
    put_right="重新采集照片",
)
OUT_OF_THE_PROVINCE = Way(
    system="national_remote",
    label="全国居民身份证异地受理系统",
    category="跨省",
    office=IN_OTHER_PROVINCES[4],
    flaw="住址",
    returned_for="TEXT",
    keys=("r", "1"),
    detail="[name=field-address]",
    words="住址缺门牌号，请按户口簿补全。",
    answer="已核对户口簿，住址补全到门牌号。",
    put_right="改正住址",
)
WITHDRAWN = "申请人改回户籍地办理。"
Cases = dict[str, There]


@pytest.fixture(scope="module")
def there(house: House) -> Cases:
    """Three of our people apply elsewhere, one after the other: by one fetch they all come over."""
    people = islice(visitors(house, "ORDINARY", home=HOME), 3)
    ways = (IN_THE_PROVINCE, OUT_OF_THE_PROVINCE)
    cases = {
        way.system: accepted_there(house, way.system, one, office=way.office, flaw=way.flaw)
        for way, one in zip(ways, people, strict=False)
    }
    last = next(people)
    office = IN_PROVINCE[6]
    return cases | {"withdrawn": accepted_there(house, "province_remote", last, office=office)}


def test_returned_sent_again_and_issued_through_both_systems(
    officer: OpenWindow, house: House, there: Cases
) -> None:
    reviewer = officer("zoucheng-sq1")
    ways = (IN_THE_PROVINCE, OUT_OF_THE_PROVINCE)
    books = {way.system: there[way.system].books() for way in ways}
    for way in ways:
        road.find_in_queue(reviewer, there[way.system].person.name)
        is_told_apart(reviewer, way, there[way.system])
        send_back(reviewer, way, books[way.system])
        is_looked_into(house, way.system)
    for way in ways:
        is_delivered(there[way.system], books[way.system], versions=1)
        there[way.system].resubmit(way.answer)
    for way in ways:
        reaches(books[way.system], "IN_REVIEW")
        road.find_in_queue(reviewer, there[way.system].person.name)
        shows_the_round(reviewer, way)
        reviewer.press("a")
        leads_on(reviewer, books[way.system], key="Enter")
        assert books[way.system].stage == "ANSWERED"
    for way in ways:
        is_delivered(there[way.system], books[way.system], versions=2)
        is_on_file_there_as_here(way, there[way.system], books[way.system])
        has_nothing_of_a_window_here(books[way.system])
    verify(house)


def is_told_apart(window: Window, way: Way, case: There) -> None:
    """In the queue and over the case: from where, by which system, since when."""
    here = window.page.locator(".queue-item[aria-current]").inner_text()
    head = window.page.locator(".case-head + .case-tags").inner_text()
    for told in (here, head):
        assert "转入" in told
        assert way.category in told
        assert case.arrived() in told
    assert f"{case.office.name}受理" in head
    assert way.label in window.page.locator(".origin").inner_text()


def send_back(window: Window, way: Way, books: Books) -> None:
    """Return it with category and words, by keyboard."""
    window.press(*way.keys)
    if way.detail:
        window.tab_to(way.detail)
        window.press("Space")
    window.tab_to("#f-words")
    window.type(way.words)
    leads_on(window, books, key="Control+Enter")
    assert books.stage == "RETURNED"


def leads_on(window: Window, books: Books, *, key: str) -> None:
    """The key decides, and the next case is there, or the empty queue."""
    window.turn(key)
    assert books.case not in window.path
    assert window.path.startswith("/county/review/"), window.path


def shows_the_round(window: Window, way: Way) -> None:
    """What we wrote, what was answered, and what was put right."""
    told = window.page.locator(".rounds").inner_text()
    for words in (way.words, way.answer, way.put_right):
        assert words in told
    assert "第 2 版" in window.page.locator(".case-tags").inner_text()


def is_looked_into(house: House, system: str) -> None:
    """Opening the queue was the bureau's look-in, and has met the day's duty."""
    looks = house.ours(
        "SELECT is_fresh FROM cases_lookin WHERE unit = %s AND system = %s", UNIT, system.upper()
    )
    assert any(row["is_fresh"] for row in looks)
    duty = house.ours(
        "SELECT outcome FROM cases_obligation WHERE kind = 'LOOK_IN' AND owner_unit = %s"
        " AND system = %s ORDER BY day DESC LIMIT 1",
        *(UNIT, system.upper()),
    )
    assert [row["outcome"] for row in duty] == ["LOOKED_IN"]


def is_delivered(case: There, books: Books, *, versions: int) -> None:
    """Every version's answer was sent once and taken once; no duty is left."""

    def sent() -> list[tuple[str, str]]:
        rows = books.house.ours(
            "SELECT system, state FROM cases_outgoing WHERE case_id = %s AND kind = 'decision'",
            books.case,
        )
        return [(row["system"], row["state"]) for row in rows]

    until("the answer sent", lambda: {state for _, state in sent()} == {"SENT"})
    assert sent() == [(case.system, "SENT")] * versions
    assert books.owed() == set()
    assert case.answers_taken() == list(range(1, versions + 1))


def is_on_file_there_as_here(way: Way, case: There, books: Books) -> None:
    """Both ledgers tell the same: two versions, their decisions, and our chain of events."""
    assert case.filed() == [(1, "RETURNED", way.words), (2, "ISSUED", "")]
    assert case.decisions() == [
        {"outcome": "RETURNED", "category": way.returned_for, "words": way.words},
        {"outcome": "ISSUED", "category": "", "words": ""},
    ]
    assert (books.row["stage"], books.row["current"]) == ("ANSWERED", 2)
    assert books.events() == EVENTS
    closed = books.house.ours(
        "SELECT kind FROM cases_obligation WHERE case_id = %s ORDER BY opened_at, kind", books.case
    )
    assert [row["kind"] for row in closed] == ["REVIEW", "DELIVER_ANSWER"] * 2


def has_nothing_of_a_window_here(books: Books) -> None:
    """No fee, card, paper or file: all that is the station's elsewhere."""
    for table, column in (
        ("cases_payment", "case_id"),
        ("cases_card", "case_id"),
        ("cases_paper", "subject"),
        ("cases_temporarydocument", "case_id"),
    ):
        rows = books.house.ours(f"SELECT 1 FROM {table} WHERE {column} = %s", books.case)  # noqa: S608
        assert not rows, table
    assert books.row["sealed_at"] is None


def test_withdrawn_there_while_it_lies_on_the_desk(
    officer: OpenWindow, house: House, there: Cases
) -> None:
    case = there["withdrawn"]
    books = case.books()
    reviewer = officer("zoucheng-sq2")
    road.find_in_queue(reviewer, case.person.name)
    case.withdraw(WITHDRAWN)
    reaches(books, "WITHDRAWN")
    reviewer.press("a")
    reviewer.turn("Enter")
    assert "刚才那一件已经有变化" in reviewer.text()
    assert "受理地已撤回" in reviewer.text()

    reviewer.go(f"/county/review/{books.case}/")
    assert "不需要再审" in reviewer.text()
    assert reviewer.page.locator("[data-key='A'], [data-key='R']").count() == 0
    leads_on(reviewer, books, key="Enter")
    assert case.filed() == [(1, "CANCELLED", WITHDRAWN)]
    assert case.decisions() == [{"outcome": None, "category": None, "words": None}]
    assert books.owed() == set()
    assert books.events() == ["Arrived", "WithdrawnThere"]
    verify(house)
