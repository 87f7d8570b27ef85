"""The one door: read, authorise, check the table, let the act decide, write once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import IntegrityError

from tongban.accounts.models import Officer
from tongban.cases.models import Case, DailySequence, Draft, Event, Intake
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.errors import (
    Forbidden,
    LostRace,
    NotFound,
    OperationError,
    WrongStage,
)
from tongban.cases.operations.numbers import NumberTaken
from tongban.cases.operations.record import RowMoved, record_act
from tongban.cases.prepared import Prepared
from tongban.cases.shown import with_documents
from tongban.cases.standing import intake_standing, standing
from tongban.procedure.actors import Actor, Party
from tongban.procedure.acts import Act
from tongban.procedure.barred import Barred as TableBarred
from tongban.procedure.barred import BarredCode
from tongban.procedure.table import judge, judge_intake
from tongban.standards.zones import CN

NOBODY = UUID(int=0)
Subject = TypeVar("Subject", Case, Intake)
_CASE = Prepared(lambda: Case.objects.filter(id=NOBODY), NOBODY)
_INTAKE = Prepared(
    lambda: with_documents(Intake.objects.select_related("station")).filter(id=NOBODY), NOBODY
)


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks for an act, when, and under which request id (the same id is one effect).

    ``drafts`` are the keys of what the officer had typed for it: forgotten with the act.
    """

    actor: Actor
    at: datetime
    request_id: UUID
    drafts: tuple[str, ...] = ()

    @property
    def officer(self) -> UUID:
        """The officer's id; only acts that the table gives to officers ask for it."""
        if self.actor.officer_id is None:
            raise Forbidden("这一步须由民警本人办理。")
        return self.actor.officer_id

    def part(self, of: UUID) -> Call:
        """Return the call for one of many subjects touched by the same request."""
        return Call(self.actor, self.at, uuid5(self.request_id, str(of)))


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is written; ``repeated`` when this request id had been written before."""

    subject: UUID
    repeated: bool = False


def act_on_case(
    case_id: UUID,
    act: Act,
    call: Call,
    *,
    decide: Callable[[Case], Decision],
    seen_version: int | None = None,
) -> Done:
    """Do an act on a case.

    ``seen_version`` is the version the officer was looking at; when the case has moved on since,
    ``LostRace`` says who did what. Raises ``NotFound``, ``Forbidden``, ``WrongStage``, ``LostRace``
    and whatever ``decide`` raises; nothing is written then.
    """
    case = _CASE.first(case_id)
    if case is None:
        raise NotFound("没有这一件，请核对受理编号。")
    verdict = judge(act, standing(case), call.actor)
    if verdict is not None:
        return _refused(case, act, call, verdict)
    if seen_version is not None and seen_version != case.version:
        return _lost(case, act, call)
    return _decide(case, act, call, decide)


def act_on_intake(
    intake_id: UUID, act: Act, call: Call, *, decide: Callable[[Intake], Decision]
) -> Done:
    """Do an act on an intake, which comes with its documents; errors as for ``act_on_case``."""
    intake = next(iter(_INTAKE.objects(intake_id)), None)
    if intake is None:
        raise NotFound("没有这一次受理，可能已经结束或在其他单位。")
    verdict = judge_intake(act, intake_standing(intake), call.actor)
    if verdict is not None:
        return _refused(intake, act, call, verdict)
    return _decide(intake, act, call, decide)


def _decide(subject: Subject, act: Act, call: Call, decide: Callable[[Subject], Decision]) -> Done:
    try:
        decision = decide(subject)
    except OperationError:
        # What the first request did may be the very thing that bars its repeat.
        if was_done(call.request_id):
            return Done(subject.id, repeated=True)
        raise
    return _write(subject, act, call, decision)


def _write(subject: Case | Intake, act: Act, call: Call, decision: Decision) -> Done:
    try:
        written = record_act(
            subject,
            act=act,
            decision=_forgetting(decision, call),
            actor=call.actor,
            at=call.at,
            request_id=call.request_id,
        )
    except RowMoved as moved:
        if moved.model == DailySequence.__name__:
            raise NumberTaken from moved
        written = False
    except IntegrityError as error:
        if was_done(call.request_id):
            return Done(subject.id, repeated=True)
        if "sequence_once" in str(error):
            raise NumberTaken from error
        raise
    return Done(subject.id) if written else _lost(subject, act, call)


def _forgetting(decision: Decision, call: Call) -> Decision:
    """The decision that also deletes the drafts of the call."""
    gone = [(Draft, {"officer": call.officer, "key": key}) for key in call.drafts]
    return replace(decision, deletes=[*decision.deletes, *gone]) if gone else decision


def was_done(request_id: UUID) -> bool:
    """Return whether an act with this request id has been written."""
    return Event.objects.filter(request_id=request_id).exists()


def subject_of(request_id: UUID) -> UUID | None:
    """Return what the act with this request id was done to; None when it was never written."""
    return Event.objects.filter(request_id=request_id).values_list("subject", flat=True).first()


def _refused(subject: Case | Intake, act: Act, call: Call, verdict: TableBarred) -> Done:
    if verdict.code is BarredCode.NOT_SEEN:
        raise NotFound("没有这一件，或者不在本单位经办范围内。")
    if was_done(call.request_id):
        return Done(subject.id, repeated=True)
    if verdict.code in (BarredCode.WRONG_STAGE, BarredCode.HELD):
        raise WrongStage(f"{verdict.sentence}{_latest(subject)}")
    raise Forbidden(verdict.sentence)


def _lost(subject: Case | Intake, act: Act, call: Call) -> Done:
    if was_done(call.request_id):
        return Done(subject.id, repeated=True)
    raise LostRace(
        f"没有“{act.label}”：在您查看之后，这一件已经有变化。{_latest(subject)}请看过最新情况再办。"
    )


def _latest(subject: Case | Intake) -> str:
    event = Event.objects.filter(subject=subject.id).order_by("-seq").first()
    if event is None:
        return ""
    who = Officer.objects.filter(id=event.officer or NOBODY).values_list("name", flat=True).first()
    when = event.at.astimezone(CN)
    return f"{when:%m月%d日 %H:%M} {who or Party(event.party).label} 已办“{Act(event.act).label}”。"
