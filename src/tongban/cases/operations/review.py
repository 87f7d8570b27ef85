"""Review and issue by the home bureau (第九条): issue, or return with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KT

from tongban.cases.models import Case, ComposedVersion
from tongban.cases.operations.decision import Decision, Message, Opening
from tongban.cases.operations.door import NOBODY, Call, Done, act_on_case
from tongban.cases.operations.duties import fix_return
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.exchange import answers_through
from tongban.cases.operations.office import office, opening
from tongban.cases.prepared import Prepared
from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.stages import Stage
from tongban.standards.card_validity import validity
from tongban.standards.zones import local_date

LEAST_WORDS = 5
CLAUSE = "第九条"
GROUND_WAITS = "已报告不予受理情形，等受理地督导核定后再签发；照片、文字、指纹有问题的仍可退回。"
_BIRTH_DATE = Prepared(
    lambda: ComposedVersion.objects.filter(case_id=NOBODY, n=0).values_list(KT("text__birth_date")),
    NOBODY,
    0,
)
"""The birth date that will stand on the card, by case and number of the version."""


def needs_two(at: datetime) -> bool:
    """Return whether one officer approves and another issues (运行参数 ``reviewers_per_case``)."""
    return office().terms(at).reviewers_per_case > 1


def approve(case_id: UUID, call: Call, *, seen_version: int) -> Done:
    """审核通过 by the first of two officers; the second issues or returns (运行参数).

    Raises ``Barred`` where one officer reviews alone, or the first has approved already.
    """

    def decide(case: Case) -> Decision:
        _demand_no_ground(case)
        if not needs_two(call.at):
            raise Barred("本市一人审签，直接通过并签发。", clause=CLAUSE)
        if case.approved_by is not None:
            raise Barred("已经由另一名民警审核通过，请签发或退回。", clause=CLAUSE)
        return Decision(
            event="Approved",
            changes={"approved_by": call.officer},
            data={"version": case.current},
        )

    return act_on_case(case_id, Act.APPROVE, call, decide=decide, seen_version=seen_version)


def _demand_no_ground(case: Case) -> None:
    if case.ground_since is not None:
        raise Barred(GROUND_WAITS, clause="第十五条(一)")


def issue(case_id: UUID, call: Call, *, seen_version: int) -> Done:
    """审核签发: the card's validity is fixed now, from the age on this day (身份证法 第五条).

    A case accepted elsewhere is answered and over for us; its card is made there.
    """

    def decide(case: Case) -> Decision:
        _demand_no_ground(case)
        if needs_two(call.at) and case.approved_by is None:
            raise Barred("本市双人审签：先由一名民警审核通过，再由另一名民警签发。", clause=CLAUSE)
        [(birth_date,)] = _BIRTH_DATE.rows(case.id, case.current)
        valid_from, valid_until = validity(
            date.fromisoformat(birth_date),
            issued_on=local_date(call.at),
            leap_day=office().terms(call.at).leap_day_rule,
        )
        is_ours = case.stream != Stream.INCOMING
        ready = [Message("self", "order")] if case.is_paid and not case.held else []
        return Decision(
            event="Issued",
            changes={
                **({"stage": Stage.ISSUED} if is_ours else _over(call)),
                "issued_at": call.at,
                "issued_by": call.actor.officer_id,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "is_long_term": valid_until is None,
            },
            data={"version": case.current},
            closes=frozenset({ObligationKind.REVIEW}),
            opens=_delivery(case, call=call),
            sends=[_answer(case), *ready],
        )

    return act_on_case(case_id, Act.ISSUE, call, decide=decide, seen_version=seen_version)


def _over(call: Call) -> dict[str, Any]:
    return {"stage": Stage.ANSWERED, "ended_at": call.at}


def _answer(case: Case) -> Message:
    return Message(answers_through(case), "decision", {"version": case.current})


def _delivery(case: Case, *, call: Call) -> list[Opening]:
    """Return the duty to get the answer to the other side; within the city the queue is ours."""
    if case.stream != Stream.INCOMING:
        return []
    return [opening(ObligationKind.DELIVER_ANSWER, at=call.at, unit=office().city.units[0].code)]


def return_for_correction(
    case_id: UUID,
    call: Call,
    *,
    category: ReturnCategory,
    fields: Sequence[str],
    words: str,
    seen_version: int,
) -> Done:
    """退回: the category, the fields it is about and a detailed reason (第九条, 质量回馈)."""
    faults = _return_faults(category, fields=fields, words=words)
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        return Decision(
            event="ReturnedForCorrection",
            changes={
                "stage": Stage.RETURNED,
                "returned": {
                    "category": category.value,
                    "fields": list(fields),
                    "words": words.strip(),
                    "version": case.current,
                    "at": call.at.isoformat(),
                    "by": str(call.actor.officer_id),
                },
            },
            data={"version": case.current, "category": category.value, "fields": list(fields)},
            closes=frozenset({ObligationKind.REVIEW}),
            outcome="RETURN",
            opens=_delivery(case, call=call) or [fix_return(case, at=call.at)],
            sends=[_answer(case)],
        )

    return act_on_case(case_id, Act.RETURN, call, decide=decide, seen_version=seen_version)


def _return_faults(
    category: ReturnCategory, *, fields: Sequence[str], words: str
) -> list[FieldFault]:
    faults = []
    if category is ReturnCategory.TEXT and not fields:
        faults.append(FieldFault("fields", "请选择哪一项文字信息不对。", "第九条"))
    if len(words.strip()) < LEAST_WORDS:
        faults.append(FieldFault("words", "请详细说明退回原因，受理地要据此补正。", "第九条"))
    return faults
