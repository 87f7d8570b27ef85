"""协查: the window asks the home station who this is, and the answer comes back (运行参数).

In the city the home station answers in the system and sees the inquiry only; outside it is asked by
letter or phone, and the station that has the intake writes down the answer. An answer never states
identity: that stays with the officer who has the person in front of him (第三条(二)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Inquiry, Intake
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import office, opening
from tongban.cases.shown import open_inquiry
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Detail
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnsweredBy, InquiryAnswer
from tongban.standards.zones import local_date

LONGEST = 500
LONGEST_ANSWERER = 60
SOME_OFFICE = "户籍地派出所"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the details to be looked at, whether the live picture goes along, words."""

    details: Sequence[Detail]
    shows_picture: bool
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the home station says; outside the city ``answerer`` and ``answered_on`` tell of whom."""

    answer: InquiryAnswer | None
    words: str
    way: AnsweredBy = AnsweredBy.SYSTEM
    answerer: str = ""
    answered_on: date | None = None


def ask_inquiry(intake_id: UUID, call: Call, *, question: Question) -> Done:
    """Ask the home station who this is; it owes an answer from now on.

    The question keeps what was declared and registered at this moment. Raises ``BadInput`` for a
    question that asks nothing, ``Barred`` while an earlier one waits for its answer.
    """

    def decide(intake: Intake) -> Decision:
        if open_inquiry(intake) is not None:
            raise Barred("已经发起的协查还没有答复，答复后可以再次发起。")
        faults = _question_faults(question, has_picture=bool(intake.live_photo))
        if faults:
            raise BadInput(*faults)
        number = draw(f"{call.actor.unit}X", series=f"{call.actor.unit}X", at=call.at)
        row = _inquiry(intake, question=question, call=call, number=number.text)
        return Decision(
            event="InquiryAsked",
            changes={"touched_at": call.at},
            data={
                "inquiry": row.id,
                "number": row.number,
                "home": row.home_unit,
                "details": [d.value for d in question.details],
                "picture": question.shows_picture,
            },
            opens=[
                opening(
                    ObligationKind.ANSWER_INQUIRY,
                    at=call.at,
                    unit=row.home_unit or intake.station_id,
                )
            ],
            rows=[*number.rows, row],
            updates=number.updates,
        )

    return with_number(lambda: act_on_intake(intake_id, Act.ASK_INQUIRY, call, decide=decide))


def _question_faults(question: Question, *, has_picture: bool) -> list[FieldFault]:
    faults = []
    words = question.words.strip()
    if not words:
        faults.append(
            FieldFault(
                "question", "请写明请户籍派出所核实什么，以及为什么还不能确认。", "第三条(二)"
            )
        )
    if len(words) > LONGEST:
        faults.append(FieldFault("question", f"最多 {LONGEST} 个字，请改短。"))
    if not question.details and not question.shows_picture:
        faults.append(FieldFault("details", "请至少选一项请对方核对的内容。"))
    if question.shows_picture and not has_picture:
        faults.append(FieldFault("picture", "还没有现场照片：先在“现场比对”拍照，或者不附照片。"))
    return faults


def _inquiry(intake: Intake, *, question: Question, call: Call, number: str) -> Inquiry:
    home = office().city.get(intake.home_unit)
    is_ours = home is not None and home.kind is UnitKind.STATION
    named = intake.record.get("home_office") or (home.name if home else "") or SOME_OFFICE
    return Inquiry(
        id=uuid7(),
        intake=intake,
        number=number,
        asked_by=call.officer,
        asked_at=call.at,
        asked_unit=call.actor.unit,
        home_unit=intake.home_unit if is_ours else "",
        home_office="" if is_ours else named[:60],
        question=question.words.strip(),
        details=[d.value for d in question.details],
        declared=dict(intake.declared),
        record=dict(intake.record),
        live_photo=intake.live_photo if question.shows_picture else "",
    )


def answer_inquiry(intake_id: UUID, call: Call, *, answer: Answer) -> Done:
    """Answer the open inquiry about an intake; its station sees the answer in its worklist.

    By the home station itself where it is ours, else by the station that has the intake, from a
    letter or a call. Raises ``BadInput``, and ``Barred`` to the one of the two who should not.
    """

    def decide(intake: Intake) -> Decision:
        asked = open_inquiry(intake)
        if asked is None:
            raise Barred("这次协查已经答复，或者不需要答复了。")
        _require_party(asked, call=call)
        faults = _answer_faults(asked, answer=answer, call=call)
        if answer.answer is None or faults:
            raise BadInput(*faults)
        return Decision(
            event="InquiryAnswered",
            # The applicant's time begins anew: he can go on only now.
            changes={"touched_at": call.at},
            data={"inquiry": asked.id, "answer": answer.answer.value, "way": answer.way.value},
            closes=frozenset({ObligationKind.ANSWER_INQUIRY}),
            outcome=answer.answer.value,
            updates=[_answered(asked, answer, call=call)],
        )

    return act_on_intake(intake_id, Act.ANSWER_INQUIRY, call, decide=decide)


def _answered(asked: Inquiry, answer: Answer, *, call: Call) -> Change:
    """The answer in the inquiry's row, once."""
    return Change(
        Inquiry,
        {"id": asked.id, "answered_at": None},
        {
            "answer": answer.answer,
            "words": answer.words.strip(),
            "answered_by": call.officer,
            "answered_at": call.at,
            "answered_unit": call.actor.unit,
            "way": answer.way,
            "answerer": answer.answerer.strip(),
            "answered_on": answer.answered_on,
        },
    )


def _require_party(asked: Inquiry, *, call: Call) -> None:
    if asked.home_unit and call.actor.unit != asked.home_unit:
        raise Barred("户籍在本市的，由户籍派出所在本系统答复；急需的请电话请他们现在答复。")


def _answer_faults(asked: Inquiry, *, answer: Answer, call: Call) -> list[FieldFault]:
    faults = []
    words = answer.words.strip()
    if answer.answer is None:
        faults.append(FieldFault("answer", "请选择是同一人、不是同一人，或无法判断。"))
    elif answer.answer is not InquiryAnswer.SAME and not words:
        faults.append(FieldFault("words", "请写明依据：核对了什么、哪里不符，或者为什么无法判断。"))
    if len(words) > LONGEST:
        faults.append(FieldFault("words", f"最多 {LONGEST} 个字，请改短。"))
    if not asked.home_unit:
        faults += _outside_faults(asked, answer=answer, call=call)
    return faults


def _outside_faults(asked: Inquiry, *, answer: Answer, call: Call) -> list[FieldFault]:
    faults = []
    if answer.way is AnsweredBy.SYSTEM:
        faults.append(FieldFault("way", "请选择答复是函件还是电话。"))
    answerer = answer.answerer.strip()
    if not answerer:
        faults.append(FieldFault("answerer", "请写明答复的单位和民警，电话答复的写明电话号码。"))
    if len(answerer) > LONGEST_ANSWERER:
        faults.append(FieldFault("answerer", f"最多 {LONGEST_ANSWERER} 个字，请改短。"))
    first, last = local_date(asked.asked_at), local_date(call.at)
    if answer.answered_on is None:
        faults.append(FieldFault("answered_on", "请填写答复的日期。"))
    elif not first <= answer.answered_on <= last:
        faults.append(
            FieldFault("answered_on", f"答复日期应在 {first} 发起协查之后、今天 {last} 之前。")
        )
    return faults
