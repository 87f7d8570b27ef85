"""Serve the sample pages on the loopback with the product's own security headers.

Anything those would refuse (inline scripts, inline styles) therefore shows here too. Every posted
form is kept; the answer to a post is the page it came from, or the find page.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.desks.gallery.frame import PICTURES

from tongban.config import guard

_STATIC = Path(__file__).parents[3] / "src/tongban/desks/shared/static"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass
class Gallery:
    """A running server: its address and the forms it received as (path, fields)."""

    url: str
    posted: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def _fields(kind: str, body: bytes) -> dict[str, str]:
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: dict[str, str] = {}
    for part in parts.walk():
        name = part.get_param("name", header="content-disposition")
        if name:
            payload = part.get_payload(decode=True)
            found[str(name)] = (
                payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            )
    return found


def _answer(path: str, drawn: dict[str, str]) -> tuple[str, bytes]:
    if path in PICTURES:
        return "image/svg+xml", PICTURES[path].encode()
    if path.startswith("/static/"):
        file = _STATIC / path.removeprefix("/static/")
        return _KINDS[file.suffix], file.read_bytes()
    if path == "/glyphs/glyphs.css":
        return "text/css", b"/* */"
    return "text/html", drawn.get(path.strip("/"), "").encode()


def _handler(drawn: dict[str, str], gallery: Gallery) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/poll/":
                self.send_response(204)
                self.end_headers()
                return
            self._send(*_answer(urlsplit(self.path).path, drawn))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = urlsplit(self.path).path
            gallery.posted.append((path, _fields(self.headers.get("Content-Type", ""), body)))
            back = urlsplit(self.headers.get("Referer", "")).path
            self._send(*_answer("/find/" if path == "/find/" else back, drawn))

        def _send(self, kind: str, body: bytes) -> None:
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", guard._CONTENT_SECURITY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


@contextmanager
def serving(drawn: dict[str, str]) -> Iterator[Gallery]:
    """Serve pages by name (``/intake-3-compare/``) while the block runs."""
    gallery = Gallery("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(drawn, gallery))
    gallery.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gallery
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
