"""Nobody reaches another unit's case: the answer is that there is no such page."""

from __future__ import annotations

import pytest
from tests.journeys.conftest import OpenWindow
from tests.journeys.house import House

STRANGERS = ("xianying-sl1", "yutai-sq1", "yutai-zj1", "jining-xt1")
ADDRESSES = (
    "/cases/{case}/",
    "/pictures/{case}/1/photo",
    "/county/review/{case}/",
    "/station/intake/{intake}/finish/",
    "/station/cards/{case}/",
    "/station/money/{case}/",
    "/station/files/{case}/",
    "/station/returns/{case}/",
)


@pytest.fixture(scope="package")
def one(house: House) -> dict[str, str]:
    """A case of a station of 任城, whose household is in 曲阜."""
    row = house.ours(
        "SELECT c.id AS case, i.id AS intake FROM cases_case c"
        " JOIN cases_intake i ON i.case_id = c.id"
        " WHERE c.accepting_county NOT IN ('370802000000', '370827000000')"
        " AND c.home_county NOT IN ('370802000000', '370827000000') ORDER BY c.id LIMIT 1"
    )[0]
    return {"case": str(row["case"]), "intake": str(row["intake"])}


@pytest.mark.parametrize("login", STRANGERS)
def test_a_stranger_gets_404(officer: OpenWindow, one: dict[str, str], login: str) -> None:
    window = officer(login)
    for address in ADDRESSES:
        answer = window.page.request.get(window.base + address.format(**one))
        assert answer.status in {403, 404}, address
    shown = window.go(ADDRESSES[0].format(**one))
    assert shown.status == 404
    assert "没有" in window.text()
