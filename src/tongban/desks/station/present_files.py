"""The files of ended cases: what is in them, what is missing, what is sealed (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.files import FileLine, Part
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Fact, KeyHint, Tag, Tone
from tongban.procedure.obligations import OWED, ObligationKind
from tongban.standards.months import add_months
from tongban.standards.zones import local_date

LATER = {
    Part.RECEIPT: "财政票据出具后自动取回",
    Part.EVIDENCE: "受理时没有留存凭证影像",
}
"""Why a part may be missing where nobody here can bring it now."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in a list."""

    url: str
    name: str
    number: str
    category: str
    ended: str
    parts: tuple[Tag, ...]
    due: DueText | None
    sealed: str


@dataclass(frozen=True, slots=True)
class FilesScreen:
    """Files to seal, those sealed last, or what was searched; context name ``screen``."""

    find_url: str
    asked: str
    head: str
    note: str
    rows: tuple[FileRow, ...]
    other: tuple[tuple[str, str], ...]
    empty: EmptyState | None
    newer_url: str = ""
    next_url: str = ""
    title: str = "档案"
    keys: tuple[KeyHint, ...] = (KeyHint(("F2",), "查档"),)
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class FileScreen:
    """One file with its parts; context name ``screen``."""

    name: str
    number: str
    tags: tuple[Tag, ...]
    due: DueText | None
    parts: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    blocked: str
    actions: tuple[Action, ...]
    title: str = "一人一档"
    keys: tuple[KeyHint, ...] = ()


def rows(lines: Sequence[FileLine], *, rules: Office, at: datetime) -> tuple[FileRow, ...]:
    """The list."""
    return tuple(
        FileRow(
            url=reverse("station:file", args=[one.case_id]),
            name=one.name,
            number=one.number,
            category=one.category.label,
            ended=f"{moment_phrase(one.ended_at, at)} {one.stage.label}",
            parts=_summary(one),
            due=_due(one, rules=rules, at=at),
            sealed=f"{moment_phrase(one.sealed_at, at)} 封存" if one.sealed_at else "",
        )
        for one in lines
    )


def _due(one: FileLine, *, rules: Office, at: datetime) -> DueText | None:
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


NOTHING_TO_SEAL = EmptyState(
    "没有待归档的件",
    "证件发放、撤回或终结之后，件会到这里：核对一人一档的材料，齐了就封存（第八条）。",
)
NOTHING_SEALED = EmptyState("还没有封存的档案", "封存的档案从结束之日起至少保存 5 年，随时可查。")


def nothing_found(asked: str) -> EmptyState:
    """What the search found: nothing."""
    return EmptyState("没有找到", "本所没有这样的已结束的件。请核对姓名、号码或受理编号。")


def file(one: FileLine, *, rules: Office, at: datetime) -> FileScreen:
    """The page of one file."""
    years = rules.terms(at).archive_years
    keeps = add_months(local_date(one.ended_at), months=12 * years)
    facts = [
        Fact("结束", f"{moment_phrase(one.ended_at, at)} {one.stage.label}"),
        Fact("至少保存到", f"{keeps:%Y-%m-%d}", clause="第八条"),
    ]
    if one.sealed_at:
        facts.append(Fact("封存", moment_phrase(one.sealed_at, at), Tone.OK))
    blocked = "；".join(OWED[kind].sentence.rstrip("。") for kind in one.open_duties)
    return FileScreen(
        name=one.name,
        number=one.number,
        tags=(Tag(one.stage.label), Tag(one.category.label)),
        due=_due(one, rules=rules, at=at),
        parts=tuple(_part(part, there) for part, there in one.parts),
        facts=tuple(facts),
        blocked=f"还有未办结的事项：{blocked}。办结后再封存。" if blocked else "",
        actions=_actions(one, blocked=bool(blocked)),
    )


def _part(part: Part, there: bool) -> Fact:
    if there:
        return Fact(part.label, "✓ 在档", Tone.OK)
    return Fact(part.label, "! 缺", Tone.WARN, note=LATER.get(part, ""))


def _actions(one: FileLine, *, blocked: bool) -> tuple[Action, ...]:
    view = Action("看全部材料和经过", url=reverse("shared:case", args=[one.case_id]), key="V")
    back = Action("回到档案", url=reverse("station:files"))
    if ObligationKind.TAKE_BACK_TEMPORARY in one.open_duties:
        url = reverse("shared:temporary", args=[one.case_id])
        label = "收回或核销临时居民身份证"
        return (view, back, Action(label, url=url, key="T", style=ActionStyle.PRIMARY))
    if ObligationKind.RETURN_OLD_CARD in one.open_duties:
        url = reverse("station:card", args=[one.case_id])
        return (view, back, Action("收回或核销旧证", url=url, key="O", style=ActionStyle.PRIMARY))
    if one.sealed_at is not None or blocked:
        return (view, back)
    label = "按现状封存" if one.missing else "核对无误，封存"
    seal = Action(
        label,
        url=reverse("station:file-seal", args=[one.case_id]),
        post=True,
        key="Ctrl+Enter",
        style=ActionStyle.PRIMARY,
    )
    return (view, back, seal)
