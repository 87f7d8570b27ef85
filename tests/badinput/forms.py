"""Every form and every link of a page, as a browser finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{12,}")


@dataclass
class Form:
    """One form: where it goes, and the fields it sends by kind."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def pattern(self) -> str:
        """The address without ids, and the names: two forms of one pattern are one kind."""
        return f"{_ID.sub('…', self.action)} {sorted(self.fields)} {self.files}"


class Page(HTMLParser):
    """Collects while it reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._loose: list[tuple[str, dict[str, str]]] = []
        self._inside = False
        self._ids: dict[str, Form] = {}
        self.feed(html)
        for owner, given in self._loose:
            if owner in self._ids:
                self._take(self._ids[owner], given)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(form)
            self._inside = True
            self._ids[given.get("id", "")] = form
        elif tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(given["href"])
        elif tag in {"input", "select", "textarea", "button"} and given.get("name"):
            if "form" in given:
                self._loose.append((given["form"], given))
            elif self._inside:
                self._take(self.forms[-1], given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    @staticmethod
    def _take(form: Form, given: dict[str, str]) -> None:
        if given.get("type") == "file":
            form.files.append(given["name"])
        elif given["name"] not in form.fields or "checked" in given:
            form.fields[given["name"]] = given.get("value", "")
