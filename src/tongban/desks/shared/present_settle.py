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
from tongban.desks.shared.pieces import Action, Fact, Tag, Tone
from tongban.policy.vocabulary import Stream
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnswerSettled, ReturnCategory
from tongban.procedure.stages import Stage

_OUTCOMES = {
    "ISSUED": ("已签发", Tone.OK),
    "RETURNED": ("已退回", Tone.WARN),
    "WITHDRAWN": ("申请人撤回", Tone.WARN),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers: which came when, what it says, from whom."""

    title: str
    outcome: Tag
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SettleScreen:
    """The page: the answers side by side; ``fields`` are empty once the difference is settled.

    ``held`` says what is on hold meanwhile, and what ends it.
    """

    title: str
    name: str
    number: str
    facts: tuple[Fact, ...]
    sides: tuple[Side, ...]
    held: str
    advice: str
    due: DueText | None
    url: str
    seen_version: int
    fields: tuple[Field, ...]
    back_url: str
    problems: tuple[Problem, ...] = ()
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
        facts=_facts(case),
        sides=_sides(case, now=now),
        held=_held(case),
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


def _facts(case: Settling) -> tuple[Fact, ...]:
    label = "受理地" if case.stream is Stream.INCOMING else "户籍地"
    return (Fact(label, case.elsewhere), Fact("现况", case.stage.label))


def _sides(case: Settling, *, now: datetime) -> tuple[Side, ...]:
    given = (("先到的", case.earlier), ("后到的", case.later))
    return tuple(_side(title, one, now=now) for title, one in given if one is not None)


def _side(title: str, one: GivenAnswer, *, now: datetime) -> Side:
    words, tone = _OUTCOMES[one.outcome]
    facts = [Fact("时间", moment_phrase(one.at, now))]
    if one.office:
        facts.append(Fact("单位", one.office))
    if one.valid_from is not None:
        until = f"{one.valid_until:%Y.%m.%d}" if one.valid_until else "长期"
        facts.append(Fact("有效期限", f"{one.valid_from:%Y.%m.%d}-{until}"))
    if one.category in ReturnCategory.__members__:
        facts.append(Fact("退回原因", ReturnCategory(one.category).label))
    if one.words:
        facts.append(Fact("说明", one.words))
    return Side(title, Tag(words, tone), tuple(facts))


def _held(case: Settling) -> str:
    if not case.is_open:
        return ""
    if case.standing.held:
        return "制证单还没有下达，已经暂缓；核定之前缴了费也不会下达。"
    if case.stream is Stream.OUTGOING and case.stage not in (Stage.RETURNED, Stage.WITHDRAWN):
        return "制证单已经下达，核定不会使它停下：以退回为准的，请与省厅制证中心联系，并写明证件怎样处理。"
    return ""


def _advice(case: Settling) -> str:
    if not case.is_open:
        return "这一件没有需要核定的答复：可能已经由他人核定。"
    if case.stream is Stream.INCOMING:
        return "答复之后受理地撤回了。电话与受理地核实后登记，写明向谁核实、结论是什么。"
    if choices(case) == (AnswerSettled.NOTED,):
        return "申请人已经撤回，户籍地又签发了。电话告知户籍地不再制证，写明向谁核实、结论是什么。"
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
            focus=not only,
        ),
        Field(
            "words",
            "核实情况",
            FieldKind.TEXTAREA,
            words,
            hint="不要写公民身份号码。",
            error=errors.get("words", ""),
            maxlength=300,
            focus=bool(only),
        ),
    )


def choices(case: Settling) -> tuple[AnswerSettled, ...]:
    """What can be said of the difference: where the applicant withdrew, nothing is left to choose."""
    is_withdrawn = case.earlier is not None and case.earlier.outcome == "WITHDRAWN"
    if case.stream is Stream.INCOMING or is_withdrawn:
        return (AnswerSettled.NOTED,)
    return (AnswerSettled.EARLIER, AnswerSettled.LATER)


def _options(case: Settling) -> tuple[Option, ...]:
    said = choices(case)
    follows = _consequences(case) if len(said) > 1 else ("",)
    return tuple(
        Option(one.value, one.label, note, key=str(n))
        for n, (one, note) in enumerate(zip(said, follows, strict=True), start=1)
    )


def _consequences(case: Settling) -> tuple[str, str]:
    """What follows from standing by the earlier and by the later answer."""
    if case.stage is Stage.ISSUED:
        return ("解除暂缓，缴费后下达制证。", "转为退回，由受理所按退回处理。")
    if case.stage is Stage.RETURNED:
        return ("仍按退回处理。", "由受理所按原信息重新送审，请户籍地签发。")
    return ("件照常办理。", "件已办到后面的环节：写明证件怎样处理，县局跟到底。")
