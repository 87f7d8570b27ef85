"""Every desk opened as its officer, on the desk's screen and on a phone: no fault, no sideways way.

``TONGBAN_SHOTS=docs/screenshots`` keeps the pictures there, at most 200 kB each.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from tests.journeys.desk_views import CONTRADICTED, SETTLED, VIEWS, View, placed
from tests.journeys.house import House, until
from tests.journeys.key_caps import key_faults
from tests.journeys.people import stranger
from tests.journeys.window import DESK, PHONE, Window, opened
from tests.pages import repeated_ids

Seats = Callable[[str], Window]
LARGEST = 200_000
_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


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


@pytest.fixture(scope="module", autouse=True)
def _contradicted(house: House) -> None:
    """A bureau elsewhere answers against what it said before; it comes over by a later fetch."""
    rows = house.ours(
        "SELECT number, system FROM cases_case WHERE stream = 'OUTGOING' AND stage = 'RETURNED'"
        " ORDER BY id DESC LIMIT 1"
    )
    house.act(rows[0]["system"].lower(), "odd", key="相反答复", 受理编号=rows[0]["number"])


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_page_is_whole(seats: Seats, house: House, view: View) -> None:
    login, path = placed(view, house)
    _shows(seats(login), path, view)


@pytest.mark.parametrize(
    ("story", "category"), [("OTHER_PROVINCE", "跨省"), ("OTHER_CITY", "省内跨地市")]
)
def test_an_intake_of_somebody_from_elsewhere_is_whole(
    seats: Seats, house: House, story: str, category: str
) -> None:
    window = seats("guhuai-sl1")
    window.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    window.go("/station/intake/")
    window.page.locator("[name=id_number]").fill(stranger(house, story))
    window.turn("Enter")
    assert window.heading.endswith("受理凭证"), window.text()
    assert category in window.text()
    _shows(window, window.path, View(f"station-intake-{story.lower().replace('_', '-')}", "", ""))


@pytest.mark.parametrize("view", SETTLED, ids=lambda view: view.name)
def test_what_contradicts_is_settled_on_a_whole_page(
    seats: Seats, house: House, view: View
) -> None:
    rows = f"SELECT 1 FROM cases_case WHERE {CONTRADICTED}"  # noqa: S608 - our own words
    until("the contradicting answer", lambda: house.ours(rows), seconds=60)
    login, path = placed(view, house)
    _shows(seats(login), path, view)


@pytest.mark.parametrize("system", ["province_remote"])
def test_a_testers_page_is_whole(seats: Seats, house: House, system: str) -> None:
    window = seats("")
    view = View(f"tester-{system.replace('_', '-')}", "", "")
    _shows(Window(window.page, house.simulators[system]), "/", view)


def _shows(window: Window, path: str, view: View) -> None:
    """The page at both sizes, without fault."""
    sizes = {"desk": DESK} if view.desk_only else {"desk": DESK, "phone": PHONE}
    for name, (width, height) in sizes.items():
        window.page.set_viewport_size({"width": width, "height": height})
        answer = window.go(path)
        assert answer.status == 200
        if view.press:
            window.press(view.press)
            window.page.locator("dialog[open]").first.wait_for()
        assert window.page.evaluate(_WIDE) <= 0
        assert not repeated_ids(window.page.content())
        keep(window, f"{view.name}-{name}")
        if name == "desk" and not view.press:
            assert not key_faults(window.page)
    assert not window.faults, window.faults


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
