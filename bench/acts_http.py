"""Browsers that issue cases one after the other over kept connections, as lean as may be."""

import re
import socket
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from bench.acts_ids import case_path

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_FORM_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_COOKIE = re.compile(rb"tongban_csrf=([^;]+)")


@dataclass
class Browser:
    """One connection with the officer's session; ``seconds`` of every act it has done."""

    port: int
    token: str
    version: int
    seconds: list[float] = field(default_factory=list)

    def open(self, n: int) -> None:
        """Read the review page of a case, as an officer does, for the form's and cookie's token."""
        self._socket = socket.create_connection(("127.0.0.1", self.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(self._head("GET", case_path(n), f"tongban_session={self.token}"))
        status, head, body = self._answer()
        in_form, in_cookie = _FORM_TOKEN.search(body), _COOKIE.search(head)
        if status != 200 or in_form is None or in_cookie is None:
            raise RuntimeError(f"the review page answered {status}")
        self._csrf = in_form[1].decode()
        self._cookies = f"tongban_session={self.token}; tongban_csrf={in_cookie[1].decode()}"

    def issue(self, n: int) -> None:
        """Issue the ``n``-th case; raises ``RuntimeError`` for any answer but success."""
        form = {
            "csrfmiddlewaretoken": self._csrf,
            "request_id": str(uuid4()),
            "seen_version": str(self.version),
        }
        body = urlencode(form).encode()
        more = (
            "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n"
        )
        began = time.perf_counter()
        self._socket.sendall(
            self._head("POST", f"{case_path(n)}issue", self._cookies, more=more) + body
        )
        status, _, _ = self._answer()
        self.seconds.append(time.perf_counter() - began)
        if status != 204:
            raise RuntimeError(f"the act answered {status}")

    def _head(self, method: str, path: str, cookies: str, *, more: str = "") -> bytes:
        return (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {cookies}\r\n{more}\r\n"
        ).encode()

    def _answer(self) -> tuple[int, bytes, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head, _, body = data.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        while length and len(body) < int(length[1]):
            body += self._receive()
        return int(head.split(b" ", 2)[1]), head, body

    def _receive(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise RuntimeError("the server closed the connection")
        return data


def issue_all(browsers: list[Browser], *, first: int, each: int) -> float:
    """Let every browser issue ``each`` cases of its own from ``first`` on; the seconds it took."""
    troubles: list[Exception] = []

    def work(browser: Browser, numbers: range) -> None:
        try:
            for n in numbers:
                browser.issue(n)
        except (OSError, RuntimeError) as trouble:
            troubles.append(trouble)

    threads = []
    for place, browser in enumerate(browsers):
        start = first + place * each
        threads.append(threading.Thread(target=work, args=(browser, range(start, start + each))))
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return time.perf_counter() - began
