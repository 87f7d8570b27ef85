"""协查 in words: the question, what it is about side by side, and the answer or its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases import facts
from tongban.cases.operations.office import Office
from tongban.cases.queries.inquiries import Answered, AskedInquiry
from tongban.desks.shared.details import shown
from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem, problems_of
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import (
    Action,
    ComparedCell,
    ComparedRow,
    Comparison,
    Fact,
    KeyHint,
    Photo,
    Tag,
    Tone,
)
from tongban.desks.station.work_rows import TONES
from tongban.policy.differences import differences
from tongban.policy.vocabulary import Detail
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnsweredBy, InquiryAnswer
from tongban.standards.zones import local_date

ANSWER_DRAFT = "inquiry-answer"
_NOTES = {
    InquiryAnswer.SAME: "底册、照片和所问的内容都对得上。",
    InquiryAnswer.NOT_SAME: "写明哪里对不上。",
    InquiryAnswer.CANNOT_SAY: "写明缺什么，受理所另想办法。",
}


@dataclass(frozen=True, slots=True)
class InquiryScreen:
    """The page of one inquiry; ``fields`` are empty where this reader has nothing to answer."""

    title: str
    name: str
    id_number: str
    state: Tag
    facts: tuple[Fact, ...]
    question: str
    comparison: Comparison | None
    existing: Photo | None
    live: Photo | None
    note: str
    due: DueText | None
    url: str
    draft_url: str
    fields: tuple[Field, ...]
    answer: tuple[Fact, ...]
    print_letter: Action | None
    back: Action
    problems: tuple[Problem, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


def inquiry_screen(
    asked: AskedInquiry,
    *,
    rules: Office,
    now: datetime,
    may_answer: bool,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> InquiryScreen:
    """Return the page, with what was typed for the answer and what is wrong with it."""
    fields = _fields(asked, typed=typed, errors=errors, now=now) if may_answer else ()
    shows = asked.is_open or not asked.is_of_home
    return InquiryScreen(
        title="协查",
        name=asked.record["name"],
        id_number=asked.record["id_number"] if shows else "",
        state=state_of(asked.answered.answer if asked.answered else None, is_open=asked.is_open),
        facts=_facts(asked, rules=rules, now=now),
        question=asked.question,
        comparison=_comparison(asked) if shows and asked.details else None,
        existing=_photo(asked, "register", "人口库照片") if shows and _has_photo(asked) else None,
        live=_photo(asked, "live", "现场照片") if shows and asked.live_photo else None,
        note=_note(asked, may_answer=may_answer),
        due=_due(asked, rules=rules, now=now),
        url=reverse("station:inquiry-answer", args=[asked.id]),
        draft_url=draft_url(ANSWER_DRAFT, asked.id),
        fields=fields,
        answer=answer_facts(asked.answered, rules=rules, now=now) if asked.answered else (),
        print_letter=_letter(asked),
        back=_back(asked),
        problems=problems_of(fields),
        keys=(KeyHint(("1…3",), "答复"),) if fields else (),
    )


def state_of(answer: InquiryAnswer | None, *, is_open: bool) -> Tag:
    """How an inquiry stands."""
    if answer is not None:
        return Tag(answer.label, TONES[answer])
    return Tag("待答复", Tone.WARN) if is_open else Tag("受理已结束，不需要答复", Tone.NONE)


def _has_photo(asked: AskedInquiry) -> bool:
    return bool(asked.record.get("photo_ref"))


def _photo(asked: AskedInquiry, which: str, alt: str) -> Photo:
    url = reverse("station:inquiry-picture", args=[asked.id, which])
    return Photo(url, alt, "人口库" if which == "register" else "现场")


def unit_words(code: str, *, rules: Office) -> str:
    """A station with the bureau above it, as one calls it on the phone."""
    unit = rules.city.get(code)
    if unit is None:
        return ""
    return f"{rules.city.county_of(code).short_name} {unit.short_name}"


def home_words(home_unit: str, home_office: str, *, rules: Office) -> str:
    """The station that is asked."""
    return unit_words(home_unit, rules=rules) if home_unit else home_office


def _facts(asked: AskedInquiry, *, rules: Office, now: datetime) -> tuple[Fact, ...]:
    by = f"{unit_words(asked.asked_unit, rules=rules)} {asked.asked_by}".strip()
    found = [
        Fact("函号", asked.number),
        Fact("发起", f"{by} · {moment_phrase(asked.asked_at, now)}"),
        Fact("户籍派出所", home_words(asked.home_unit, asked.home_office, rules=rules)),
    ]
    if asked.station != asked.asked_unit:
        found.append(Fact("现由", f"{unit_words(asked.station, rules=rules)}接办"))
    return tuple(found)


def _comparison(asked: AskedInquiry) -> Comparison:
    """The details asked about: what the applicant says beside what the register has."""
    declared, registered = facts.details(asked.declared), facts.details(asked.record)
    said, known = shown(declared), shown(registered)
    differing = frozenset(differences(declared, registered=registered))
    rows = []
    for detail in Detail:
        if detail not in asked.details:
            continue
        differs = detail in differing or said[detail] != known[detail]
        rows.append(
            ComparedRow(
                detail.label,
                (ComparedCell(said[detail], differs), ComparedCell(known[detail], differs)),
                "不一致，请核对底册" if differs else "一致，请核对底册",
                Tone.WARN if differs else Tone.OK,
                number=detail is Detail.ID_NUMBER,
            )
        )
    return Comparison(("申请人申报", "人口库"), tuple(rows))


def _note(asked: AskedInquiry, *, may_answer: bool) -> str:
    if asked.is_of_home and asked.answered is not None:
        return "已经答复受理地派出所，照片和号码不再显示。"
    if not asked.is_open:
        return "" if asked.answered else "这次受理已经结束，不需要答复了。"
    if asked.is_of_home:
        return (
            "请按户口底册和历史照片核对后答复。是否受理由受理地民警决定，答复只说明是不是同一人。"
        )
    if may_answer:
        return "户籍在市外：打印协查函寄出、传真，或者电话询问；答复到了在这里登记，写明谁答复的。"
    return "户籍派出所在本系统答复；急需的请电话提醒。答复后会回到本所工作台。"


def _due(asked: AskedInquiry, *, rules: Office, now: datetime) -> DueText | None:
    if not asked.is_open:
        return None
    return due_of(
        ObligationKind.ANSWER_INQUIRY,
        since=asked.asked_at,
        due_at=asked.due_at,
        note=asked.due_note,
        rules=rules,
        now=now,
    )


def _fields(
    asked: AskedInquiry, *, typed: Mapping[str, str], errors: Mapping[str, str], now: datetime
) -> tuple[Field, ...]:
    said = Field(
        "answer",
        "与人口库登记的是不是同一人",
        FieldKind.RADIO,
        typed.get("answer", ""),
        options=tuple(
            Option(one.value, one.label, _NOTES[one], key=str(n))
            for n, one in enumerate(InquiryAnswer, start=1)
        ),
        error=errors.get("answer", ""),
        focus=True,
    )
    words = Field(
        "words",
        "依据",
        FieldKind.TEXTAREA,
        typed.get("words", ""),
        hint="核对了什么。不是同一人、无法判断的必须写明。",
        error=errors.get("words", ""),
        maxlength=500,
        required=False,
    )
    if asked.home_unit:
        return (said, words)
    return (said, words, *_outside(typed, errors=errors, now=now))


def _outside(
    typed: Mapping[str, str], *, errors: Mapping[str, str], now: datetime
) -> tuple[Field, ...]:
    ways = (AnsweredBy.LETTER, AnsweredBy.PHONE)
    return (
        Field(
            "way",
            "怎样答复的",
            FieldKind.RADIO,
            typed.get("way", ""),
            options=tuple(Option(one.value, one.label) for one in ways),
            error=errors.get("way", ""),
        ),
        Field(
            "answerer",
            "谁答复的",
            value=typed.get("answerer", ""),
            hint="单位、民警姓名；电话答复的写明电话号码。",
            error=errors.get("answerer", ""),
            maxlength=60,
            width="l",
        ),
        Field(
            "answered_on",
            "答复日期",
            FieldKind.DATE,
            typed.get("answered_on", local_date(now).isoformat()),
            error=errors.get("answered_on", ""),
            width="s",
        ),
    )


def answer_facts(answered: Answered, *, rules: Office, now: datetime) -> tuple[Fact, ...]:
    """An answer as facts: what, from whom, how, when."""
    found = [Fact("答复", answered.answer.label, TONES[answered.answer])]
    if answered.words:
        found.append(Fact("依据", answered.words))
    if answered.way is AnsweredBy.SYSTEM:
        by = f"{unit_words(answered.unit, rules=rules)} {answered.by}"
        return (*found, Fact("答复人", f"{by} · {moment_phrase(answered.at, now)}"))
    on = f"{answered.on:%Y-%m-%d}" if answered.on else ""
    return (
        *found,
        Fact("答复人", f"{answered.answerer} · {on} {answered.way.label}"),
        Fact("登记", f"{answered.by} · {moment_phrase(answered.at, now)}"),
    )


def _letter(asked: AskedInquiry) -> Action | None:
    if asked.is_of_home or asked.home_unit:
        return None
    return print_action(
        PaperKind.INQUIRY_LETTER, intake=asked.intake_id, label="打印协查函", key="P"
    )


def _back(asked: AskedInquiry) -> Action:
    if asked.is_of_home:
        return Action("回到协查", url=reverse("station:inquiries"), key="Escape")
    url = reverse("station:intake-step", args=[asked.intake_id, "compare"])
    return Action("回到这次受理", url=url, key="Escape")
