"""证件违法行为 (第五条(四)): the window in which it is written down, and those already known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.offences import CLAUSE, Found
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import Action, ActionStyle, Tone
from tongban.desks.station.intake_forms import Faults
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.screens import WordsDialog
from tongban.desks.station.steps import Requirement
from tongban.procedure.reasons import OffenceDocument, OffenceKind, OffenceSource
from tongban.standards.labels import Labelled

OFFENCE = "offence"
PREFIX = "offence_"
_LONGEST_SYSTEM = 60
_LONGEST_NUMBER = 40
_LONGEST_WORDS = 500


def offence_dialog(work: Work) -> WordsDialog:
    """What was found, in which document, how it is known, with the scan kept."""
    return WordsDialog(
        id=OFFENCE,
        title="登记证件违法行为",
        note="登记后即属于不予异地受理情形。现场查获的须留存证件影像；在其他系统查到的写明系统和编号。"
        "人口系统的记录查询时已自动取得，不用在这里登记。",
        url=act_url(work.view.id, OFFENCE),
        fields=(
            _choice(work, "kind", "行为", of=OffenceKind),
            _choice(work, "document", "证件", of=OffenceDocument),
            _choice(work, "source", "来源", of=OffenceSource),
            _text(work, "on", "查获或记录日期", kind=FieldKind.DATE, width="s"),
            _text(work, "system", "系统名称", hint="其他系统查询的必填。", required=False),
            _text(work, "number", "编号", hint="记录编号，或扣押清单编号。", required=False),
            _image(work),
        ),
        words=_text(work, "words", "怎样发现、怎样核实的", kind=FieldKind.TEXTAREA, width="full"),
        submit="登记",
        clause=CLAUSE,
    )


def _choice(work: Work, name: str, label: str, *, of: type[Labelled]) -> Field:
    return _text(
        work,
        name,
        label,
        kind=FieldKind.SELECT,
        options=tuple(Option(one.value, one.label) for one in of),
        width="m",
    )


def _text(work: Work, name: str, label: str, **more: object) -> Field:
    given: dict[str, Any] = {"width": "m", **more}
    full = PREFIX + name
    return Field(
        full, label, value=work.typed.value(full, ""), error=work.typed.error(full), **given
    )


def _image(work: Work) -> Field:
    return Field(
        PREFIX + "image",
        "证件影像（可多选）",
        FieldKind.FILE,
        required=False,
        width="m",
        accept="image/jpeg,image/png,image/webp",
        multiple=True,
        error=work.typed.error(PREFIX + "image"),
        hint="查获或复印的证件，每页一张。",
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    kind: OffenceKind | None
    document: OffenceDocument | None
    source: OffenceSource | None


def offence_form(form: Mapping[str, str], *, pages: Sequence[str]) -> Found:
    """Read the form; raises ``BadInput`` with every fault at its field of the window."""
    faults = Faults()
    chosen = _Chosen(
        faults.choice(form, PREFIX + "kind", of=OffenceKind),
        faults.choice(form, PREFIX + "document", of=OffenceDocument),
        faults.choice(form, PREFIX + "source", of=OffenceSource),
    )
    on = faults.day(form, PREFIX + "on")
    system = faults.text(form, PREFIX + "system", longest=_LONGEST_SYSTEM)
    number = faults.text(form, PREFIX + "number", longest=_LONGEST_NUMBER)
    words = faults.text(form, PREFIX + "words", longest=_LONGEST_WORDS)
    named = {one.field for one in faults.found}
    for name, value, asked in (
        ("kind", chosen.kind, "请选择是哪一种行为。"),
        ("document", chosen.document, "请选择涉及哪一种证件。"),
        ("source", chosen.source, "请选择是现场查获，还是在其他系统查到的。"),
    ):
        if value is None and PREFIX + name not in named:
            faults.add(PREFIX + name, asked, CLAUSE)
    faults.check()
    if chosen.kind is None or chosen.document is None or chosen.source is None:
        raise AssertionError("a choice that is missing is a fault")
    return Found(
        kind=chosen.kind,
        document=chosen.document,
        source=chosen.source,
        on=on,
        words=words,
        system=system,
        number=number,
        pages=pages,
    )


def at_fields(bad: BadInput) -> BadInput:
    """The same faults at the fields of the window."""
    return BadInput(*(FieldFault(PREFIX + f.field, f.sentence, f.clause) for f in bad.faults))


def known_offences(work: Work) -> tuple[Requirement, ...]:
    """What is known: the register's answer, and what was entered here, which can be taken out."""
    return tuple(_known(work, one) for one in work.view.offences)


def _known(work: Work, one: Mapping[str, Any]) -> Requirement:
    number = f"，编号 {one['source_number']}" if one.get("source_number") else ""
    text = (
        f"{one.get('kind', '')}{one.get('document', '')}：{one['source']}，"
        f"{one.get('recorded_on', '')}{number}"
    )
    remove = None
    if one.get("id") and work.view.is_open:
        url = reverse("station:intake-offence-remove", args=[work.view.id, one["id"]])
        remove = Action("移除", url=url, post=True, style=ActionStyle.QUIET)
    return Requirement(text, Tone.BAD, remove)
