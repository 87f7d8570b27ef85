"""Asking an inquiry, and the list of inquiries: to answer, waited for, answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tongban.cases import facts
from tongban.cases.queries.inquiries import InquiryLine
from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, FieldKind, Problem, problems_of
from tongban.desks.shared.phrases import arrival_phrase
from tongban.desks.shared.pieces import Action, EmptyState, Fact, KeyHint
from tongban.desks.station.intake_state import Work
from tongban.desks.station.present_inquiry import home_words, state_of, unit_words
from tongban.desks.station.work_rows import Desk, WorkRow
from tongban.policy.differences import differences
from tongban.policy.vocabulary import Detail
from tongban.procedure.obligations import ObligationKind
from tongban.standards.id_number import mask

ASK_DRAFT = "inquiry"


@dataclass(frozen=True, slots=True)
class AskScreen:
    """The form with which the home station is asked."""

    title: str
    name: str
    id_number: str
    facts: tuple[Fact, ...]
    note: str
    url: str
    draft_url: str
    details: tuple[Field, ...]
    details_error: str
    fields: tuple[Field, ...]
    back: Action
    problems: tuple[Problem, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


def ask_screen(
    work: Work, *, typed: Mapping[str, str], errors: Mapping[str, str], is_typed: bool
) -> AskScreen:
    """Return the form; what differs from the register is ticked beforehand."""
    view = work.view
    details = _details(work, typed=typed, is_typed=is_typed)
    fields = _fields(work, typed=typed, errors=errors, is_typed=is_typed)
    wrong = errors.get("details", "")
    problems = (Problem(wrong, "f-details"),) if wrong else ()
    home = home_words(
        view.record["home_unit"] or "", view.record.get("home_office", ""), rules=work.rules
    )
    return AskScreen(
        title="发起协查",
        name=view.record["name"],
        id_number=mask(view.record["id_number"]),
        facts=(Fact("问", home or "户籍地派出所"),),
        note=_note(work),
        url=reverse("station:intake-inquiry", args=[view.id]),
        draft_url=draft_url(ASK_DRAFT, view.id),
        details=details,
        details_error=wrong,
        fields=fields,
        back=Action(
            "回到现场比对",
            url=reverse("station:intake-step", args=[view.id, "compare"]),
            key="Escape",
        ),
        problems=(*problems, *problems_of(fields)),
    )


def _note(work: Work) -> str:
    if work.view.record["home_unit"]:
        return (
            "户籍派出所只看到这里写的问题、所选的内容和照片，看不到这次受理。3 个工作日内答复，"
            "答复后回到本所工作台；等待期间受理一直保留。"
        )
    return (
        "户籍在市外：发起后打印协查函寄出、传真，或者电话询问，答复到了再登记。"
        "等待期间受理一直保留。"
    )


def _details(work: Work, *, typed: Mapping[str, str], is_typed: bool) -> tuple[Field, ...]:
    declared, registered = facts.details(work.view.declared), facts.details(work.view.record)
    differing = frozenset(differences(declared, registered=registered))
    found = []
    for detail in Detail:
        is_on = typed.get(detail.value) == "1" if is_typed else detail in differing
        hint = "与人口库不一致" if detail in differing else ""
        found.append(
            Field(
                detail.value,
                detail.label,
                FieldKind.CHECKBOX,
                "1" if is_on else "",
                hint=hint,
                required=False,
            )
        )
    return tuple(found)


def _fields(
    work: Work, *, typed: Mapping[str, str], errors: Mapping[str, str], is_typed: bool
) -> tuple[Field, ...]:
    has_live = work.view.has_live
    with_picture = typed.get("picture") == "1" if is_typed else has_live
    return (
        Field(
            "picture",
            "附现场照片，请与底册照片比对",
            FieldKind.CHECKBOX,
            "1" if with_picture else "",
            hint="" if has_live else "还没有拍现场照片",
            error=errors.get("picture", ""),
            required=False,
        ),
        Field(
            "question",
            "请对方核实什么",
            FieldKind.TEXTAREA,
            typed.get("question", ""),
            hint="写明为什么还不能确认，例如面貌变化大、姓名用字不同。",
            error=errors.get("question", ""),
            maxlength=500,
            focus=True,
        ),
    )


@dataclass(frozen=True, slots=True)
class InquiriesScreen:
    """协查 of a station in three lists."""

    groups: tuple[InquiryGroup, ...]
    empty: EmptyState | None
    title: str = "协查"
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryGroup:
    """Inquiries of one kind, by due."""

    key: str
    label: str
    hint: str
    rows: tuple[WorkRow, ...]


NOTHING = EmptyState(
    "没有协查",
    "其他派出所请本所核实的、本所发起还没有办结的协查都会排到这里。"
    "还不能确认身份时，在受理的“现场比对”里发起。",
)


def inquiries_screen(desk: Desk, lines: Sequence[InquiryLine]) -> InquiriesScreen:
    """Return the page: what others ask of this station stands first."""
    here = desk.actor.unit
    asked = [one for one in lines if one.home_unit == here and one.answer is None]
    own = [one for one in lines if one.station == here]
    waiting = [one for one in own if one.answer is None]
    answered = [one for one in own if one.answer is not None]
    groups = (
        InquiryGroup(
            "to-answer", "待本所答复", "只看协查内容，核对底册后答复。", _rows(desk, asked)
        ),
        InquiryGroup(
            "answered", "已答复，待本所确认身份", "看过答复后在受理里确认。", _rows(desk, answered)
        ),
        InquiryGroup(
            "waiting", "本所发起，等待答复", "等待期间受理一直保留。", _rows(desk, waiting)
        ),
    )
    found = tuple(group for group in groups if group.rows)
    return InquiriesScreen(groups=found, empty=None if found else NOTHING)


def _rows(desk: Desk, lines: Sequence[InquiryLine]) -> tuple[WorkRow, ...]:
    return tuple(_row(desk, one) for one in lines)


def _row(desk: Desk, one: InquiryLine) -> WorkRow:
    is_asked_here = one.home_unit == desk.actor.unit
    other = (
        f"{unit_words(one.asked_unit, rules=desk.rules)} 发起"
        if is_asked_here
        else f"问 {home_words(one.home_unit, one.home_office, rules=desk.rules)}"
    )
    due = None
    if one.answer is None:
        due = desk.due(
            ObligationKind.ANSWER_INQUIRY, one.due_at, since=one.asked_at, note=one.due_note
        )
    return WorkRow(
        url=reverse("station:inquiry", args=[one.id]),
        name=one.name,
        note=f"{other} · {one.number[-12:]} · {arrival_phrase(one.asked_at, desk.at)}",
        due=due,
        tags=() if one.answer is None else (state_of(one.answer, is_open=True),),
    )
