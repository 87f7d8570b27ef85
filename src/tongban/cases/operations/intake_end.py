"""How an intake ends without a case: refusal on a ground, withdrawal; and the one-time notice."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Intake, Paper, PersonSlot, Refusal, RefusalRecord
from tongban.cases.operations.credit import credit_hits
from tongban.cases.operations.decision import Decision, Opening
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.intake_capture import phone_fault
from tongban.cases.operations.judging import judge_intake_now
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import office, opening
from tongban.cases.refusal_evidence import GroundEvidence, basis_of, evidence_for
from tongban.cases.standing import intake_standing
from tongban.policy.verdict import Verdict
from tongban.policy.vocabulary import Ask, Ground, Outcome
from tongban.procedure.acts import Act
from tongban.procedure.obligations import OF_AN_INTAKE, ObligationKind
from tongban.procedure.stages import IntakeStage

NOTICE_OPENS = ObligationKind.SETTLE_INTAKE


def refuse(intake_id: UUID, call: Call, *, words: str, phone: str = "") -> Done:
    """End the intake on the grounds the rules find now (第五条, 第十五条(一)); there is no other way.

    A ground counts only with its own evidence, which the refusal keeps. ``words`` are the officer's
    account of it; ``phone`` is where the applicant can be told, should it turn out that he may apply
    after all. Raises ``Barred`` when no ground stands, or none with its evidence, naming what is missing.
    """
    faults = _refusal_faults(words, phone=phone)
    if faults:
        raise BadInput(*faults)

    def decide(intake: Intake) -> Decision:
        if intake.credit_hits:
            # A push may have come since: a record that was withdrawn must not count (第五条(五)).
            intake.credit_hits = credit_hits(intake.record["id_number"])
        verdict = judge_intake_now(intake, at=call.at)
        grounded = _grounded(verdict, intake)
        number = draw(f"{call.actor.unit}B", series=f"{call.actor.unit}B", at=call.at)
        refusal = _refusal(
            intake, verdict, grounded, words=words.strip(), number=number.text, call=call
        )
        codes = [one.ground.value for one in grounded]
        return Decision(
            event="Refused",
            changes=_ended(IntakeStage.REFUSED, call)
            | {"credit_hits": intake.credit_hits, "phone": phone.strip() or intake.phone},
            data={"grounds": codes, "notice": number.text},
            closes=OF_AN_INTAKE,
            opens=[_to_check(intake, call)],
            rows=[*number.rows, refusal, *_records(refusal, intake)],
            updates=number.updates,
            deletes=[(PersonSlot, {"intake_id": intake.id})],
        )

    return with_number(lambda: act_on_intake(intake_id, Act.REFUSE, call, decide=decide))


def _refusal_faults(words: str, *, phone: str) -> list[FieldFault]:
    faults = []
    if not words.strip():
        faults.append(
            FieldFault("words", "请写明认定的依据：查到的记录、比对的结果、群众的陈述。", "第五条")
        )
    wrong = phone_fault(phone.strip()) if phone.strip() else None
    return [*faults, wrong] if wrong else faults


def _grounded(verdict: Verdict, intake: Intake) -> list[GroundEvidence]:
    """The grounds that stand with their evidence; ``Barred`` where there is none."""
    if verdict.outcome is not Outcome.REFUSE:
        raise Barred(
            "不属于不予异地受理的五种情形，不得拒绝；缺少材料的请打印一次性告知并保留受理。",
            clause="第十五条(二)",
        )
    basis = basis_of(intake, is_inquiry_open=intake_standing(intake).is_inquiry_open)
    found = [evidence_for(ground, basis) for ground in verdict.grounds]
    complete = [one for one in found if one.is_complete]
    if not complete:
        said = "；".join(f"{one.ground.clause}：{'、'.join(one.missing)}" for one in found)
        raise Barred(f"依据还不齐，不能不予受理。{said}。", clause="第五条")
    return complete


def _refusal(
    intake: Intake,
    verdict: Verdict,
    grounded: Sequence[GroundEvidence],
    *,
    words: str,
    number: str,
    call: Call,
) -> Refusal:
    codes = {one.ground.value for one in grounded}
    return Refusal(
        id=uuid7(),
        intake=intake,
        station_id=intake.station_id,
        officer=call.officer,
        at=call.at,
        grounds=[
            {"code": f.code, "clause": f.clause, "message": f.message}
            for f in verdict.findings
            if f.code in codes
        ],
        evidence=[one.stored() for one in grounded],
        words=words,
        number=number,
    )


def _records(refusal: Refusal, intake: Intake) -> list[RefusalRecord]:
    """The records that a refusal for bad credit rests on, each with the push that brought it."""
    if Ground.BAD_CREDIT not in {one["code"] for one in refusal.grounds}:
        return []
    return [
        RefusalRecord(id=uuid7(), refusal=refusal, record_id=hit["record_id"])
        for hit in intake.credit_hits
    ]


def _to_check(intake: Intake, call: Call) -> Opening:
    county = office().city.county_of(intake.station_id).code
    return opening(ObligationKind.CHECK_REFUSAL, at=call.at, unit=county)


def withdraw_intake(intake_id: UUID, call: Call, *, words: str) -> Done:
    """End the intake because the applicant says so; ``words`` are the applicant's own."""
    if not words.strip():
        raise BadInput(FieldFault("words", "请记下申请人自己的说法，例如“改天再办”。"))
    return act_on_intake(
        intake_id,
        Act.WITHDRAW_INTAKE,
        call,
        decide=lambda intake: Decision(
            event="IntakeWithdrawn",
            changes=_ended(IntakeStage.WITHDRAWN, call),
            closes=OF_AN_INTAKE,
            deletes=[(PersonSlot, {"intake_id": intake.id})],
            rows=[
                Paper(
                    id=uuid7(),
                    kind="WITHDRAWAL_OF_INTAKE",
                    subject=intake.id,
                    made_at=call.at,
                    made_by=call.actor.officer_id,
                    contents={"words": words.strip()},
                    prints=0,
                )
            ],
        ),
    )


def print_one_time_notice(intake_id: UUID, call: Call) -> Done:
    """Tell everything that is missing at once, in writing, and let the intake wait (第十四条).

    Opens SETTLE_INTAKE the first time; the paper keeps what was told. Raises ``Barred`` when
    nothing is missing or a ground stands.
    """

    def decide(intake: Intake) -> Decision:
        verdict = judge_intake_now(intake, at=call.at)
        if verdict.outcome is not Outcome.ASK:
            raise Barred(f"现在是“{verdict.outcome.label}”，没有需要一次性告知的内容。")
        asks = [ask for ask in Ask if ask in verdict.asks]
        paper = Paper(
            id=uuid7(),
            kind="ONE_TIME_NOTICE",
            subject=intake.id,
            made_at=call.at,
            made_by=call.actor.officer_id,
            contents={"asks": [a.value for a in asks], "reason": intake.reason},
        )
        opens = (
            [opening(NOTICE_OPENS, at=call.at, unit=intake.station_id)]
            if intake.notice_printed_at is None
            else []
        )
        return Decision(
            event="OneTimeNoticePrinted",
            changes={"notice_printed_at": call.at, "touched_at": call.at},
            data={"asks": [a.value for a in asks], "paper": paper.id},
            opens=opens,
            rows=[paper],
        )

    return act_on_intake(intake_id, Act.PRINT_ONE_TIME_NOTICE, call, decide=decide)


def _ended(stage: IntakeStage, call: Call) -> dict[str, object]:
    return {
        "stage": stage,
        "ended_at": call.at,
        "ended_by": call.officer,
        "touched_at": call.at,
    }
