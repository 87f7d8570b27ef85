"""What holds of every page, whatever it shows."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id" and value)


def repeated_ids(html: str) -> list[str]:
    """Ids that more than one element of a page has: labels and keys would lead to the first."""
    ids = _Ids()
    ids.feed(html)
    return sorted(one for one, times in ids.found.items() if times > 1)


@pytest.fixture(autouse=True)
def every_id_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever page a test opens or gets back from a form: no id stands on it twice."""
    ask = Client.request

    def watched(self: Client, **request: Any) -> Any:
        answer = ask(self, **request)
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            twice = repeated_ids(answer.content.decode())
            assert not twice, (request.get("PATH_INFO"), twice)
        return answer

    monkeypatch.setattr(Client, "request", watched)
