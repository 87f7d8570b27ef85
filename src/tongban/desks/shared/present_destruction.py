"""What is to be destroyed, and the lists of what was, in words and as a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from tongban.cases.queries.to_destroy import DestructionFile, DestructionLine, Thing, Witness
from tongban.desks.shared.card_screens import (
    DestroyedScreen,
    DestructionItem,
    DestructionScreen,
    ThingItem,
)
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem
from tongban.desks.shared.phrases import arrival_phrase, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Fact
from tongban.documents.forms.destruction import DestructionRow, DestructionSheet
from tongban.documents.forms.sheet import Sheet
from tongban.procedure.reasons import Destroyed
from tongban.standards.id_number import mask

GO = "Ctrl+Enter"
EMPTY = EmptyState(
    "没有待销毁的证件", "发放时收回的旧证、临时居民身份证，和作废的证件，列在这里等待销毁。"
)


def destruction_screen(
    things: Sequence[Thing],
    *,
    past: Sequence[DestructionLine],
    witnesses: Sequence[Witness],
    list_id: str,
    ticked: set[str] | None,
    witness: str,
    errors: Mapping[str, str],
    at: datetime,
    back: str,
) -> DestructionScreen:
    """Everything that lies here, all ticked; the second person is chosen by name."""
    field = _witness(witnesses, chosen=witness, error=errors.get("witness", ""))
    go = Action("销毁勾选的证件", form="destruction", key=GO, style=ActionStyle.PRIMARY)
    return DestructionScreen(
        title="销毁证件",
        url=reverse("shared:destruction"),
        list_id=list_id,
        things=tuple(
            _thing(one, at=at, ticked=ticked is None or one.key in ticked) for one in things
        ),
        thing_error=errors.get("thing", ""),
        witness=field if things else None,
        past=tuple(_past(one, at=at) for one in past),
        empty=None if things else EMPTY,
        problems=_problems(errors, witness=field),
        actions=(Action("返回证件", back, key="Alt+ArrowUp"), *((go,) if things else ())),
    )


def _witness(witnesses: Sequence[Witness], *, chosen: str, error: str) -> Field:
    return Field(
        "witness",
        "监销人",
        FieldKind.SELECT,
        chosen,
        hint="在场的另一名民警。",
        error=error,
        options=tuple(Option(str(one.id), one.name) for one in witnesses),
        width="m",
    )


def _problems(errors: Mapping[str, str], *, witness: Field) -> tuple[Problem, ...]:
    labels = (("thing", "证件", "things"), ("witness", "监销人", witness.input_id))
    return tuple(
        Problem(f"{label}：{errors[name]}", target)
        for name, label, target in labels
        if name in errors
    )


def _past(one: DestructionLine, *, at: datetime) -> DestructionItem:
    said = f"{moment_phrase(one.at, at)} · {one.count} 张 · {one.by}，监销 {one.witness}"
    return DestructionItem(reverse("shared:destroyed", args=[one.id]), one.number, said)


def _thing(one: Thing, *, at: datetime, ticked: bool = True) -> ThingItem:
    return ThingItem(
        key=one.key,
        kind=one.kind.label,
        serial=one.serial,
        name=one.name,
        id_number=mask(one.id_number),
        number=one.case_number,
        url=reverse("shared:card-trace", args=[one.case_id]),
        since=arrival_phrase(one.since, at) if one.since else "",
        ticked=ticked,
    )


def destroyed_screen(found: DestructionFile, *, at: datetime) -> DestroyedScreen:
    """One list as it was recorded."""
    line = found.line
    paper = Action(
        "打印销毁清单",
        reverse("shared:destroyed-print", args=[line.id]),
        key="P",
        style=ActionStyle.PRIMARY,
        post=True,
        new_window=True,
        icon="printer",
    )
    return DestroyedScreen(
        title=f"销毁清单 {line.number}",
        facts=(
            Fact("销毁时间", moment_phrase(line.at, at)),
            Fact("销毁人", line.by),
            Fact("监销人", line.witness),
            Fact("数量", _counts(found)),
        ),
        things=tuple(_thing(one, at=at) for one in found.things),
        actions=(Action("返回销毁", reverse("shared:destruction"), key="Alt+ArrowUp"), paper),
    )


def _counts(found: DestructionFile) -> str:
    counted = [(kind, sum(one.kind is kind for one in found.things)) for kind in Destroyed]
    parts = [f"{kind.label} {count} 张" for kind, count in counted if count]
    return f"{found.line.count} 张：{'，'.join(parts)}"


def list_sheet(found: DestructionFile, *, sheet: Sheet) -> DestructionSheet:
    """The list as a paper."""
    line = found.line
    return DestructionSheet(
        sheet=sheet,
        list_number=line.number,
        destroyed_at=line.at,
        destroyed_by=line.by,
        witness=line.witness,
        summary=_counts(found),
        rows=tuple(
            DestructionRow(
                kind=one.kind.label,
                serial=one.serial,
                case_number=one.case_number,
                name=one.name,
                id_number=mask(one.id_number),
            )
            for one in found.things
        ),
    )
