"""作废: a composed version is taken back before it is signed."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import (
    Case,
    ComposedVersion,
    Intake,
    Paper,
    PersonSlot,
)
from tongban.cases.operations.credit import hits_of
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import closing, ended
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.money_rows import refund_of
from tongban.procedure.acts import Act
from tongban.procedure.stages import IntakeStage, Stage


def void(case_id: UUID, call: Call, *, words: str, seen_version: int) -> Done:
    """Take back a composed version before it is signed: left, an error, a ground seen.

    Version 1: the case ends VOIDED, the number is never used again, and the intake is open anew.
    After a return: the case is RETURNED again, with the version that was signed before; the voided
    one stays readable and its number is not given again. How the applicant is reached stays as it was
    last said: way, phone and address are the case's, and have an act of their own.
    """
    if not words.strip():
        raise BadInput(FieldFault("words", "请写明作废的原因。"))

    def decide(case: Case) -> Decision:
        told = _void_notice(case, words=words.strip(), call=call)
        if case.current == 1:
            return _void_first(case, call=call, told=told)
        return _void_later(case, told=told)

    return act_on_case(case_id, Act.VOID, call, decide=decide, seen_version=seen_version)


def _void_notice(case: Case, *, words: str, call: Call) -> Paper:
    """Return the notice that tells the applicant why, and keeps the officer's words."""
    return Paper(
        id=uuid7(),
        kind="VOIDING",
        subject=case.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents={"words": words, "version": case.current},
        prints=0,
    )


def _void_later(case: Case, *, told: Paper) -> Decision:
    before = (
        ComposedVersion.objects.filter(case=case, signed_at__isnull=False).order_by("-n").first()
    )
    if before is None:
        raise ValueError("a case is returned only after a version was signed")
    return Decision(
        event="VersionVoided",
        changes={
            "stage": Stage.RETURNED,
            "current": before.n,
            "name": before.text["name"],
        },
        data={"version": case.current, "back_to": before.n},
        rows=[told],
    )


def _void_first(case: Case, *, call: Call, told: Paper) -> Decision:
    refund = refund_of(case, call=call, reason="合成信息作废")
    intakes = Intake.objects.annotate(hits=hits_of(case.id_number))
    intake_id, hits = intakes.values_list("id", "hits").get(case_id=case.id)
    return Decision(
        event="Voided",
        changes=ended(Stage.VOIDED, at=call.at),
        data={"version": 1},
        closes=closing(),
        rows=[told],
        opens=refund.opens,
        sends=refund.sends,
        updates=[
            Change(
                Intake,
                {"id": intake_id, "case_id": case.id},
                {
                    "stage": IntakeStage.OPEN,
                    "case_id": None,
                    "ended_at": None,
                    "ended_by": None,
                    "touched_at": call.at,
                    # What it still lacks is told anew: with composing that duty was over.
                    "notice_printed_at": None,
                    "credit_hits": hits,
                },
            ),
            Change(PersonSlot, {"case_id": case.id}, {"case_id": None, "intake_id": intake_id}),
            *refund.updates,
        ],
    )
