"""What is seen to after a refusal: checked by supervisors, lifted, told (第十五条, 第五条(五)).

A refusal stays as it was written. That the person may apply again after all, because the credit record
was withdrawn or because a supervisor found the refusal wrong, is told by SMS; the station owes it until
the SMS is delivered or somebody has called. Whoever comes again is judged by how things stand then.
"""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q
from uuid_utils.compat import uuid7

from tongban.cases.models import (
    CreditRecord,
    Intake,
    Refusal,
    RefusalCheck,
    RefusalLook,
    RefusalRecord,
)
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault, OperationError
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Ground
from tongban.procedure.actors import SYSTEM
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LiftReason, RefusalFinding, ToldAgainBy

_OTHERWISE = reduce(
    or_,
    (Q(grounds__contains=[{"code": one.value}]) for one in Ground if one is not Ground.BAD_CREDIT),
)
"""Refusals that rest on another ground, too."""
CHECK, TELL = ObligationKind.CHECK_REFUSAL, ObligationKind.TELL_AGAIN
LEAST_WORDS = 5
MOST_WORDS = 300
MOST_TOLD_WORDS = 200


def check_refusal(
    intake_id: UUID, call: Call, *, finding: RefusalFinding | None, words: str
) -> Done:
    """核查: a supervisor says whether a refusal was right; 不当 opens the way to apply again.

    The county bureau and after it the city may each say so; what was found wrong is not taken back,
    for the applicant is told at once.
    """
    faults = _check_faults(finding, words=words.strip())
    if finding is None or faults:
        raise BadInput(*faults)

    def decide(intake: Intake) -> Decision:
        refusal = Refusal.objects.get(intake=intake)
        if refusal.lifted_why == LiftReason.FOUND_WRONG:
            raise Barred("已经认定不当并告知申请人，不再核查。", clause="第十五条(二)")
        row = RefusalCheck(
            id=uuid7(),
            refusal=refusal,
            finding=finding.value,
            words=words.strip(),
            at=call.at,
            by=call.officer,
            by_unit=call.actor.unit,
        )
        is_lifted_now = finding is RefusalFinding.WRONG and refusal.lifted_at is None
        lifted = _lifted(refusal, intake, LiftReason.FOUND_WRONG, call) if is_lifted_now else None
        return Decision(
            event="RefusalChecked",
            data={"finding": finding.value, "check": row.id},
            closes=frozenset({CHECK}),
            opens=lifted.opens if lifted else (),
            sends=lifted.sends if lifted else (),
            updates=lifted.updates if lifted else (),
            rows=[row],
        )

    return act_on_intake(intake_id, Act.CHECK_REFUSAL, call, decide=decide)


def _check_faults(finding: RefusalFinding | None, *, words: str) -> list[FieldFault]:
    faults = []
    if finding is None:
        faults.append(FieldFault("finding", "请选择正确或者不当。", "第十五条"))
    if len(words) < LEAST_WORDS:
        faults.append(FieldFault("words", "请写明核查了什么、依据什么认定。", "第十五条"))
    elif len(words) > MOST_WORDS:
        sentence = f"最多 {MOST_WORDS} 个字，现在是 {len(words)} 个，请改短。"
        faults.append(FieldFault("words", sentence))
    return faults


def _lifted(refusal: Refusal, intake: Intake, why: LiftReason, call: Call) -> Decision:
    """What follows once the person may apply again: the duty to tell, the SMS, the refusal's mark."""
    sms = Message("sms", "refusal_lifted", {"refusal_id": refusal.id})
    return Decision(
        event="RefusalLifted",
        data={"why": why.value},
        opens=[opening(TELL, at=call.at, unit=refusal.station_id)],
        sends=[sms] if intake.phone else [],
        updates=[
            Change(
                Refusal,
                {"id": refusal.id, "lifted_at": None},
                {"lifted_at": call.at, "lifted_why": why.value},
            )
        ],
    )


def lift_withdrawn(at: datetime, *, limit: int = 500) -> int:
    """Lift the refusals whose bad credit records have all been withdrawn; how many there were.

    Only those that rested on nothing else, and only where no other record counts against the person
    now: he would be refused again. Repeatable; another push lifts what a newer record holds back.
    """
    return sum(_lift(intake_id, at=at) for intake_id in _withdrawn(limit))


def _withdrawn(limit: int) -> list[UUID]:
    """The refusals to lift, by intake; those held back stand in nobody's way. One query."""
    resting = RefusalRecord.objects.filter(refusal=OuterRef("pk"))
    # The person by his records: a refusal keeps no number.
    keys = RefusalRecord.objects.filter(refusal=OuterRef(OuterRef("pk"))).values("record__id_key")
    counting = CreditRecord.objects.filter(id_key__in=keys, withdrawn_at=None)
    rows = Refusal.objects.filter(Exists(resting), lifted_at=None)
    rows = rows.exclude(_OTHERWISE).exclude(Exists(counting))
    return list(rows.order_by("at", "id").values_list("intake_id", flat=True)[:limit])


def _lift(intake_id: UUID, *, at: datetime) -> bool:
    call = Call(SYSTEM, at, uuid5(intake_id, "credit-withdrawn"))

    def decide(intake: Intake) -> Decision:
        refusal = Refusal.objects.get(intake=intake)
        return _lifted(refusal, intake, LiftReason.CREDIT_WITHDRAWN, call)

    try:
        act_on_intake(intake_id, Act.LIFT_REFUSAL, call, decide=decide)
    except OperationError:
        # A supervisor was a moment faster: the next run finds what is left to do.
        return False
    return True


def tell_again(intake_id: UUID, call: Call, *, by: ToldAgainBy | None, words: str = "") -> Done:
    """Record that the person was told: by a delivered SMS, or by an officer who says whom and how."""
    if by is None or (by is ToldAgainBy.SMS) != (call.actor.officer_id is None):
        raise BadInput(FieldFault("way", "请选择怎样告知的：电话，或者当面、书面。"))
    if by is not ToldAgainBy.SMS and len(words.strip()) < LEAST_WORDS:
        raise BadInput(FieldFault("words", "请写明什么时候告知了谁、对方怎样说。"))

    def decide(intake: Intake) -> Decision:
        refusal = Refusal.objects.get(intake=intake)
        if refusal.lifted_at is None:
            raise Barred("这一次不予受理没有改变，没有需要告知的。")
        if refusal.told_at is not None:
            raise Barred("已经告知过申请人。")
        values = {
            "told_at": call.at,
            "told_way": by.value,
            "told_words": words.strip()[:MOST_TOLD_WORDS],
        }
        return Decision(
            event="ToldAgain",
            data={"by": by.value},
            closes=frozenset({TELL}),
            updates=[Change(Refusal, {"id": refusal.id, "told_at": None}, values)],
        )

    return act_on_intake(intake_id, Act.TELL_AGAIN, call, decide=decide)


def note_unsent(refusal_id: UUID, *, at: datetime) -> None:
    """Note that the SMS did not reach the phone: the station has to call."""
    Refusal.objects.filter(id=refusal_id, told_at=None).update(unsent_at=at)


def looked(call: Call) -> datetime | None:
    """Note that a supervisor has looked at his unit's refusals; until when he had seen them before."""
    row, made = RefusalLook.objects.get_or_create(
        officer=call.officer,
        unit=call.actor.unit,
        defaults={"id": uuid7(), "seen_at": call.at},
    )
    if made:
        return None
    before = row.seen_at
    RefusalLook.objects.filter(id=row.id, seen_at__lt=call.at).update(seen_at=call.at)
    return before
