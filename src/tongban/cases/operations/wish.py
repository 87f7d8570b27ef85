"""The wish to withdraw once a card is being made (运行参数): no refund; the case ends with the card."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Case, Paper, PersonSlot
from tongban.cases.operations import unwanted
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import closing, ended, opens_archive
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.procedure.acts import Act
from tongban.procedure.stages import Stage

LONGEST_WORDS = 500
BY_WISH = "WISH"


def wish_to_withdraw(
    case_id: UUID, call: Call, *, words: str, signature: str, seen_version: int
) -> Done:
    """Record the applicant's signed wish; with the card at the station the case is closed by it.

    Raises ``BadInput`` without words or signature, ``Barred`` where the wish is recorded already.
    """
    faults = []
    if not words.strip() or len(words.strip()) > LONGEST_WORDS:
        faults.append(FieldFault("words", f"请记下申请人的说法，最多 {LONGEST_WORDS} 个字。"))
    if not signature:
        faults.append(FieldFault("signature", "须由申请人签名：请上传已签名的撤回申请。"))
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        paper = _paper(case, call=call, words=words.strip(), signature=signature)
        if case.stage == Stage.AT_STATION:
            return _closed(case, call=call, paper=paper)
        if case.wished_at is not None:
            raise Barred("撤回意愿已经登记，证件到所后自动终结。")
        return Decision(
            event="WishedToWithdraw",
            changes={"wished_at": call.at},
            data={"version": case.current},
            rows=[paper],
        )

    return act_on_case(
        case_id, Act.WISH_TO_WITHDRAW, call, decide=decide, seen_version=seen_version
    )


def close_by_wish(case_id: UUID, call: Call) -> Done:
    """End the case whose card has come to the station, as the applicant wished (the system's act)."""

    def decide(case: Case) -> Decision:
        if case.wished_at is None:
            raise Barred("申请人没有登记撤回意愿。")
        return _closed(case, call=call)

    return act_on_case(case_id, Act.WISH_TO_WITHDRAW, call, decide=decide)


def _closed(case: Case, *, call: Call, paper: Paper | None = None) -> Decision:
    aside = unwanted.at_ending(case, call=call)
    return Decision(
        event="ClosedByWish",
        changes={**ended(Stage.CLOSED, at=call.at), "wished_at": case.wished_at or call.at},
        data={"reason": BY_WISH, "version": case.current},
        closes=closing(),
        outcome="CLOSED",
        opens=[opens_archive(case, at=call.at)],
        deletes=[(PersonSlot, {"case_id": case.id})],
        updates=aside.updates,
        rows=[*aside.rows, *([paper] if paper else [])],
    )


def _paper(case: Case, *, call: Call, words: str, signature: str) -> Paper:
    return Paper(
        id=uuid7(),
        kind="WITHDRAWAL",
        subject=case.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents={"words": words},
        blob=signature,
    )
