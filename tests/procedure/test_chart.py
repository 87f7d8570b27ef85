"""The chart shows the whole table, is well-formed, and nothing is written over anything."""

from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tongban.policy.vocabulary import Stream
from tongban.procedure.chart import chart_svg
from tongban.procedure.chart_moves import moves, stages_of, stays, throughout
from tongban.procedure.chart_svg import width
from tongban.procedure.pages import pages
from tongban.procedure.table import OPERATED, ROWS

SVG = "{http://www.w3.org/2000/svg}"
FLOW = Path(__file__).parents[2] / "docs" / "flow"
ALL = [None, *Stream]
Area = tuple[float, float, float, float]


def _root(stream: Stream | None) -> ET.Element:
    return ET.fromstring(chart_svg(stream))  # noqa: S314 - our own text


def _text_area(node: ET.Element) -> Area:
    size = float(node.attrib["font-size"])
    w = width(node.text or "", size=size)
    shift = {"start": 0.0, "middle": w / 2, "end": w}[node.attrib["text-anchor"]]
    x, y = float(node.attrib["x"]) - shift, float(node.attrib["y"])
    return (x, y - size * 0.8, x + w, y + size * 0.15)


def _overlap(a: Area, b: Area) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("name", sorted(pages()))
def test_docs_are_up_to_date(name: str) -> None:
    """The files in docs/flow are what the table says now."""
    assert (FLOW / name).read_text(encoding="utf-8") == pages()[name]


def test_the_page_marks_what_is_not_operated() -> None:
    """The README lists every act once a row, the ring for those without an operation."""
    page = pages()["README.md"]
    for row in ROWS:
        assert row.act.label in page
        if row.act not in OPERATED:
            assert f"{row.act} {row.act.label} ○" in page


@pytest.mark.parametrize("stream", ALL)
def test_everything_is_shown(stream: Stream | None) -> None:
    """Every stage, every move and every act that stays."""
    words = "\n".join(node.text or "" for node in _root(stream).iter(f"{SVG}text"))
    for stage in stages_of(stream):
        assert stage.label in words
    for move in moves(stream):
        assert move.label in words
        assert all(target.label in words for target in move.targets)
        assert move.actors in words
    for stage in stages_of(stream):
        assert all(act.label in words for act in stays(stage, stream=stream))
    assert all(act.label in words for act, _, _ in throughout(stream))


@pytest.mark.parametrize("stream", ALL)
def test_nothing_overlaps(stream: Stream | None) -> None:
    """No words over words, no words outside the picture, no line through words."""
    root = _root(stream)
    w, h = float(root.attrib["width"]), float(root.attrib["height"])
    assert w == 1200
    areas = [(node.text, _text_area(node)) for node in root.iter(f"{SVG}text")]
    for (one, a), (other, b) in combinations(areas, 2):
        assert not _overlap(a, b), (one, other)
    for words, area in areas:
        assert area[0] >= 0, words
        assert area[2] <= w, words
        assert area[3] <= h, words
        for line in _segments(root):
            assert not _overlap(area, line), (words, line)


def _segments(root: ET.Element) -> list[Area]:
    found: list[Area] = []
    for node in root.findall(f"{SVG}path"):
        numbers = node.attrib["d"].replace("M", " ").replace("L", " ").split()
        points = list(zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True))
        for (x1, y1), (x2, y2) in pairwise(points):
            found.append((min(x1, x2), min(y1, y2) - 0.5, max(x1, x2) + 0.5, max(y1, y2) + 0.5))
    return found


@pytest.mark.parametrize("stream", ALL)
def test_usable_in_a_strict_page(stream: Stream | None) -> None:
    """No style, script or outside address; named for screen readers; ids of its own."""
    text = chart_svg(stream)
    assert "style" not in text
    assert "script" not in text
    assert "href" not in text
    root = _root(stream)
    assert root.attrib["role"] == "img"
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids))
    assert all(name in ids for name in root.attrib["aria-labelledby"].split())
