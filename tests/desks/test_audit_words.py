"""The audit log reads in Chinese: every code the product writes into it has a word."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongban.cases.queries.green_use import Used
from tongban.cases.queries.unusual_endings import Unusual
from tongban.desks.admin.audit_words import TERMS, in_words
from tongban.desks.shared.papers_kinds import PaperKind
from tongban.procedure.obligations import ObligationKind

SOURCES = Path("src/tongban")
NAMES = {"370811": "任城区分局", "019ab": "周敏"}
_LATIN = re.compile(r"[A-Za-z_]{2,}")


def _logging() -> Iterator[ast.AST]:
    """Every function that writes to the audit log."""
    for path in SOURCES.rglob("*.py"):
        text = path.read_text("utf-8")
        if "record(" not in text and "log_list(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
                if {"record", "What"} <= names or "log_list" in names:
                    yield node


def _written(name: str) -> set[str]:
    """The constants written under one name, as ``{"list": "cash"}`` or ``list="cash"``."""
    found: set[str] = set()
    for function in _logging():
        for node in ast.walk(function):
            pairs: list[tuple[str | None, ast.expr]] = []
            if isinstance(node, ast.Dict):
                keys = [one.value if isinstance(one, ast.Constant) else None for one in node.keys]
                pairs = [(str(k), v) for k, v in zip(keys, node.values, strict=True) if k]
            elif isinstance(node, ast.Call):
                pairs = [(one.arg, one.value) for one in node.keywords]
            found |= {
                value.value
                for key, value in pairs
                if key == name and isinstance(value, ast.Constant) and isinstance(value.value, str)
            }
    return found


def _data_names() -> set[str]:
    """The names under which something is written: the keys of ``data=`` and of ``log_list``."""
    found: set[str] = set()
    for function in _logging():
        for node in ast.walk(function):
            if isinstance(node, ast.keyword) and node.arg == "data":
                found |= _keys(node.value)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found |= _keys(node.value) if node.targets[0].id in ("data", "about") else set()
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "log_list":
                found |= {one.arg for one in node.keywords if one.arg}
    return found


def _keys(node: ast.expr) -> set[str]:
    keys = node.keys if isinstance(node, ast.Dict) else []
    return {str(one.value) for one in keys if isinstance(one, ast.Constant)}


def test_every_name_written_has_a_term() -> None:
    names = _data_names()
    assert {"list", "kind", "which", "day"} <= names
    assert names <= TERMS.keys()


@pytest.mark.parametrize("name", ["list", "kind", "desk"])
def test_every_code_written_is_said_in_words(name: str) -> None:
    written = _written(name)
    assert written
    assert [c for c in written if _LATIN.search(in_words({name: c}, names=NAMES))] == []


@pytest.mark.parametrize(
    "code",
    [
        *(f"endings.{one.value}" for one in Unusual),
        *(f"green.{one.value}" for one in Used),
        *(f"endings.{one}" for one in ("grounds", "closable", "ended")),
        *(f"answers.{one}" for one in ("undelivered", "unanswered", "unsettled")),
        *(f"upstream.{one}" for one in ("failed", "strays", "outages")),
        *(f"month.{one}" for one in ("accepted", "incoming", "late", "returned", "refused")),
        *(one.value for one in ObligationKind),
    ],
)
def test_lists_made_of_parts_are_said_in_words(code: str) -> None:
    assert not _LATIN.search(in_words({"list": code}, names=NAMES))


@pytest.mark.parametrize("kind", PaperKind)
def test_papers_are_said_by_their_titles(kind: PaperKind) -> None:
    assert in_words({"kind": kind.value}, names=NAMES) == f"种类：{kind.label}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"which": "2/photo"}, "影像：标准照片（第 2 版）"),
        ({"which": "finger-11"}, "影像：右手拇指"),
        ({"which": "evidence-1-2"}, "影像：凭证 1-2"),
        ({"which": f"paper/{'0' * 8}-0000-0000-0000-0000deadbeef"}, "影像：文书扫描件 …deadbeef"),
        ({"unit": "370811", "role": "ADMIN_AUDIT"}, "单位：任城区分局；岗位：审计管理"),
        ({"officer": "019ab"}, "人员：周敏"),
        ({"key": "a" * 64, "found": 2}, "查询条件标识：…aaaaaaaa；查到：2 人"),
        ({"desk": "review", "ahead": False}, "工作台：审核签发"),
        ({"fen": 12000, "day": "2026-11-20"}, "结余：120.00 元；日期：2026-11-20"),
        ({"county": ""}, ""),
        ({"never heard": "of it"}, "never heard：of it"),
    ],
)
def test_values_are_said_in_words(data: dict[str, object], words: str) -> None:
    assert in_words(data, names=NAMES) == words
