"""One small demonstration and one browser for all journeys; an officer's window on request."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser import chromium
from tests.journeys.house import House
from tests.journeys.window import DESK, Window, opened
from tests.running import SOURCES, Product, command, running

FAILED = pytest.StashKey[bool]()
OpenWindow = Callable[..., Window]
SEARCHED = os.pathsep.join((str(SOURCES), str(SOURCES.parent)))


@pytest.fixture(scope="package")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product running on a small demonstration, one for all journeys of this run.

    Pictures for the documents are taken of the whole city, as the product itself fills it.
    """
    data = tmp_path_factory.mktemp("small-city") / "data"
    if "TONGBAN_SHOTS" in os.environ:
        with running(data) as product:
            yield product
        return
    line, environment = command()
    made = [line[0], "-m", "tests.journeys.small_city", str(data)]
    subprocess.run(made, env=environment | {"PYTHONPATH": SEARCHED}, check=True, timeout=300)
    with running(data) as product:
        yield product


@pytest.fixture(scope="package")
def house(small_city: Product) -> House:
    """The small city with the other side in the tests' hands."""
    found = House(small_city)
    found.by_hand()
    return found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium; every officer has a context of their own in it."""
    with chromium() as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a fixture know, as it ends, whether its test failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def officer(
    browser: Browser, house: House, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[OpenWindow]:
    """Open a window for a login; at the end every window must have been without fault.

    After a failure the pictures of the windows lie in the test's own folder.
    """
    windows: list[Window] = []
    with ExitStack() as stack:

        def at(login: str, *, size: tuple[int, int] = DESK, scripts: bool = True) -> Window:
            window = stack.enter_context(opened(browser, house.url, size=size, scripts=scripts))
            windows.append(window)
            return window.sign_in(login)

        yield at
        if request.node.stash.get(FAILED, False):
            for number, window in enumerate(windows):
                window.page.screenshot(path=tmp_path / f"{number}.png", caret="initial")
            print(f"windows as last seen: {tmp_path}")
