"""Refused on each of the five grounds with its own evidence; county and city see it at once (第五条)."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image
from tests.journeys.conftest import OpenWindow
from tests.journeys.counter import PHONE
from tests.journeys.house import House, until
from tests.journeys.window import Window

STATION = "370811550000"
ACCEPTOR, COUNTY, CITY = "guhuai-sl1", "rencheng-dd1", "jining-dd1"
WORDS = "查到的记录、比对的结果和申请人的陈述都已核对。"


def somebody(house: House, story: str) -> dict[str, Any]:
    """A grown person of a story, at home elsewhere in the city and new to our books."""
    known = house.ours("SELECT record->>'id_number' AS id_number FROM cases_intake")
    taken = {row["id_number"] for row in known}
    rows = house.theirs(
        "population", "SELECT person FROM people WHERE story = ? ORDER BY number DESC", story
    )
    for row in rows:
        person: dict[str, Any] = json.loads(row["person"])
        record = person["record"]
        is_ours = (record["home_unit"] or "").startswith("3708")
        if is_ours and record["home_unit"] != STATION and record["id_number"] not in taken:
            house.act("devices", "stand", key=record["id_number"])
            return person
    raise LookupError(story)


def begin(window: Window, person: dict[str, Any]) -> None:
    """Look the person up by the number he says."""
    window.go("/station/intake/")
    window.page.locator("[name=id_number]").focus()
    window.type(person["record"]["id_number"])
    window.turn("Enter")
    assert person["record"]["name"] in window.text()


def try_every_means(window: Window) -> None:
    """History, live picture, face, print, and at last: not by any means."""
    window.go(window.path.rsplit("/", 2)[0] + "/compare/")
    window.turn("h")
    window.turn("F4")
    window.page.locator("[name=face][value=DIFFERENT]").focus()
    with window.turning():
        window.press("Space")
    if window.page.locator("[data-key=F3]:not([disabled])").count():
        window.turn("F3")
    window.turn("n")
    window.page.get_by_role("button", name="经各种手段仍不能确认").focus()
    window.turn("Enter")


def first_issue(window: Window, house: House) -> None:
    begin(window, somebody(house, "FIRST_ISSUE"))


def mismatch(window: Window, house: House) -> None:
    begin(window, somebody(house, "MISMATCH"))
    window.go(window.path.rsplit("/", 2)[0] + "/identity/")
    window.page.locator("[name=name]").fill("另一姓名")
    window.turn("Control+Enter")
    try_every_means(window)


def changed_looks(window: Window, house: House) -> None:
    begin(window, somebody(house, "CHANGED_LOOKS"))
    try_every_means(window)


def forged_in_hand(window: Window, house: House) -> None:
    """A document found at the window, not in any record: scanned and written down."""
    begin(window, somebody(house, "ORDINARY"))
    window.page.locator("details.more summary").focus()
    window.press("Enter")
    window.page.locator("details.more").get_by_role("link", name="登记证件违法行为").focus()
    window.press("Enter")
    dialog = window.page.locator("dialog#offence[open]")
    dialog.locator("[name=offence_kind]").select_option("FORGED")
    dialog.locator("[name=offence_document]").select_option("HOUSEHOLD_REGISTER")
    dialog.locator("[name=offence_source]").select_option("ON_SITE")
    dialog.locator("[name=offence_on]").fill(today(house))
    dialog.locator("[name=offence_words]").fill("出示的户口簿印章、纸张不符，本人承认是买来的。")
    dialog.locator("[name=offence_words]").focus()
    window.turn("Control+Enter")
    assert "请扫描或者拍照留存查获的证件" in window.text()
    dialog.locator("[name=offence_image]").set_input_files(
        {"name": "forged.jpg", "mimeType": "image/jpeg", "buffer": scanned()}
    )
    dialog.locator("[name=offence_words]").focus()
    window.turn("Control+Enter")


def bad_credit(window: Window, house: House) -> None:
    """The record comes with a push while the person stands at the window."""
    person = somebody(house, "ORDINARY")
    begin(window, person)
    assert "有 1 项不予受理情形" not in window.text()
    record = person["record"]
    before = last_push(house)
    house.act(
        "credit",
        "add",
        key="",
        公民身份号码=record["id_number"],
        姓名=record["name"],
        事由="失信被执行人",
        起始日期="2026-01-05",
    )
    house.act("credit", "push_delta", key="")
    until("the push", lambda: last_push(house) > before)
    window.go(window.path)


def last_push(house: House) -> int:
    return int(house.one("SELECT max(number) AS last FROM cases_creditpush")["last"])


def today(house: House) -> str:
    return str(house.one("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS day")["day"])


def scanned() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), (238, 232, 213)).save(out, "JPEG")
    return out.getvalue()


GROUNDS = {
    "第五条(一)": first_issue,
    "第五条(二)": mismatch,
    "第五条(三)": changed_looks,
    "第五条(四)": forged_in_hand,
    "第五条(五)": bad_credit,
}


@pytest.fixture(scope="module")
def refused() -> dict[str, str]:
    """The notices of this run by their clause."""
    return {}


@pytest.mark.parametrize("clause", GROUNDS)
def test_refused_on_this_ground(
    officer: OpenWindow, house: House, clause: str, refused: dict[str, str]
) -> None:
    window = officer(ACCEPTOR)
    GROUNDS[clause](window, house)
    aside = window.page.locator("aside.verdict")
    assert "依据齐全" in aside.inner_text(), window.text()
    aside.get_by_role("link", name="不予异地受理").focus()
    window.press("Enter")
    dialog = window.page.locator("dialog#refuse[open]")
    dialog.locator("[name=refuse_phone]").fill(PHONE)
    dialog.locator("[name=words]").focus()
    window.type(WORDS)
    window.turn("Control+Enter")
    assert window.heading.endswith("告知与打印"), window.text()
    row = house.one(
        "SELECT r.* FROM cases_refusal r WHERE r.intake_id = %s", window.path.split("/")[3]
    )
    assert [one["clause"] for one in row["grounds"]] == [clause]
    assert row["evidence"][0]["lines"]
    notice = window.send("form[action$='/refusal/']")
    assert notice.startswith(b"%PDF")
    refused[clause] = row["number"]


def test_county_and_city_see_every_one_and_find_one_wrong(
    officer: OpenWindow, house: House, refused: dict[str, str]
) -> None:
    assert set(refused) == set(GROUNDS), "the refusals come first"
    county, city = officer(COUNTY), officer(CITY)
    for window in (county, city):
        window.go("/refusals/")
        assert all(number in window.text() for number in refused.values())
        assert "件新的" in window.text()
    city.follow("(五) 不良信用")
    city.page.locator("[data-row-link]").first.focus()
    city.turn("Enter")
    assert refused["第五条(五)"] in city.text()
    city.page.locator("[name=finding][value=WRONG]").focus()
    city.press("Space")
    city.tab_to("[name=words]")
    city.type("核对平台原始记录，是同名同号段的另一人。")
    city.turn("Control+Enter")
    assert "认定不当，待告知" in city.text()
    told = until(
        "the SMS",
        lambda: house.theirs("sms", "SELECT * FROM texts WHERE text LIKE '%重新申办%'"),
    )
    assert PHONE in str(told[0])
