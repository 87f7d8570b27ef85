"""An officer at a PC: a browser of their own that forgives no fault of a page.

Key strokes and waits are counted, for what an officer's minute is worth is what we measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
)

from tongban.accounts.demo import DEMO_PASSWORD

DESK = (1366, 768)
PHONE = (390, 844)
_MARK = "() => document.querySelector('[data-page]')?.setAttribute('data-seen', '')"
_TURNED = """() => document.readyState === 'complete'
  && document.querySelector('[data-page]:not([data-seen])')
  && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"""
# The browser itself reports an expected refusal (404, 409, 422 …) as an error of the console.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


PER_KEY = 0.28
"""Seconds for a key, an average typist (Card, Moran and Newell 1980: K)."""
PER_STEP = 1.35
"""Seconds to make up one's mind before each step (the same: M)."""


@dataclass
class Effort:
    """What an officer did and waited for: strokes of single keys, characters typed, seconds."""

    strokes: int = 0
    typed: int = 0
    waits: int = 0
    waited: float = 0.0

    def computed(self) -> float:
        """Seconds of the officer's time by the keystroke-level model, with the waits as measured."""
        return (self.strokes + self.typed) * PER_KEY + self.waits * PER_STEP + self.waited


@dataclass
class Window:
    """One officer's browser. ``faults`` must be empty at the end."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)
    effort: Effort = field(default_factory=Effort)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(30_000)
        # Of the context, so that papers in windows of their own count too.
        self.page.context.on("console", self._hear)
        self.page.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page.context.on("response", self._see)

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"} and not line.text.startswith(_EXPECTED):
            self.faults.append(f"console: {line.text}")

    def _see(self, answer: Response) -> None:
        if answer.status >= 500:
            self.faults.append(f"{answer.status} {answer.request.method} {answer.url}")

    def sign_in(self, login: str) -> Window:
        """Sign in with a demonstration account."""
        self.go("/sign-in/")
        self.page.locator("#f-login").fill(login)
        self.page.locator("#f-password").fill(DEMO_PASSWORD)
        with self.turning():
            self.page.keyboard.press("Enter")
        return self

    def go(self, path: str) -> Response:
        """Open an address of the product."""
        try:
            answer = self.page.goto(self.base + path)
        except Error as error:
            # A page that turns by itself, as when the fee has come in, may do so in this moment.
            if "ERR_ABORTED" not in error.message:
                raise
            answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer

    @property
    def path(self) -> str:
        """Where the browser is, without the product's address."""
        return self.page.url.removeprefix(self.base)

    @property
    def heading(self) -> str:
        """The page's first heading."""
        return self.page.locator("h1").first.inner_text()

    def press(self, *keys: str) -> None:
        """Strokes of single keys."""
        for key in keys:
            self.effort.strokes += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Text typed where the focus is."""
        self.effort.typed += len(text)
        self.page.keyboard.type(text)

    @contextmanager
    def turning(self) -> Iterator[None]:
        """What is done in the block brings another page, by whatever way; ends when it stands."""
        self.page.evaluate(_MARK)
        began = monotonic()
        yield
        self.page.wait_for_function(_TURNED)
        self.effort.waits += 1
        self.effort.waited += monotonic() - began

    def turn(self, *keys: str) -> None:
        """Strokes whose last one brings another page."""
        with self.turning():
            self.press(*keys)

    def tab_to(self, selector: str, *, most: int = 60) -> None:
        """Go on with Tab until the focus is on what ``selector`` names."""
        script = "(s) => document.activeElement?.matches(s) ?? false"
        for _ in range(most):
            if self.page.evaluate(script, selector):
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {selector}")

    def follow(self, name: str) -> None:
        """Go to a link by Tab and open it by Enter, as one without a mouse does."""
        link = self.page.get_by_role("link", name=name).first
        link.focus()
        self.turn("Enter")

    def text(self) -> str:
        """All that the page shows."""
        return self.page.locator("body").inner_text()

    def send(self, form: str) -> bytes:
        """What a form of the page answers with, sent with its hidden fields alone."""
        found = self.page.locator(form)
        inputs = found.locator("input[type=hidden]").all()
        fields: dict[str, str | float | bool] = {
            one.get_attribute("name") or "": one.input_value() for one in inputs
        }
        address = found.get_attribute("action") or ""
        answer = self.page.request.post(self.base + address, form=fields)
        assert answer.ok, answer.status
        return answer.body()

    def file(self, path: str) -> bytes:
        """What an address answers with this officer's session."""
        answer = self.page.request.get(self.base + path)
        assert answer.ok, answer.status
        return answer.body()


@contextmanager
def opened(
    browser: Browser, base: str, *, size: tuple[int, int] = DESK, scripts: bool = True
) -> Iterator[Window]:
    """A browser of its own; at the end nothing may have gone wrong in it."""
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    window = Window(context.new_page(), base)
    yield window
    context.close()
    assert not window.faults, "\n".join(window.faults)
