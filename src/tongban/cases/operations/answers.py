"""Answers between bureaus: of other cities on our cases, and ours on theirs (第九、十条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.answer_words import CONTRADICTING, SETTLED
from tongban.cases.models import Case, Event, Obligation, Paper
from tongban.cases.operations.decision import Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.duties import fix_return
from tongban.cases.operations.errors import BadInput, Barred, FieldFault, NotFound
from tongban.cases.operations.exchange import answers_through
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnswerSettled, ReturnCategory
from tongban.procedure.stages import Stage
from tongban.standards.zones import local

ISSUED, RETURNED = "ISSUED", "RETURNED"
_ANSWERS = {"AnsweredIssued": ISSUED, "AnsweredReturned": RETURNED}
LEAST_WORDS = 5
CODE_LENGTH, OFFICE_LENGTH = 12, 60
"""Characters kept of what an office elsewhere calls itself (the columns' lengths)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the home bureau elsewhere decided on one version of a case of ours.

    ``valid_until`` None with ``outcome`` ISSUED is a permanent card.
    """

    version: int
    outcome: str
    deciding_unit: str
    deciding_office: str
    category: str = ""
    fields: tuple[str, ...] = ()
    words: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def take_answer(case_id: UUID, call: Call, *, answer: Answer) -> Done:
    """Record an answer: the awaited one moves the case, any other is recorded without effect.

    A second answer on the same version that says otherwise opens SETTLE_ANSWER, and holds the order
    while it has not been given. Raises ``BadInput`` for an answer that lacks what it must have.
    """
    case = Case.objects.filter(id=case_id, stream=Stream.OUTGOING).first()
    if case is None:
        raise NotFound("没有这一件外出件。")
    if case.stage == Stage.IN_REVIEW and answer.version == case.current:
        if answer.outcome == ISSUED:
            return _issued(case_id, call, answer=answer)
        return _returned(case_id, call, answer=answer)
    return _repeated(case_id, call, answer=answer)


def _issued(case_id: UUID, call: Call, *, answer: Answer) -> Done:
    if answer.valid_from is None:
        raise BadInput(FieldFault("valid_from", "签发答复没有证件有效期，请户籍地补报。", "第九条"))

    def decide(case: Case) -> Decision:
        ready = [Message("self", "order")] if case.is_paid and not case.held else []
        return Decision(
            event="AnsweredIssued",
            changes={
                "stage": Stage.ISSUED,
                "issued_at": call.at,
                "issuer_code": answer.deciding_unit[:CODE_LENGTH],
                "issuer_name": (answer.deciding_office or case.elsewhere_name)[:OFFICE_LENGTH],
                "valid_from": answer.valid_from,
                "valid_until": answer.valid_until,
                "is_long_term": answer.valid_until is None,
            },
            data={"version": answer.version},
            closes=frozenset({ObligationKind.WATCH_ANSWER}),
            outcome=ISSUED,
            sends=ready,
        )

    return act_on_case(case_id, Act.ANSWER_ISSUED, call, decide=decide)


def _returned(case_id: UUID, call: Call, *, answer: Answer) -> Done:
    def decide(case: Case) -> Decision:
        return Decision(
            event="AnsweredReturned",
            changes={"stage": Stage.RETURNED, "returned": _return_of(answer, call=call)},
            data={
                "version": answer.version,
                "category": answer.category,
                "fields": list(answer.fields),
            },
            closes=frozenset({ObligationKind.WATCH_ANSWER}),
            outcome="RETURN",
            opens=[fix_return(case, at=call.at)],
        )

    return act_on_case(case_id, Act.ANSWER_RETURNED, call, decide=decide)


def _return_of(answer: Answer, *, call: Call) -> dict[str, Any]:
    return {
        "category": _category(answer.category),
        "fields": list(answer.fields),
        "words": answer.words.strip() or "户籍地没有说明原因，请电话核实。",
        "version": answer.version,
        "at": call.at.isoformat(),
        "by": None,
        "office": answer.deciding_office,
    }


def _repeated(case_id: UUID, call: Call, *, answer: Answer) -> Done:
    def decide(case: Case) -> Decision:
        contradicts = _contradicts(case, answer)
        holds = contradicts and case.stage == Stage.ISSUED
        data: dict[str, Any] = {"version": answer.version, "outcome": answer.outcome}
        settle = opening(ObligationKind.SETTLE_ANSWER, at=call.at, unit=case.accepting_county)
        return Decision(
            event="AnswerRepeated",
            changes={"held": True} if holds else {},
            data=data | ({"contradicts": True, "holds": holds} if contradicts else {}),
            closes=frozenset({ObligationKind.SETTLE_ANSWER}) if contradicts else frozenset(),
            opens=[settle] if contradicts else [],
            rows=[_kept(case, answer, call=call)] if contradicts else [],
        )

    return act_on_case(case_id, Act.RECORD_REPEATED_ANSWER, call, decide=decide)


def _kept(case: Case, answer: Answer, *, call: Call) -> Paper:
    """Return what the other answer says as a paper of the case: whoever settles must read it."""
    contents = {
        "outcome": answer.outcome,
        "office": answer.deciding_office,
        "category": answer.category,
        "fields": list(answer.fields),
        "words": answer.words.strip(),
        "valid_from": answer.valid_from.isoformat() if answer.valid_from else None,
        "valid_until": answer.valid_until.isoformat() if answer.valid_until else None,
    }
    return _paper(CONTRADICTING, case, call=call, contents=contents)


def _contradicts(case: Case, answer: Answer) -> bool:
    """Whether the answer says otherwise than what stands here for the same, current version."""
    if answer.version != case.current:
        return False
    if case.stage in (Stage.COMPOSED, Stage.VOIDED):
        return False
    before = answers_on(case.id).get(answer.version)
    if before is None:
        # We took the case back while they decided: only a card that they let be made differs.
        return answer.outcome == ISSUED
    return before != answer.outcome


def answers_on(case_id: UUID) -> Mapping[int, str]:
    """Return the outcome that counts for each answered version."""
    rows = Event.objects.filter(subject=case_id, name__in=_ANSWERS).order_by("seq")
    return {data["version"]: _ANSWERS[name] for name, data in rows.values_list("name", "data")}


def settle_answer(
    case_id: UUID, call: Call, *, settled: AnswerSettled, words: str, seen_version: int
) -> Done:
    """Say by which answer the home bureau stands, after asking it (运行参数).

    Standing by the later one returns a case that is issued and not ordered. Elsewhere nothing
    moves: the words say what is done with the card.
    """
    if len(words.strip()) < LEAST_WORDS:
        raise BadInput(FieldFault("words", "请写明向哪个单位、哪位民警核实，结论是什么。"))

    def decide(case: Case) -> Decision:
        _demand_difference(case)
        changes: dict[str, Any] = {}
        opens: list[Opening] = []
        sends: list[Message] = []
        if case.stage == Stage.ISSUED:
            changes = {"held": case.held_by is not None}
            if settled is AnswerSettled.LATER:
                returned = _later_return(case, words=words, call=call)
                changes |= {"stage": Stage.RETURNED, "returned": returned}
                opens = [fix_return(case, at=call.at)]
            elif case.is_paid and case.held_by is None:
                sends = [Message("self", "order")]
        return Decision(
            event="AnswerSettled",
            changes=changes,
            data={"settled": settled.value, "version": case.current},
            closes=frozenset({ObligationKind.SETTLE_ANSWER}),
            outcome=settled.value,
            opens=opens,
            sends=sends,
            rows=[_note(case, call=call, settled=settled, words=words)],
        )

    return act_on_case(case_id, Act.SETTLE_ANSWER, call, decide=decide, seen_version=seen_version)


def _demand_difference(case: Case) -> None:
    owed = Obligation.objects.filter(case=case, kind=ObligationKind.SETTLE_ANSWER, closed_at=None)
    if not owed.exists():
        raise Barred("这一件没有需要核定的答复：可能已经由他人核定。")


def _later_return(case: Case, *, words: str, call: Call) -> dict[str, Any]:
    said = _contradicting(case.id)
    reason = said.get("words", "").rstrip("。")
    return {
        "category": _category(said.get("category", "")),
        "fields": said.get("fields", []),
        "words": f"户籍地更正为退回：{f'{reason}。核实情况：' if reason else ''}{words.strip()}",
        "version": case.current,
        "at": call.at.isoformat(),
        "by": str(call.officer),
    }


def _contradicting(case_id: UUID) -> dict[str, Any]:
    kept = Paper.objects.filter(subject=case_id, kind=CONTRADICTING).order_by("made_at", "id")
    return kept.values_list("contents", flat=True).last() or {}


def _category(given: str) -> str:
    """Return a category of ours; what the other side names otherwise counts as text."""
    return given if given in set(ReturnCategory) else ReturnCategory.TEXT.value


def _note(case: Case, *, call: Call, settled: AnswerSettled, words: str) -> Paper:
    """Return the words as a paper of the case: events hold no words."""
    contents = {"settled": settled.value, "words": words.strip()}
    return _paper(SETTLED, case, call=call, contents=contents)


def _paper(kind: str, case: Case, *, call: Call, contents: dict[str, Any]) -> Paper:
    return Paper(
        id=uuid7(),
        kind=kind,
        subject=case.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents=contents,
        prints=0,
    )


def acknowledge_answer(case_id: UUID, call: Call, *, outcome: str = "DELIVERED") -> Done:
    """The other side has our answer, or says that it came too late: the duty to deliver is met."""

    def decide(_: Case) -> Decision:
        return Decision(
            event="AnswerAcknowledged",
            data={"outcome": outcome},
            closes=frozenset({ObligationKind.DELIVER_ANSWER}),
            outcome=outcome,
        )

    return act_on_case(case_id, Act.ACKNOWLEDGE_ANSWER, call, decide=decide)


def chase_answer(case_id: UUID, call: Call, *, seen_version: int) -> Done:
    """催办: remind the home bureau elsewhere; first the station, from the second time the city.

    Raises ``Barred`` before the answer is due, or where the other of the two is to chase.
    """
    by_city = not call.actor.county
    act = Act.CHASE_BY_CITY if by_city else Act.CHASE

    def decide(case: Case) -> Decision:
        _demand_turn(case, by_city=by_city, call=call)
        times = case.chases + 1
        again = opening(ObligationKind.WATCH_ANSWER, at=call.at, unit=case.accepting_unit)
        return Decision(
            event="ChasedByCity" if by_city else "Chased",
            changes={"chases": times},
            data={"times": times, "version": case.current},
            closes=frozenset({ObligationKind.WATCH_ANSWER}),
            outcome="CHASED",
            opens=[again],
            sends=[Message(answers_through(case), "chase", {"times": times})],
        )

    return act_on_case(case_id, act, call, decide=decide, seen_version=seen_version)


def _demand_turn(case: Case, *, by_city: bool, call: Call) -> None:
    """The first chase is the station's, later ones the city's, none before the answer is late."""
    if by_city and not case.chases:
        raise Barred("第一次由受理所催办，受理所催办后仍未答复的再由市局催办。")
    if not by_city and case.chases:
        raise Barred("受理所已经催办过一次，第二次起由市局催办。")
    due_at = (
        Obligation.objects.filter(case=case, kind=ObligationKind.WATCH_ANSWER, closed_at=None)
        .values_list("due_at", flat=True)
        .first()
    )
    if due_at is not None and call.at < due_at:
        raise Barred(f"户籍地的答复期限是 {local(due_at):%m月%d日 %H:%M}，到期仍未答复再催办。")
