"""核定矛盾答复: two answers that contradict each other, and by which the home bureau stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.settling import GivenAnswer, Settling
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem, problems_of
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import Action, Fact, KeyHint, Tone
from tongban.policy.vocabulary import Stream
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnswerSettled
from tongban.procedure.stages import Stage

_OUTCOMES = {"ISSUED": "已签发", "RETURNED": "已退回", "": "受理地撤回"}


@dataclass(frozen=True, slots=True)
class SettleScreen:
    """The page; ``fields`` are empty once somebody has settled the difference."""

    title: str
    name: str
    number: str
    facts: tuple[Fact, ...]
    advice: str
    due: DueText | None
    url: str
    seen_version: int
    fields: tuple[Field, ...]
    back_url: str
    problems: tuple[Problem, ...] = ()
    keys: tuple[KeyHint, ...] = (KeyHint(("Ctrl+Enter",), "核定"),)
    actions: tuple[Action, ...] = ()


def settle_screen(
    case: Settling,
    *,
    rules: Office,
    now: datetime,
    chosen: str = "",
    words: str = "",
    errors: dict[str, str] | None = None,
) -> SettleScreen:
    """Return the page, with what was typed and what is wrong with it."""
    fields = _fields(case, chosen=chosen, words=words, errors=errors or {}) if case.is_open else ()
    return SettleScreen(
        title="核定矛盾答复",
        name=case.name,
        number=case.number,
        facts=_facts(case, now=now),
        advice=_advice(case),
        due=_due(case, rules=rules, now=now),
        url=reverse("shared:settle", args=[case.id]),
        seen_version=case.version,
        fields=fields,
        back_url=reverse("shared:case", args=[case.id]),
        problems=problems_of(fields),
    )


def _due(case: Settling, *, rules: Office, now: datetime) -> DueText | None:
    if case.since is None:
        return None
    return due_of(
        ObligationKind.SETTLE_ANSWER,
        since=case.since,
        due_at=case.due_at,
        note=case.due_note,
        rules=rules,
        now=now,
    )


def _facts(case: Settling, *, now: datetime) -> tuple[Fact, ...]:
    label = "受理地" if case.stream is Stream.INCOMING else "户籍地"
    return (
        Fact(label, case.elsewhere),
        Fact("现况", case.stage.label + ("，暂缓下达制证" if case.standing.held else "")),
        *_given("先到的", case.earlier, now=now),
        *_given("后到的", case.later, now=now),
    )


def _given(term: str, answer: GivenAnswer | None, *, now: datetime) -> tuple[Fact, ...]:
    if answer is None:
        return ()
    when = f"{moment_phrase(answer.at, now)} {answer.office}".strip()
    note = f"{when}：{answer.words}" if answer.words else when
    return (Fact(term, _OUTCOMES[answer.outcome], Tone.WARN, note=note),)


def _advice(case: Settling) -> str:
    if not case.is_open:
        return "这一件没有需要核定的答复：可能已经由他人核定。"
    if case.stream is Stream.INCOMING:
        return "答复之后受理地撤回了。电话与受理地核实后登记，写明向谁核实、结论是什么。"
    return "电话向户籍地核实以哪一次答复为准，写明向哪个单位、哪位民警核实，结论是什么。"


def _fields(
    case: Settling, *, chosen: str, words: str, errors: dict[str, str]
) -> tuple[Field, ...]:
    options = _options(case)
    only = options[0].value if len(options) == 1 else ""
    return (
        Field(
            "settled",
            "结论",
            FieldKind.RADIO,
            chosen or only,
            options=options,
            error=errors.get("settled", ""),
        ),
        Field(
            "words",
            "核实情况",
            FieldKind.TEXTAREA,
            words,
            hint="不要写公民身份号码。",
            error=errors.get("words", ""),
            maxlength=300,
            focus=True,
        ),
    )


def _options(case: Settling) -> tuple[Option, ...]:
    if case.stream is Stream.INCOMING:
        return (Option(AnswerSettled.NOTED.value, AnswerSettled.NOTED.label, key="1"),)
    earlier, later = _consequences(case)
    return (
        Option(AnswerSettled.EARLIER.value, AnswerSettled.EARLIER.label, earlier, key="1"),
        Option(AnswerSettled.LATER.value, AnswerSettled.LATER.label, later, key="2"),
    )


def _consequences(case: Settling) -> tuple[str, str]:
    """What follows from standing by the earlier and by the later answer."""
    if case.stage is Stage.ISSUED:
        return ("解除暂缓，缴费后下达制证。", "转为退回，由受理所按退回处理。")
    if case.stage is Stage.RETURNED:
        return ("仍按退回处理。", "由受理所按原信息重新送审，请户籍地签发。")
    return ("件照常办理。", "件已办到后面的环节：写明证件怎样处理，县局跟到底。")
