"""Reminding the applicant to pay or to collect (运行参数: after 3, 15, 30 and 15, 30 days).

The duty stays open until the applicant comes; each reminder moves its due time to the next one,
after the last to the day from which the case may be closed: from then on nobody is reminded by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from tongban.cases.models import Case, Obligation, Payment
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.logistics import ToldBy
from tongban.cases.operations.office import office
from tongban.policy.due import reminders
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage

REMINDED = (ObligationKind.PAY, ObligationKind.COLLECT)
ASKED = (*REMINDED, ObligationKind.FIX_RETURN)
"""The applicant may be asked to come for a correction too; its due time is the station's (第十条)."""
_CASH = Payment.objects.filter(case=OuterRef("case"), state=PaymentStage.CASH_HELD, is_extra=False)
"""Whose fee an officer has in cash: the applicant has done his part."""


def remind(case_id: UUID, call: Call, *, kind: ObligationKind, by: ToldBy) -> Done:
    """Remind the applicant of a fee or a card: by SMS (sent afterwards) or by an officer's call.

    Raises ``Barred`` where nothing is owed, or the applicant has paid and the officer still owes it.
    """

    def decide(case: Case) -> Decision:
        owed = Obligation.objects.filter(case=case, kind=kind, closed_at=None)
        duty = owed.annotate(is_cash=Exists(_CASH)).first()
        if duty is None or kind not in ASKED:
            raise Barred(f"没有待办的“{kind.label}”。")
        if kind is ObligationKind.PAY and vars(duty)["is_cash"]:
            raise Barred("申请人已交现金，不用提醒：请收取现金的民警当日代缴。", clause="第七条")
        sms = Message("sms", "remind", {"kind": kind.value, "duty": duty.id})
        return Decision(
            event="Reminded",
            data={"kind": kind.value, "by": by.value},
            sends=[sms] if by is ToldBy.SMS else [],
            updates=_later(duty, kind, call=call),
        )

    return act_on_case(case_id, Act.REMIND, call, decide=decide)


def _later(duty: Obligation, kind: ObligationKind, *, call: Call) -> list[Change]:
    """Move the due time of a reminder on; a return stays due when the regulation says."""
    if kind not in REMINDED:
        return []
    due_at = next_time(kind, duty.opened_at, after=call.at)
    return [Change(Obligation, {"id": duty.id, "closed_at": None}, {"due_at": due_at})]


def next_time(kind: ObligationKind, opened_at: datetime, *, after: datetime) -> datetime:
    """Return when to remind next, or from when the case may be closed."""
    later = [
        at for at in reminders(kind.value, opened_at, terms=office().terms(after)) if at > after
    ]
    return later[0] if later else closable_from(opened_at, at=after)


def closable_from(opened_at: datetime, *, at: datetime) -> datetime:
    """Return from when a case whose applicant does not come may be closed (运行参数)."""
    return opened_at + timedelta(days=office().terms(at).close_after_days)


def due_reminders(at: datetime, *, limit: int) -> list[tuple[UUID, UUID, ObligationKind]]:
    """Return (duty, case, kind) of the reminders that are due, the oldest first; none while held."""
    until_closable = F("opened_at") + timedelta(days=office().terms(at).close_after_days)
    rows = (
        Obligation.objects.filter(
            kind__in=[k.value for k in REMINDED], closed_at=None, due_at__lte=at, case__held=False
        )
        .filter(due_at__lt=until_closable)
        .exclude(Exists(_CASH), kind=ObligationKind.PAY)
        .order_by("due_at", "id")
        .values_list("id", "case_id", "kind")[:limit]
    )
    return [(duty, case, ObligationKind(kind)) for duty, case, kind in rows]
