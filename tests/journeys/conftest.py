"""One small demonstration and one browser for all journeys; an officer's window on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.journeys.house import House
from tests.journeys.window import CHROMIUM, DESK, QUIET, Window, opened
from tests.running import Product

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def house(demonstration: Product) -> House:
    """The demonstration with the other side in the tests' hands."""
    found = House(demonstration)
    found.by_hand()
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium; every officer has a context of their own in it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, "--lang=zh-CN"], env={"LANGUAGE": "zh_CN"}
        )
        yield started
        started.close()


@pytest.fixture
def officer(browser: Browser, house: House) -> Iterator[OpenWindow]:
    """Open a window for a login; at the end every window must have been without fault."""
    with ExitStack() as stack:

        def at(login: str, *, size: tuple[int, int] = DESK, scripts: bool = True) -> Window:
            window = stack.enter_context(opened(browser, house.url, size=size, scripts=scripts))
            return window.sign_in(login)

        yield at
