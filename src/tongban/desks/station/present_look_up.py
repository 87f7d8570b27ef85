"""The look-up before an intake, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.intakes import OpenIntake
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem, problems_of
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Tag, Tone
from tongban.desks.station.intake_state import Typed
from tongban.desks.station.present_intakes import WHOLE, missing, state
from tongban.desks.station.registers import Answered, Registered
from tongban.desks.station.screens import IntakeScreen, Step, StepKey, VerdictPanel, phases_of
from tongban.desks.station.steps import CandidateLine, IdentityPanel, WaitingLine
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import Reason
from tongban.ports.registry import Register
from tongban.standards import id_number
from tongban.standards.money import yuan

DRAFT = "lookup"
FORM = "lookup-form"
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a look-up that opened no intake."""

    notice: str = ""
    tone: Tone = Tone.INFO
    candidates: Sequence[Registered] = ()
    other_intake: Action | None = None


NOBODY = "省人口库和全国人口库都没有查到。请核对号码；没有号码的，按姓名和出生日期查询。"
KEPT = "已填写的都还在。"
STILL = "已经查到的人可以继续登记凭证、采集和缴费。"
PROVINCE_STILL = f"外省户籍的人照常查询受理，{STILL}"
NATION_STILL = "户籍在山东的人照常查询受理。"


def nobody_words(answered: Answered) -> str:
    """Why nobody was found to go on with: nobody there, or a system that could not be asked.

    Says which system, what is known all the same, and what still works.
    """
    match Register.PROVINCE in answered.silent, Register.NATION in answered.silent:
        case True, True:
            return (
                f"省人口系统和部人口信息系统都暂时没有回答，这次没有查成。{KEPT}请稍后再查；{STILL}"
            )
        case True, False if answered.only_in_nation:
            return (
                f"省人口系统暂时没有回答。全国库里这位群众的户籍在{answered.only_in_nation}，"
                f"要等省系统恢复才能受理。{KEPT}{PROVINCE_STILL}"
            )
        case True, False:
            return (
                "省人口系统暂时没有回答，全国库没有查到。户籍在山东的，要等省系统恢复再查。"
                f"{KEPT}{PROVINCE_STILL}"
            )
        case False, True:
            return (
                "省人口系统没有查到；部人口信息系统暂时没有回答，是不是外省户籍还查不了。"
                f"请核对号码，稍后再查。{KEPT}{NATION_STILL}"
            )
    if answered.only_in_nation:
        return (
            f"全国库里这位群众的户籍在{answered.only_in_nation}，省人口系统却没有查到。"
            "请先与户籍地派出所核实。"
        )
    return NOBODY


def several_words(answered: Answered) -> str:
    """How many answer, and where else somebody might have been found."""
    words = f"查到 {len(answered.people)} 人，请看清后选定是哪一位。"
    if Register.NATION in answered.silent:
        return f"{words}部人口信息系统暂时没有回答，外省户籍的人不在其中。"
    if Register.PROVINCE in answered.silent:
        return f"{words}省人口系统暂时没有回答，户籍在山东的人不在其中。"
    return words


def look_up_screen(
    *,
    typed: Typed,
    answer: Answer,
    waiting: Sequence[OpenIntake],
    rules: Office,
    terms: Terms,
    now: datetime,
) -> IntakeScreen:
    """Step 1 before anybody is found: the other steps are shut, nothing is judged."""
    fields = _fields(typed, terms=terms, focus=not answer.candidates)
    steps = tuple(Step(key, Tone.NONE, current=key is StepKey.IDENTITY) for key in StepKey)
    return IntakeScreen(
        phases=phases_of(steps),
        current=StepKey.IDENTITY,
        panel=_panel(fields, typed=typed, answer=answer, waiting=waiting, rules=rules, now=now),
        verdict=VerdictPanel(
            headline=Tag("尚未判定", Tone.NONE),
            summary="查到人口信息后，这里逐条显示判定和依据。",
        ),
        actions=(
            Action(
                "查询并开始受理",
                key="Ctrl+Enter",
                style=ActionStyle.PRIMARY,
                form=FORM,
                icon="search",
            ),
        ),
        problems=_problems(fields, typed),
    )


def _panel(
    fields: tuple[Field, ...],
    *,
    typed: Typed,
    answer: Answer,
    waiting: Sequence[OpenIntake],
    rules: Office,
    now: datetime,
) -> IdentityPanel:
    card = Action(
        "读卡", key="F2", icon="id", form=FORM, name="by", value="card", style=ActionStyle.PLAIN
    )
    return IdentityPanel(
        lookup_url=reverse("station:intake-find"),
        lookup=fields,
        read_card=card,
        notice=answer.notice,
        notice_tone=answer.tone,
        other_intake=answer.other_intake,
        candidates=tuple(
            _candidate(one, typed=typed, n=n) for n, one in enumerate(answer.candidates, start=1)
        ),
        waiting=tuple(_waiting(one, rules=rules, now=now) for one in waiting[:SHOWN]),
        all_waiting_url=reverse("station:intakes") if waiting else "",
        typed_again=bool(typed.values),
    )


def _problems(fields: tuple[Field, ...], typed: Typed) -> tuple[Problem, ...]:
    found = problems_of(fields)
    other = typed.error("")
    return (*found, Problem(other)) if other else found


def reason_field(value: str, *, terms: Terms, error: str = "", keys: bool = False) -> Field:
    """申领原因, each with its fee; nothing but the three is offered (第七条)."""
    options = tuple(
        Option(reason.value, reason.label, f"{yuan(fen)} 元", key=str(n) if keys else "")
        for n, (reason, fen) in enumerate(terms.fees_fen.items(), start=1)
    )
    return Field(
        "reason",
        "申领原因",
        FieldKind.RADIO,
        value=value,
        options=options,
        clause="第七条",
        required=keys,
        error=error,
    )


def _fields(typed: Typed, *, terms: Terms, focus: bool) -> tuple[Field, ...]:
    def text(name: str, label: str, **more: object) -> Field:
        return Field(
            name,
            label,
            value=typed.value(name, ""),
            error=typed.error(name),
            **more,  # type: ignore[arg-type]
        )

    return (
        text(
            "id_number",
            "公民身份号码",
            width="m",
            maxlength=24,
            spaced=True,
            required=False,
            focus=focus,
            hint="15 位老号码也能查。",
        ),
        text(
            "name",
            "姓名",
            width="m",
            maxlength=100,
            required=False,
            hint="没有号码时，与出生日期一起查。",
        ),
        text(
            "birth_date",
            "出生日期",
            kind=FieldKind.DATE,
            width="s",
            required=False,
            hint="证件上的出生日期。",
        ),
        reason_field(typed.value("reason", ""), terms=terms, error=typed.error("reason")),
    )


def _candidate(one: Registered, *, typed: Typed, n: int) -> CandidateLine:
    reason, record = typed.value("reason", ""), one.record
    return CandidateLine(
        name=record.name,
        birth_date=record.birth_date.isoformat(),
        id_number=record.id_number,
        address=record.address,
        home=record.home_office,
        choose=Action(
            "是这一位",
            url=reverse("station:intake-find"),
            post=True,
            key=str(n) if n < 10 else "",
            fields=(
                ("record_id", record.record_id),
                ("register", one.register.value),
                ("reason", reason),
            ),
        ),
    )


def _waiting(one: OpenIntake, *, rules: Office, now: datetime) -> WaitingLine:
    lacks = missing(one, rules=rules) or (WHOLE,)
    words = [
        one.reason.label if isinstance(one.reason, Reason) else "原因待选",
        f"{one.touched_by} {moment_phrase(one.touched_at, now)}".strip(),
        lacks[0] if len(lacks) == 1 else f"{lacks[0]}等 {len(lacks)} 项",
    ]
    tag = state(one)
    marks = (*green_tags(one.green, is_visited=one.is_visited), *((tag,) if tag else ()))
    words += [mark.text for mark in marks]
    return WaitingLine(
        name=one.name,
        id_number=id_number.mask(one.id_number),
        note=" · ".join(words),
        url=reverse("station:intake-open", args=[one.id]),
    )
