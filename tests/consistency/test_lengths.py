"""Functions under 41 lines, files under 351: what is longer is told in parts (`CONTRIBUTING.md`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.running import SOURCES

FUNCTION, FILE = 40, 350
FILES = sorted(
    path for path in (SOURCES / "tongban").rglob("*.py") if path.parent.name != "migrations"
)


def too_long(text: str) -> Iterator[str]:
    """The file itself and every function in it that is longer than it may be."""
    if len(text.splitlines()) > FILE:
        yield f"the file: {len(text.splitlines())} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{node.name}: {lines} lines"


def test_no_function_and_no_file_is_too_long() -> None:
    found = {str(path.relative_to(SOURCES)): list(too_long(path.read_text())) for path in FILES}
    assert {path: long for path, long in found.items() if long} == {}


@pytest.mark.parametrize(
    ("lines", "is_long"), [(FUNCTION - 1, False), (FUNCTION, True)], ids=["fits", "too long"]
)
def test_a_long_function_is_seen(lines: int, is_long: bool) -> None:
    assert bool(list(too_long("def f():\n" + "    pass\n" * lines))) is is_long
