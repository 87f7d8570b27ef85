"""Every desk opened as its officer, on the desk's screen and on a phone: no fault, no sideways way.

``TONGBAN_SHOTS=docs/screenshots`` keeps the pictures there, at most 200 kB each.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from tests.journeys.house import House
from tests.journeys.window import DESK, PHONE, Window, opened

Seats = Callable[[str], Window]
LARGEST = 200_000
_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


@dataclass(frozen=True)
class View:
    """One page: whose, where (of the first case at a stage), what is pressed first."""

    name: str
    login: str
    path: str
    stage: str = ""
    press: str = ""
    desk_only: bool = False


VIEWS = (
    View("sign-in", "", "/sign-in/"),
    View("station-work", "{station}-sl1", "/station/", "AT_STATION"),
    View("station-intake", "{station}-sl1", "/station/intake/", "AT_STATION"),
    View("station-returns", "{station}-sl1", "/station/returns/", "RETURNED"),
    View("station-return", "{station}-sl1", "/station/returns/{id}/", "RETURNED"),
    View("station-cards", "{station}-zj1", "/station/cards/", "AT_STATION"),
    View("station-hand-over", "{station}-zj1", "/station/cards/{id}/", "AT_STATION"),
    View("station-money", "{station}-sl1", "/station/money/", "IN_REVIEW"),
    View("station-payment", "{station}-sl1", "/station/money/{id}/", "IN_REVIEW"),
    View(
        "station-files",
        "{station}-sl1",
        "/station/files/",
        "HANDED_OVER",
    ),
    View(
        "station-file",
        "{station}-sl1",
        "/station/files/{id}/",
        "HANDED_OVER",
    ),
    View("case", "{station}-sl1", "/cases/{id}/", "HANDED_OVER"),
    View("county-review", "{home}-sq1", "/county/review/{id}/", "IN_REVIEW"),
    View("county-return", "{home}-sq1", "/county/review/{id}/", "IN_REVIEW", press="r"),
    View("county-cards", "{county}-zj1", "/county/cards/", "TO_COUNTY"),
    View("county-batch", "{county}-zj1", "/county/cards/", "TO_COUNTY", press="1"),
    View("county-stations", "{county}-dd1", "/county/stations/", "AT_STATION"),
    View("city-overview", "jining-dd1", "/city/"),
    View("city-chased", "jining-dd1", "/city/chased/"),
    View("city-upstream", "jining-dd1", "/city/upstream/"),
    View("admin-officers", "jining-xt1", "/admin/officers/"),
    View("admin-units", "jining-xt1", "/admin/units/"),
    View("admin-audit", "jining-sj1", "/admin/audit/"),
    View("help", "jining-dd1", "/help/"),
    View("key-map", "jining-dd1", "/city/", press="?", desk_only=True),
)


def _placed(view: View, house: House) -> tuple[str, str]:
    """Login and path with the units and the id that the view's case gives."""
    if not view.stage:
        return view.login, view.path
    row = house.ours("SELECT * FROM cases_case WHERE stage = %s ORDER BY id LIMIT 1", view.stage)[0]
    slugs = _slugs()
    login = view.login.format(
        station=slugs[row["accepting_unit"]],
        county=slugs[row["accepting_county"]],
        home=slugs[row["home_county"]],
    )
    return login, view.path.format(id=row["id"])


def _slugs() -> dict[str, str]:
    path = Path("src/tongban/accounts/data/demo_logins.tsv")
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])


@pytest.fixture(scope="module")
def seats(browser: Browser, house: House) -> Iterator[Seats]:
    """Windows by login, opened when first asked for."""
    with ExitStack() as stack:
        open_: dict[str, Window] = {}

        def seat(login: str) -> Window:
            if login not in open_:
                window = stack.enter_context(opened(browser, house.url))
                open_[login] = window.sign_in(login) if login else window
            return open_[login]

        yield seat


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_page_is_whole(seats: Seats, house: House, view: View) -> None:
    login, path = _placed(view, house)
    window = seats(login)
    for name, (width, height) in {"desk": DESK, "phone": PHONE}.items():
        window.page.set_viewport_size({"width": width, "height": height})
        answer = window.go(path)
        assert answer.status == 200
        if view.press and (name == "desk" or not view.desk_only):
            _press(window, view.press)
        assert window.page.evaluate(_WIDE) <= 0
        keep(window, f"{view.name}-{name}")
    assert not window.faults, window.faults


def _press(window: Window, key: str) -> None:
    if key.isdigit():
        window.turn(key)
    else:
        window.press(key)
        window.page.locator("dialog[open]").first.wait_for()


def keep(window: Window, name: str) -> None:
    """Keep the picture where somebody asked for it, with as many colours as fit the limit."""
    folder = os.environ.get("TONGBAN_SHOTS")
    if not folder:
        return
    window.page.wait_for_function("() => [...document.images].every((one) => one.complete)")
    picture = Image.open(BytesIO(window.page.screenshot(caret="initial"))).convert("RGB")
    path = Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64):
        small = picture.quantize(colours, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return
