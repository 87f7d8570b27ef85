"""What is asked before a scan is added to a file: which part, the scan, where it comes from (第八条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from tongban.cases.queries.files import FileLine
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem, problems_of
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import ADDABLE, FilePart
from tongban.procedure.roles import Role

SCOPE = "add"
WORDS_MOST = 200


@dataclass(frozen=True, slots=True)
class AddTyped:
    """What came back from the form, and what is wrong in it."""

    values: Mapping[str, str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddForm:
    """The form on the page of a file that lacks a paper."""

    url: str
    fields: tuple[Field, ...]
    note: str
    problems: tuple[Problem, ...]


def addable(one: FileLine) -> tuple[FilePart, ...]:
    """The parts that are missing and that a scan makes good."""
    return tuple(part for part in one.missing if part in ADDABLE)


def add_form(one: FileLine, actor: Actor, *, typed: AddTyped | None) -> AddForm | None:
    """The form, for the station that keeps the file, while something can be added."""
    parts = addable(one)
    if not parts or actor.unit != one.unit or Role.ACCEPTANCE not in actor.roles:
        return None
    fields = _fields(parts, typed or AddTyped({}, {}))
    note = "补入后即在档，不能改动或者撤回；补入人、时间和说明记入办理经过。"
    if one.sealed_at is not None:
        note = f"这一卷已经封存：补入的另附在卷后，自有摘要，原封存不变。{note}"
    url = reverse("station:file-add", args=[one.case_id])
    return AddForm(url=url, fields=fields, note=note, problems=problems_of(fields))


def _fields(parts: tuple[FilePart, ...], typed: AddTyped) -> tuple[Field, ...]:
    only = parts[0].value if len(parts) == 1 else ""
    return (
        Field(
            "part",
            "补入哪一项",
            FieldKind.SELECT,
            value=typed.values.get("part", only),
            error=typed.errors.get("part", ""),
            options=tuple(Option(part.value, part.label) for part in parts),
            scope=SCOPE,
        ),
        Field(
            "scan",
            "扫描件（可多选）",
            FieldKind.FILE,
            error=typed.errors.get("scan", ""),
            hint="PDF 或照片，每份 20 MB 以内，按页序选。",
            accept="application/pdf,image/jpeg,image/png",
            multiple=True,
            scope=SCOPE,
        ),
        Field(
            "words",
            "从哪里找到，当时为什么没有",
            value=typed.values.get("words", ""),
            error=typed.errors.get("words", ""),
            hint="例如：纸质卷中找到，受理当日扫描仪故障。",
            maxlength=WORDS_MOST,
            scope=SCOPE,
        ),
    )
