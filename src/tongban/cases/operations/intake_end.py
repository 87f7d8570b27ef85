"""How an intake ends without a case: refusal on a ground, withdrawal; and the one-time notice."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Intake, Paper, PersonSlot, Refusal
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.judging import judge_intake_now
from tongban.cases.operations.numbers import draw, with_number
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Ask, Outcome
from tongban.procedure.acts import Act
from tongban.procedure.obligations import OF_AN_INTAKE, ObligationKind
from tongban.procedure.stages import IntakeStage

NOTICE_OPENS = ObligationKind.SETTLE_INTAKE


def refuse(intake_id: UUID, call: Call, *, words: str) -> Done:
    """End the intake on the grounds the rules find now (第五条, 第十五条(一)); there is no other way.

    ``words`` are the officer's account of the evidence. Raises ``Barred`` when no ground stands.
    """
    if not words.strip():
        raise BadInput(
            FieldFault("words", "请写明认定的依据：查到的记录、比对的结果、群众的陈述。", "第五条")
        )

    def decide(intake: Intake) -> Decision:
        verdict = judge_intake_now(intake, at=call.at)
        if verdict.outcome is not Outcome.REFUSE:
            raise Barred(
                "不属于不予异地受理的五种情形，不得拒绝；缺少材料的请打印一次性告知并保留受理。",
                clause="第十五条(二)",
            )
        number = draw(f"{call.actor.unit}B", series=f"{call.actor.unit}B", at=call.at)
        grounds = [
            {"code": f.code, "clause": f.clause, "message": f.message}
            for f in verdict.findings
            if f.code in {g.value for g in verdict.grounds}
        ]
        refusal = Refusal(
            id=uuid7(),
            intake=intake,
            station_id=intake.station_id,
            officer=call.officer,
            at=call.at,
            grounds=grounds,
            words=words.strip(),
            number=number.text,
        )
        return Decision(
            event="Refused",
            changes=_ended(IntakeStage.REFUSED, call),
            data={"grounds": [g["code"] for g in grounds], "notice": number.text},
            closes=OF_AN_INTAKE,
            rows=[*number.rows, refusal],
            updates=number.updates,
            deletes=[(PersonSlot, {"intake_id": intake.id})],
        )

    return with_number(lambda: act_on_intake(intake_id, Act.REFUSE, call, decide=decide))


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
    return {"stage": stage, "ended_at": call.at, "touched_at": call.at}
