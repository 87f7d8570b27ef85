"""Draw every sample page and take its picture: ``python -m tests.desks.gallery.shots OUT [NAME…]``.

Pages are served on the loopback with the product's own security headers, so that anything they
would refuse (inline scripts, inline styles) shows here too.
"""

import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")

import django

django.setup()

from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from tests.desks.gallery.frame import PICTURES  # noqa: E402
from tests.desks.gallery.pages import pages  # noqa: E402

from tongban.config.guard import _CONTENT_SECURITY  # noqa: E402

_STATIC = Path("src/tongban/desks/shared/static")
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SIZES = {
    "desk": ({"width": 1366, "height": 768}, 1.0),
    "phone": ({"width": 390, "height": 844}, 2.0),
    "zoom": ({"width": 1093, "height": 614}, 1.25),
}


class _Handler(BaseHTTPRequestHandler):
    drawn: dict[str, str]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        kind, body = self._answer(path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", _CONTENT_SECURITY)
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, path: str) -> tuple[str, bytes]:
        if path in PICTURES:
            return "image/svg+xml", PICTURES[path].encode()
        if path.startswith("/static/"):
            file = _STATIC / path.removeprefix("/static/")
            return _KINDS[file.suffix], file.read_bytes()
        if path == "/glyphs/glyphs.css":
            return "text/css", b"/* */"
        return "text/html", self.drawn.get(path.strip("/"), "").encode()

    def log_message(self, *_: object) -> None:
        """Silent."""


def _shoot(browser: Browser, base: str, out: Path, names: list[str]) -> None:
    for size, (viewport, scale) in SIZES.items():
        context = browser.new_context(viewport=viewport, device_scale_factor=scale)
        page = context.new_page()
        page.on("console", lambda message: print("  console:", message.text))
        page.on("pageerror", lambda error: print("  error:", error))
        for name in names:
            page.goto(f"{base}/{name}/")
            page.wait_for_timeout(80)
            page.screenshot(path=out / f"{name}-{size}.png", full_page=size == "phone")
            _report(page, name, size)
        context.close()


_OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const cut = [...document.querySelectorAll('.sheet')].filter(
    (e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible'
  ).map((e) => e.className + ' ' + (e.scrollHeight - e.clientHeight));
  return [wide, cut];
}"""


def _report(page: object, name: str, size: str) -> None:
    wide, cut = page.evaluate(_OVERFLOW)  # type: ignore[attr-defined]
    if wide > 0 or cut:
        print(f"{name} {size}: wider by {wide}, scrolls {cut}")


def main() -> None:
    """Take the pictures."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    _Handler.drawn = pages()
    names = sys.argv[2:] or list(_Handler.drawn)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        _shoot(browser, f"http://127.0.0.1:{server.server_port}", out, names)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
