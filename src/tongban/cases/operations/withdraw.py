"""Withdrawal (撤回) by the applicant, before a card is made."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Case, Paper, PersonSlot
from tongban.cases.operations.decision import Decision, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import cancels, closing, ended, opens_archive
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.money_rows import refund_of
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

LONGEST_WORDS = 500


def _settling(case: Case, *, call: Call) -> list[Opening]:
    """Return the duty to tell a home bureau elsewhere that what it has issued is not made."""
    if case.stream != Stream.OUTGOING or case.stage != Stage.ISSUED:
        return []
    return [opening(ObligationKind.SETTLE_ANSWER, at=call.at, unit=case.accepting_county)]


def withdraw(case_id: UUID, call: Call, *, words: str, signature: str, seen_version: int) -> Done:
    """End the case on the applicant's own signed words; a paid fee is refunded."""
    faults = []
    if not words.strip():
        faults.append(FieldFault("words", "请记下申请人撤回的原因。"))
    elif len(words.strip()) > LONGEST_WORDS:
        faults.append(FieldFault("words", f"最多 {LONGEST_WORDS} 个字，请改短。"))
    if not signature:
        faults.append(FieldFault("signature", "撤回须由申请人签名，或上传已签名的撤回申请。"))
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        money = refund_of(case, call=call, reason="申请人撤回")
        return Decision(
            event="Withdrawn",
            changes=ended(Stage.WITHDRAWN, at=call.at),
            data={"version": case.current},
            closes=closing(),
            opens=[*money.opens, *_settling(case, call=call), opens_archive(case, at=call.at)],
            sends=[*cancels(case, why="WITHDRAWN"), *money.sends],
            updates=money.updates,
            deletes=[(PersonSlot, {"case_id": case.id})],
            rows=[
                Paper(
                    id=uuid7(),
                    kind="WITHDRAWAL",
                    subject=case.id,
                    made_at=call.at,
                    made_by=call.actor.officer_id,
                    contents={"words": words.strip()},
                    blob=signature,
                )
            ],
        )

    return act_on_case(case_id, Act.WITHDRAW, call, decide=decide, seen_version=seen_version)
