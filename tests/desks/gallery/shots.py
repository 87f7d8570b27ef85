"""Draw every sample page and take its picture: ``python -m tests.desks.gallery.shots OUT [NAME…]``.

Says which page is wider than the screen and which sheet scrolls.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")

import django

django.setup()

from playwright.sync_api import Browser, Page  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.desks.gallery.pages import pages  # noqa: E402
from tests.desks.gallery.server import serving  # noqa: E402

SIZES = {
    "desk": (1366, 768, 1.0),
    "phone": (390, 844, 2.0),
    "zoom": (1093, 614, 1.25),
}
_SCROLLS = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const cut = [...document.querySelectorAll('.sheet')].filter(
    (e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible'
  ).map((e) => e.className + ' ' + (e.scrollHeight - e.clientHeight));
  return [wide, cut];
}"""


def scrolls(page: Page) -> tuple[int, list[str]]:
    """By how many pixels the page is too wide, and the sheets that scroll."""
    wide, cut = page.evaluate(_SCROLLS)
    return wide, cut


def _shoot(browser: Browser, base: str, out: Path, names: list[str]) -> None:
    for size, (width, height, scale) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale
        )
        page = context.new_page()
        page.on("console", lambda message: print("  console:", message.text))
        page.on("pageerror", lambda error: print("  error:", error))
        for name in names:
            page.goto(f"{base}/{name}/")
            page.wait_for_timeout(80)
            page.screenshot(path=out / f"{name}-{size}.png", full_page=size == "phone")
            wide, cut = scrolls(page)
            if wide > 0 or cut:
                print(f"{name} {size}: wider by {wide}, scrolls {cut}")
        context.close()


def main() -> None:
    """Take the pictures."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    drawn = pages()
    with serving(drawn) as gallery, chromium() as browser:
        _shoot(browser, gallery.url, out, sys.argv[2:] or list(drawn))


if __name__ == "__main__":
    main()
