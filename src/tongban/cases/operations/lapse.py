"""逾期失效: an intake that nobody has touched for 30 days ends by itself (运行参数).

The applicant is told by SMS some days before; a reminder is no touch. One without a phone number
cannot be told and is not. While an inquiry waits for its answer an intake never lapses.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from uuid_utils.compat import uuid7

from tongban.cases.models import Inquiry, Intake, Paper, PersonSlot
from tongban.cases.operations.decision import Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.intake_erasure import erasure
from tongban.cases.operations.office import office
from tongban.procedure.acts import Act
from tongban.procedure.obligations import OF_AN_INTAKE
from tongban.procedure.stages import IntakeStage


def lapses_at(intake: Intake, *, at: datetime) -> datetime:
    """Return when an intake lapses as it stands at a moment; one that can be told is told first."""
    terms = office().terms(at)
    untouched = intake.touched_at + timedelta(days=terms.intake_lapse_days)
    if not intake.phone:
        return untouched
    warned = intake.lapse_warned_at
    if warned is None or warned < intake.touched_at:
        warned = at
    return max(untouched, warned + timedelta(days=terms.intake_lapse_notice_days))


def warn_of_lapse(intake_id: UUID, call: Call) -> Done:
    """Tell the applicant by SMS until when the intake is kept; once since it was last touched."""

    def decide(intake: Intake) -> Decision:
        warned = intake.lapse_warned_at
        if not intake.phone:
            raise Barred("没有留电话，无法提醒。")
        if warned is not None and warned >= intake.touched_at:
            raise Barred("已经提醒过申请人。")
        notice = timedelta(days=office().terms(call.at).intake_lapse_notice_days)
        until = lapses_at(intake, at=call.at)
        if call.at < until - notice:
            raise Barred("还没有到失效前提醒的日子。")
        return Decision(
            event="WarnedOfLapse",
            changes={"lapse_warned_at": call.at},
            data={"until": until},
            sends=[Message("sms", "lapse", {"intake": intake.id, "until": until})],
        )

    return act_on_intake(intake_id, Act.WARN_OF_LAPSE, call, decide=decide)


def lapse(intake_id: UUID, call: Call) -> Done:
    """End an untouched intake: pictures, prints and copies go, the fact stays, the person is free.

    A notice lies ready to be printed. Raises ``Barred`` before its time.
    """

    def decide(intake: Intake) -> Decision:
        if call.at < lapses_at(intake, at=call.at):
            raise Barred("还没有到失效的日子。")
        gone = erasure(intake)
        return Decision(
            event="IntakeLapsed",
            changes={**gone.changes, "stage": IntakeStage.LAPSED, "ended_at": call.at},
            data={"untouched_since": intake.touched_at},
            closes=OF_AN_INTAKE,
            rows=[_notice(intake, call=call)],
            updates=gone.updates,
            deletes=[(PersonSlot, {"intake_id": intake.id}), *gone.deletes],
        )

    return act_on_intake(intake_id, Act.LAPSE, call, decide=decide)


def _notice(intake: Intake, *, call: Call) -> Paper:
    """Return the notice that waits for the applicant, or for whoever asks later."""
    return Paper(
        id=uuid7(), kind="LAPSE", subject=intake.id, made_at=call.at, contents={}, prints=0
    )


def due_warnings(at: datetime, *, limit: int) -> list[UUID]:
    """Return the intakes whose applicants are to be told now, the longest untouched first."""
    terms = office().terms(at)
    since = timedelta(days=terms.intake_lapse_days - terms.intake_lapse_notice_days)
    untold = Q(lapse_warned_at=None) | Q(lapse_warned_at__lt=F("touched_at"))
    return _untouched(at - since, untold & ~Q(phone=""), limit=limit)


def due_lapses(at: datetime, *, limit: int) -> list[UUID]:
    """Return the intakes that lapse now, the longest untouched first."""
    terms = office().terms(at)
    told = Q(
        lapse_warned_at__gte=F("touched_at"),
        lapse_warned_at__lte=at - timedelta(days=terms.intake_lapse_notice_days),
    )
    return _untouched(at - timedelta(days=terms.intake_lapse_days), told | Q(phone=""), limit=limit)


def _untouched(before: datetime, condition: Q, *, limit: int) -> list[UUID]:
    waiting = Inquiry.objects.filter(answered_at=None).values("intake_id")
    rows = (
        Intake.objects.filter(condition, stage=IntakeStage.OPEN, touched_at__lte=before)
        .exclude(id__in=waiting)
        .order_by("touched_at", "id")
    )
    return list(rows.values_list("id", flat=True)[:limit])
