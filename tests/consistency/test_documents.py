"""What the documents say of each other holds: every relative link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.journeys.desk_views import SETTLED, VIEWS

PROJECT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("bench/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    missing = [link for link in inside if not (page.parent / link).exists()]
    assert missing == []


def test_every_decision_is_listed() -> None:
    folder = PROJECT / "docs" / "decisions"
    listed = _LINK.findall((folder / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(one.name for one in folder.glob("0*.md"))


def test_every_desk_has_its_picture_and_every_picture_is_listed() -> None:
    folder = PROJECT / "docs" / "screenshots"
    listed = _LINK.findall((folder / "README.md").read_text("utf-8"))
    assert len(listed) == len(set(listed))
    assert {f"{view.name}-desk.png" for view in (*VIEWS, *SETTLED)} <= set(listed)
    only_at_a_desk = {view.name for view in VIEWS if view.desk_only}
    names = {one.removesuffix("-desk.png") for one in listed}
    phones = {f"{name}-phone.png" for name in names - only_at_a_desk}
    assert {one.name for one in folder.glob("*.png")} == set(listed) | phones
