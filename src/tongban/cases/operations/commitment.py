"""The written commitment (书面承诺) that completes tolerant acceptance (第三条(二))."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.commitment_facts import commitment_facts
from tongban.cases.models import Intake, Paper
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.guardian import signer_fault
from tongban.cases.operations.judging import bar_grounds, judge_intake_now
from tongban.cases.operations.sign import Signature
from tongban.policy.verdict import Verdict
from tongban.policy.vocabulary import Ask
from tongban.procedure.acts import Act

CLAUSE = "第三条(二)"
KIND = "COMMITMENT"
BEFORE = frozenset({Ask.VIEW_HISTORY, Ask.COMPARE_ON_SITE, Ask.SETTLE_IDENTITY})
"""What comes first: the paper names what was looked at, and is signed once identity is clear."""


def commit(intake_id: UUID, call: Call, *, signature: Signature) -> Done:
    """Keep the commitment that the applicant, or the guardian by the age of that day, has signed.

    Raises ``Barred`` where it is not needed, the tolerant path is closed, or another of its parts
    is missing, and ``BadInput`` for the signature.
    """
    if not signature.pad and not signature.page:
        raise BadInput(
            FieldFault("signature", "请承诺人在签名板上签名，或上传已签名的承诺书。", CLAUSE)
        )

    def decide(intake: Intake) -> Decision:
        _check_path(intake, judge_intake_now(intake, at=call.at))
        fault = signer_fault(
            intake.record, intake.guardian, by_guardian=signature.by_guardian, at=call.at
        )
        if fault:
            raise BadInput(fault)
        paper = _paper(intake, signature=signature, call=call)
        kept = {
            "paper": str(paper.id),
            "blob": paper.blob,
            "signer": paper.contents["signer"],
            "at": call.at.isoformat(),
            "taken_by": str(call.officer),
        }
        return Decision(
            event="CommitmentSigned",
            changes={"commitment": kept, "touched_at": call.at},
            data={"paper": paper.id, "by_guardian": signature.by_guardian},
            rows=[paper],
        )

    return act_on_intake(intake_id, Act.COMMIT, call, decide=decide)


def _check_path(intake: Intake, verdict: Verdict) -> None:
    """The same verdict as composing asks for decides whether a commitment may be signed now."""
    bar_grounds(verdict)
    if intake.commitment is not None:
        raise Barred("书面承诺已经签署，不必再签。", clause=CLAUSE)
    if Ask.SHOW_EVIDENCE in verdict.asks:
        raise Barred(
            "凭现有比对还不能认定身份，不能容缺受理：请出示任一有效证件，或打印一次性告知后等待。",
            clause=CLAUSE,
        )
    if Ask.SIGN_COMMITMENT not in verdict.asks:
        raise Barred("已有可作受理凭证的证件，不需要书面承诺。", clause="第三条(一)")
    missing = verdict.asks & BEFORE
    if missing:
        named = "、".join(ask.label for ask in Ask if ask in missing)
        raise Barred(f"签署承诺之前还需：{named}。", clause=CLAUSE)


def _paper(intake: Intake, *, signature: Signature, call: Call) -> Paper:
    return Paper(
        id=uuid7(),
        kind=KIND,
        subject=intake.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents={
            "signed": True,
            "signer": "GUARDIAN" if signature.by_guardian else "APPLICANT",
            **commitment_facts(intake),
        },
        prints=0,
        blob=signature.pad or signature.page,
    )
