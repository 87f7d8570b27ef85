"""A reviewer at work over one kept connection: opens a case, decides, opens the next."""

import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from bench.acts_http import Browser

_FORM = re.compile(
    rb'action="(?P<action>/county/review/[^"]+/issue[^"]*)".*?'
    rb'name="seen_version" value="(?P<seen_version>\d+)".*?name="mark" value="(?P<mark>[^"]+)"',
    re.DOTALL,
)
_NEXT = re.compile(rb"hx-location: (\{.*?\})\r", re.IGNORECASE)
RETURNED = {"category": "PHOTO", "words": "背景有阴影，请补光重拍。"}


def decision(*, seen_version: str, mark: str) -> dict[str, str]:
    """What a button of the page posts, but for the CSRF token."""
    return {"request_id": str(uuid4()), "seen_version": seen_version, "mark": mark}


@dataclass
class Reviewer(Browser):
    """``pages`` and ``decisions`` are the seconds each took."""

    pages: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)

    def work(self, path: str, *, cases: int, returned_every: int) -> str:
        """Decide so many cases, each opened where the decision before led; the next one's path."""
        for n in range(1, cases + 1):
            form = self._read(path)
            path = self._decide(form, is_return=n % returned_every == 0)
        return path

    def _read(self, path: str) -> dict[str, str]:
        began = time.perf_counter()
        self._socket.sendall(self._head("GET", path, self._cookies))
        status, _, body = self._answer()
        self.pages.append(time.perf_counter() - began)
        found = _FORM.search(body)
        if status != 200 or found is None:
            raise RuntimeError(f"the page answered {status}")
        return {name: value.decode() for name, value in found.groupdict().items()}

    def _decide(self, form: dict[str, str], *, is_return: bool) -> str:
        fields = decision(seen_version=form["seen_version"], mark=form["mark"])
        fields |= {"csrfmiddlewaretoken": self._csrf, **(RETURNED if is_return else {})}
        action = form["action"].replace("&amp;", "&")
        path = action.replace("/issue", "/return") if is_return else action
        body = urlencode(fields).encode()
        more = (
            "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n"
        )
        began = time.perf_counter()
        self._socket.sendall(self._head("POST", path, self._cookies, more=more) + body)
        status, head, _ = self._answer()
        self.decisions.append(time.perf_counter() - began)
        found = _NEXT.search(head + b"\r")
        if status != 204 or found is None:
            raise RuntimeError(f"the decision answered {status}")
        following: str = json.loads(found[1])["path"]
        return following
