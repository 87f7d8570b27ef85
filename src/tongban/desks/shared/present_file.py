"""One file (一人一档) as station, county and city see it: its parts, its seal, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.file_keeping import Kept, keep_until
from tongban.cases.file_parts import Held
from tongban.cases.operations.office import Office
from tongban.cases.queries.file_check import CheckedFile, SealedFile
from tongban.cases.queries.files import FileLine
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Fact, KeyHint, Tag, Tone
from tongban.desks.shared.present_file_add import AddForm, AddTyped, add_form
from tongban.policy.units import City, UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import OWED, ObligationKind
from tongban.procedure.reasons import FilePart
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.standards.labels import Labelled
from tongban.standards.zones import local


class Purpose(Labelled):
    """Why a file is handed out of the system (调档); kept with the export."""

    SUPERVISION = "SUPERVISION", "上级检查、督导"
    COMPLAINT = "COMPLAINT", "信访、投诉核查"
    CASE = "CASE", "行政复议、诉讼或者办案调取"
    APPLICANT = "APPLICANT", "申请人查询本人档案"
    OTHER = "OTHER", "其他"


WORDS_LEAST, WORDS_MOST = 4, 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in a list; ``unit`` only where the list is of more than one station."""

    url: str
    name: str
    number: str
    category: str
    ended: str
    parts: tuple[Tag, ...]
    due: DueText | None
    sealed: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SearchScreen:
    """Files searched for; ``hidden`` is what the next page is asked for with."""

    post_url: str
    fields: tuple[Field, ...]
    rows: tuple[FileRow, ...]
    problems: tuple[Problem, ...] = ()
    empty: EmptyState | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    after: str = ""
    is_many: bool = False
    title: str = "查档"
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class FileScreen:
    """One file with its parts; ``checked`` after 校验, ``export`` where it may be handed out."""

    name: str
    number: str
    tags: tuple[Tag, ...]
    due: DueText | None
    parts: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    blocked: str
    actions: tuple[Action, ...]
    checked: tuple[Fact, ...] = ()
    checked_head: Tag | None = None
    add: AddForm | None = None
    export: tuple[Field, ...] = ()
    export_url: str = ""
    problems: tuple[Problem, ...] = ()
    is_ours: bool = True
    title: str = "一人一档"
    keys: tuple[KeyHint, ...] = ()


def rows(lines: Sequence[FileLine], *, rules: Office, at: datetime) -> tuple[FileRow, ...]:
    """The list."""
    return tuple(
        FileRow(
            url=reverse("shared:file", args=[one.case_id]),
            name=one.name,
            number=one.number,
            category=one.category.label,
            ended=f"{moment_phrase(one.ended_at, at)} {one.stage.label}",
            parts=_summary(one),
            due=due(one, rules=rules, at=at),
            sealed=f"{moment_phrase(one.sealed_at, at)} 封存" if one.sealed_at else "",
            unit=_unit(rules.city, one.unit),
        )
        for one in lines
    )


def _unit(city: City, code: str) -> str:
    found = city.get(code)
    return found.short_name if found else code


def due(one: FileLine, *, rules: Office, at: datetime) -> DueText | None:
    """Until when the file must be sealed; None once it is."""
    if one.sealed_at is not None:
        return None
    return due_of(
        ObligationKind.ARCHIVE,
        since=one.ended_at,
        due_at=one.due_at,
        note=one.due_note,
        rules=rules,
        now=at,
    )


def _summary(one: FileLine) -> tuple[Tag, ...]:
    tags = [Tag(f"缺{part.label}", Tone.WARN) for part in one.missing]
    tags += [Tag(f"{kind.label}未办结", Tone.BAD) for kind in one.open_duties]
    return tuple(tags) or (Tag("材料齐全", Tone.OK),)


def is_ours(one: FileLine, actor: Actor) -> bool:
    """Whether the actor's own station keeps the file."""
    return actor.unit == one.unit and Role.ACCEPTANCE in actor.roles


def may_export(actor: Actor) -> bool:
    """The accepting station, and supervision above it (第八条)."""
    if actor.unit_kind is UnitKind.STATION:
        return Role.ACCEPTANCE in actor.roles
    return Role.SUPERVISION in actor.roles


def file(
    one: FileLine,
    *,
    seal: SealedFile | None,
    actor: Actor,
    rules: Office,
    at: datetime,
    checked: CheckedFile | None = None,
    export: tuple[Field, ...] = (),
    adding: AddTyped | None = None,
) -> FileScreen:
    """The page of one file; ``export`` and ``adding`` are what came back with what is wrong in it."""
    blocked = "；".join(OWED[kind].sentence.rstrip("。") for kind in one.open_duties)
    return FileScreen(
        name=one.name,
        number=one.number,
        tags=(Tag(one.stage.label), Tag(one.category.label), *_state(one)),
        due=due(one, rules=rules, at=at),
        parts=tuple(_part(held, one, ours=is_ours(one, actor)) for held in one.parts),
        facts=_facts(one, seal, rules=rules, at=at),
        blocked=f"还有未办结的事项：{blocked}。办结后再封存。" if blocked else "",
        actions=_actions(one, actor, blocked=bool(blocked)),
        checked=_checked(checked) if checked else (),
        checked_head=_head(checked) if checked else None,
        add=add_form(one, actor, typed=adding),
        export=export or export_fields(),
        export_url=reverse("shared:file-export", args=[one.case_id]),
        problems=tuple(Problem(f"{f.label}：{f.error}", f.input_id) for f in export if f.error),
        is_ours=is_ours(one, actor),
    )


def _state(one: FileLine) -> tuple[Tag, ...]:
    if one.sealed_at:
        return (Tag("已封存", Tone.OK),)
    return (
        (Tag(f"缺 {len(one.missing)} 项", Tone.WARN),) if one.missing else (Tag("齐全", Tone.OK),)
    )


def _facts(
    one: FileLine, seal: SealedFile | None, *, rules: Office, at: datetime
) -> tuple[Fact, ...]:
    years = rules.terms(at).archive_years
    until = seal.keep_until if seal else keep_until(one.ended_at, years=years)
    facts = [
        Fact("立档单位", _unit(rules.city, one.unit)),
        Fact("结束", f"{moment_phrase(one.ended_at, at)} {one.stage.label}"),
        Fact("至少保存到", f"{local(until):%Y-%m-%d} 零时", clause="第八条"),
    ]
    if one.sealed_at:
        facts.append(Fact("封存", moment_phrase(one.sealed_at, at), Tone.OK))
    if seal:
        note = f"共 {len(seal.entries)} 项，逐项摘要串联"
        facts.append(Fact("完整性摘要", seal.digest[:16], note=note))
    return tuple(facts)


def _part(held: Held, one: FileLine, *, ours: bool) -> Fact:
    if held.is_there is None:
        return Fact(held.part.label, "— 不需要", note=held.note)
    if held.is_there:
        return Fact(held.part.label, "✓ 在档", Tone.OK, note=held.note)
    url = {
        FilePart.RECEIPT: reverse("station:payment", args=[one.case_id]),
        FilePart.TEMPORARY: reverse("shared:temporary", args=[one.case_id]),
        FilePart.NOTICE: reverse("shared:case", args=[one.case_id]),
    }.get(held.part, "")
    return Fact(held.part.label, "! 缺", Tone.WARN, note=held.note, url=url if ours else "")


def _checked(found: CheckedFile) -> tuple[Fact, ...]:
    facts = []
    for kind in Kept:
        parts = [part for part in found.parts if part.kind is kind]
        bad = [part for part in parts if part in found.faults]
        if not parts:
            continue
        if bad:
            note = "；".join(f"{part.label or kind.label} {part.state.label}" for part in bad)
            facts.append(Fact(kind.label, f"✕ {len(bad)} 项不符", Tone.BAD, note=note))
        else:
            facts.append(Fact(kind.label, f"✓ {len(parts)} 项完好", Tone.OK))
    words, tone = ("✓ 与办理经过中的记录一致", Tone.OK)
    if not found.is_list_intact:
        words, tone = "✕ 与办理经过中的记录不一致", Tone.BAD
    return (*facts, Fact("封存清单", words, tone))


def _head(found: CheckedFile) -> Tag:
    if found.is_whole:
        return Tag("完整，与封存时一致", Tone.OK)
    return Tag("与封存时不一致，请保全数据并报告上级", Tone.BAD)


def _actions(one: FileLine, actor: Actor, *, blocked: bool) -> tuple[Action, ...]:
    args = [one.case_id]
    view = Action("看全部材料和经过", url=reverse("shared:case", args=args), key="V")
    printing = Action(
        "打印全卷",
        url=reverse("shared:file-print", args=args),
        post=True,
        new_window=True,
        icon="printer",
        key="P",
    )
    back = Action("回到查档", url=reverse("shared:files"))
    if not one.sealed_at and is_ours(one, actor):
        return (view, back, printing, *_sealing(one, blocked=blocked))
    check = Action("校验", url=reverse("shared:file-check", args=args), post=True, key="C")
    return (view, back, printing, *((check,) if one.sealed_at else ()))


def _sealing(one: FileLine, *, blocked: bool) -> tuple[Action, ...]:
    if ObligationKind.TAKE_BACK_TEMPORARY in one.open_duties:
        url = reverse("shared:temporary", args=[one.case_id])
        label = "收回或核销临时居民身份证"
        return (Action(label, url=url, key="T", style=ActionStyle.PRIMARY),)
    if ObligationKind.RETURN_OLD_CARD in one.open_duties:
        url = reverse("station:card", args=[one.case_id])
        return (Action("收回或核销旧证", url=url, key="O", style=ActionStyle.PRIMARY),)
    if blocked:
        return ()
    return (
        Action(
            "按现状封存" if one.missing else "核对无误，封存",
            url=reverse("station:file-seal", args=[one.case_id]),
            post=True,
            key="Ctrl+Enter",
            style=ActionStyle.PRIMARY,
        ),
    )


def export_fields(
    *, purpose: str = "", words: str = "", errors: dict[str, str] | None = None
) -> tuple[Field, ...]:
    """What is asked before a file is handed out."""
    wrong = errors or {}
    return (
        Field(
            "purpose",
            "调档用途",
            FieldKind.SELECT,
            value=purpose,
            error=wrong.get("purpose", ""),
            options=(Option("", "请选择"), *(Option(p.value, p.label) for p in Purpose)),
        ),
        Field(
            "words",
            "调档人和事由",
            value=words,
            error=wrong.get("words", ""),
            hint="写明谁因何事调取；与导出记录一起保存",
            maxlength=WORDS_MOST,
        ),
    )


def search_fields(
    *, text: str, since: str, until: str, stage: str, errors: dict[str, str]
) -> tuple[Field, ...]:
    """What files can be asked for by."""
    endings = (Stage.HANDED_OVER, Stage.DELIVERED, Stage.WITHDRAWN, Stage.REVOKED, Stage.CLOSED)
    return (
        Field(
            "q",
            "姓名、公民身份号码或受理编号",
            value=text,
            required=False,
            maxlength=60,
            focus=True,
            error=errors.get("q", ""),
        ),
        Field(
            "since", "结束日期从", FieldKind.DATE, value=since, required=False, width="m",
            error=errors.get("since", ""),
        ),
        Field(
            "until", "到", FieldKind.DATE, value=until, required=False, width="m",
            error=errors.get("until", ""),
        ),
        Field(
            "stage", "怎样结束", FieldKind.SELECT, value=stage, required=False, width="m",
            options=(Option("", "不限"), *(Option(s.value, s.label) for s in endings)),
            error=errors.get("stage", ""),
        ),
    )  # fmt: skip


NOT_ASKED = EmptyState(
    "输入条件后查档", "可按姓名、号码、编号，或者按结束日期和结束方式查；查询记入审计日志。"
)
NOTHING_FOUND = EmptyState(
    "没有找到", "没有这样的已结束的件。请核对姓名、号码或受理编号，或放宽日期。"
)
