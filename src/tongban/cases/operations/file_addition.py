"""补入: the scan of a paper that was missing is added to a file later (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from uuid_utils.compat import uuid7

from tongban.cases.file_keeping import addition_digest
from tongban.cases.file_parts import found, parts_of
from tongban.cases.models import Case, FileAddition, FileSeal
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.procedure.acts import Act
from tongban.procedure.reasons import ADDABLE, FilePart

EVENT = "FileAddedTo"
CLAUSE = "第八条"
WORDS_LEAST, WORDS_MOST = 4, 200
NOTHING_BEFORE = bytes(32)
"""What an addition to a file that is not sealed yet follows."""


def add_to_file(
    case_id: UUID, call: Call, *, part: FilePart, pages: Sequence[str], words: str
) -> Done:
    """Add the scanned pages of a part that is missing; ``words`` say where they come from.

    A sealed file gets an addition with a digest of its own; its seal is not touched. Raises
    ``BadInput`` for what was typed, ``Barred`` where the part is there or not needed.
    """
    said = " ".join(words.split())
    faults = _faults(part, pages=pages, words=said)
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        row = _read(case)
        _demand_missing(row, part)
        one = FileAddition(
            id=uuid7(),
            case_id=case.id,
            part=part.value,
            pages=list(pages),
            words=said,
            added_at=call.at,
            added_by=call.officer,
            follows=_last_digest(row),
        )
        one.digest = addition_digest(bytes(one.follows), one=one)
        data = {"part": part.value, "pages": len(one.pages), "digest": bytes(one.digest).hex()}
        return Decision(event=EVENT, data=data, rows=[one])

    return act_on_case(case_id, Act.ADD_TO_FILE, call, decide=decide)


def _faults(part: FilePart, *, pages: Sequence[str], words: str) -> list[FieldFault]:
    faults = []
    if part not in ADDABLE:
        faults.append(FieldFault("part", f"{part.label}不用扫描补入。", CLAUSE))
    if not pages:
        faults.append(FieldFault("scan", "请选择扫描件。", CLAUSE))
    if len(words) < WORDS_LEAST:
        faults.append(FieldFault("words", "请写明从哪里找到、为什么当时没有。", CLAUSE))
    elif len(words) > WORDS_MOST:
        faults.append(FieldFault("words", f"最多 {WORDS_MOST} 个字。"))
    elif not words.isprintable():
        faults.append(FieldFault("words", "内容里有无法保存的字符，请删除后重新填写。"))
    return faults


def _read(case: Case) -> Any:  # noqa: ANN401 - a row with annotations
    """The case with what its file holds, its seal and the last addition; one query."""
    seal = FileSeal.objects.filter(case=OuterRef("id")).order_by("-sealed_at", "-id")
    last = FileAddition.objects.filter(case=OuterRef("id")).order_by("-added_at", "-id")
    return Case.objects.annotate(
        **found(),
        seal_now=Subquery(seal.values(one=JSONObject(digest="digest", entries="entries"))[:1]),
        last_added=Subquery(last.values(one=JSONObject(id="id", digest="digest"))[:1]),
    ).get(id=case.id)


def _demand_missing(row: Case, part: FilePart) -> None:
    held = {one.part: one.is_there for one in parts_of(row)}
    if held.get(part):
        raise Barred(f"{part.label}已经在档，不用补入。", clause=CLAUSE)
    if held.get(part) is None:
        raise Barred(f"这一卷不需要{part.label}。", clause=CLAUSE)


def _last_digest(row: Any) -> bytes:  # noqa: ANN401 - a row with annotations
    """The last addition since the seal, else the seal, else nothing."""
    seal, last = row.seal_now, row.last_added
    covered = {one["key"] for one in seal["entries"]} if seal else set()
    if last is not None and last["id"] not in covered:
        return _bytes(last["digest"])
    return _bytes(seal["digest"]) if seal else NOTHING_BEFORE


def _bytes(shown: str) -> bytes:
    return bytes.fromhex(shown.removeprefix("\\x"))
