"""The look-up before an intake, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.queries.intakes import OpenIntake
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem, problems_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, KeyHint, Tag, Tone
from tongban.desks.station.intake_state import Typed
from tongban.desks.station.screens import IntakeScreen, Step, StepKey, VerdictPanel, phases_of
from tongban.desks.station.steps import CandidateLine, IdentityPanel, WaitingLine
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import Reason
from tongban.ports.population import PopulationRecord
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
    candidates: Sequence[PopulationRecord] = ()
    other_intake: Action | None = None


def look_up_screen(
    *,
    typed: Typed,
    answer: Answer,
    waiting: Sequence[OpenIntake],
    terms: Terms,
    now: datetime,
) -> IntakeScreen:
    """Step 1 before anybody is found: the other steps are shut, nothing is judged."""
    fields = _fields(typed, terms=terms, focus=not answer.candidates)
    steps = tuple(Step(key, Tone.NONE, current=key is StepKey.IDENTITY) for key in StepKey)
    return IntakeScreen(
        phases=phases_of(steps),
        current=StepKey.IDENTITY,
        panel=_panel(fields, typed=typed, answer=answer, waiting=waiting, now=now),
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
        keys=(KeyHint(("F2",), "读卡"), KeyHint(("Enter",), "查询")),
        problems=_problems(fields, typed),
    )


def _panel(
    fields: tuple[Field, ...],
    *,
    typed: Typed,
    answer: Answer,
    waiting: Sequence[OpenIntake],
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
        waiting=tuple(_waiting(one, now=now) for one in waiting[:SHOWN]),
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


def _candidate(record: PopulationRecord, *, typed: Typed, n: int) -> CandidateLine:
    reason = typed.value("reason", "")
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
            fields=(("record_id", record.record_id), ("reason", reason)),
        ),
    )


def _waiting(one: OpenIntake, *, now: datetime) -> WaitingLine:
    words = [
        one.reason.label if isinstance(one.reason, Reason) else "原因待选",
        f"{moment_phrase(one.touched_at, now)} 办到这里",
    ]
    if one.told_at is not None:
        words.append("已一次性告知，等申请人补齐")
    return WaitingLine(
        name=one.name,
        id_number=id_number.mask(one.id_number),
        note=" · ".join(words),
        url=reverse("station:intake-open", args=[one.id]),
    )
