"""终结: the applicant did not come, or has died (运行参数)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.closable import WAITS, Closable, closable, with_reminders
from tongban.cases.models import Case, Obligation, Paper, PersonSlot
from tongban.cases.operations import unwanted
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import cancels, closing, ended, opens_archive
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.money_rows import refund_of
from tongban.cases.operations.office import office
from tongban.procedure.acts import Act
from tongban.procedure.reasons import CloseReason
from tongban.procedure.stages import Stage
from tongban.standards.zones import local

CLOSING = "CLOSING"
LONGEST_WORDS = 500


def close(
    case_id: UUID,
    call: Call,
    *,
    reason: CloseReason | None,
    words: str,
    evidence: str = "",
    seen_version: int,
) -> Done:
    """End a case that waits for its applicant; it may be applied for anew at once.

    A card that lies at the station is put aside to be destroyed. Raises ``BadInput`` without a reason or
    words (a death: without evidence), and ``Barred`` before the time and the reminders that the terms
    ask for, saying when it becomes possible.
    """
    found = _reason(reason, words=words, evidence=evidence)

    def decide(case: Case) -> Decision:
        _demand_wait(case, found, at=call.at)
        money = refund_of(case, call=call, reason=f"终结：{found.label}", unless_made=True)
        aside = unwanted.at_ending(case, call=call)
        return Decision(
            event="Closed",
            changes=ended(Stage.CLOSED, at=call.at),
            data={"reason": found.value, "version": case.current},
            closes=closing(),
            outcome="CLOSED",
            opens=[*money.opens, opens_archive(case, at=call.at)],
            sends=[*cancels(case, why="CLOSED"), *money.sends],
            updates=[*money.updates, *aside.updates],
            deletes=[(PersonSlot, {"case_id": case.id})],
            rows=[*aside.rows, _notice(case, found, call=call, words=words, evidence=evidence)],
        )

    return act_on_case(case_id, Act.CLOSE, call, decide=decide, seen_version=seen_version)


def _notice(case: Case, reason: CloseReason, *, call: Call, words: str, evidence: str) -> Paper:
    return Paper(
        id=uuid7(),
        kind=CLOSING,
        subject=case.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents={"reason": reason.value, "words": words.strip()},
        prints=0,
        blob=evidence,
    )


def _reason(reason: CloseReason | None, *, words: str, evidence: str) -> CloseReason:
    faults = []
    if reason is None:
        faults.append(FieldFault("reason", "请选择终结的原因。"))
    if not words.strip() or len(words.strip()) > LONGEST_WORDS:
        sentence = f"请写明怎样提醒过、申请人怎么说，或死亡由谁证明，最多 {LONGEST_WORDS} 个字。"
        faults.append(FieldFault("words", sentence))
    if reason is CloseReason.DECEASED and not evidence:
        faults.append(FieldFault("evidence", "申请人死亡的，请上传死亡证明或户口注销证明。"))
    if faults or reason is None:
        raise BadInput(*faults)
    return reason


def _demand_wait(case: Case, reason: CloseReason, *, at: datetime) -> None:
    if reason is CloseReason.DECEASED:
        return
    waits = WAITS[reason]
    if case.stage != waits.stage:
        label = Stage(case.stage).label
        raise BadInput(FieldFault("reason", f"这一件现为“{label}”，不能以“{reason.label}”终结。"))
    duties = Obligation.objects.filter(case=case, kind=waits.kind, closed_at=None)
    duty = with_reminders(duties).first()
    if duty is None:
        raise Barred(f"这一件没有“{waits.kind.label}”在等：还没有通知申请人，不能终结。")
    found = closable(
        waits.kind,
        opened_at=duty.opened_at,
        reminders=vars(duty)["reminded"],
        terms=office().terms(at),
    )
    if not found.is_open(at):
        raise Barred(not_yet(found, at=at))


def not_yet(found: Closable, *, at: datetime) -> str:
    """Return why a case cannot be closed yet, and when it can be."""
    day = f"{local(found.opens_at):%Y年%m月%d日 %H:%M}"
    days = (found.opens_at - found.since).days
    told = f"已登记提醒 {found.reminders} 次"
    wait = f"等待满 {days} 天（{day}）后方可终结" if at < found.opens_at else ""
    more = f"还须提醒 {found.missing} 次（至少 {found.needed} 次）" if found.missing else ""
    return "；".join(part for part in (wait, told, more) if part) + "。"
