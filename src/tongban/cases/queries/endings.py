"""The supervisors' lists: grounds to be decided, cases that may be closed, and what has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.closable import WAITS, Closable, closable, with_reminders
from tongban.cases.models import Case, Event, Obligation, Paper
from tongban.cases.queries.case_lists import PAGE, Key
from tongban.cases.queries.paging import behind
from tongban.cases.standing import visible
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import Ground, Stream
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CloseReason
from tongban.procedure.stages import Stage

OVER = (Stage.WITHDRAWN, Stage.REVOKED, Stage.CLOSED, Stage.VOIDED)
"""The endings without a card in the applicant's hand."""
OURS = (Stream.INTERNAL.value, Stream.OUTGOING.value)


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A case with a ground that waits to be decided: which, who saw it, whether it is held, by when."""

    case_id: UUID
    obligation_id: UUID
    name: str
    number: str
    stage: Stage
    accepting_unit: str
    ground: Ground | None
    officer: str
    since: datetime
    due_at: datetime | None
    due_note: str
    is_held: bool
    held_by: UUID | None


def to_decide(actor: Actor, *, after: Key | None = None) -> list[ToDecide]:
    """Return the open grounds of the actor's area by due time, those without one first; one query."""
    papers = Paper.objects.filter(
        subject=OuterRef("case_id"), kind__in=("GROUND_REPORT", "GROUND_HOLD")
    ).order_by("-made_at", "-id")
    names = Officer.objects.filter(id=OuterRef("writer")).values("name")
    rows = _open(actor, [ObligationKind.DECIDE_GROUND])
    if after is not None:
        rows = rows.filter(behind(after.at, after.id))
    rows = rows.annotate(
        ground=Subquery(papers.values("contents__ground")[:1]),
        writer=Subquery(papers.values("made_by")[:1]),
    ).annotate(officer=Subquery(names))
    ordered = rows.select_related("case").order_by(F("due_at").asc(nulls_first=True), "id")
    return [_to_decide(row, row.case) for row in ordered[:PAGE] if row.case is not None]


def _to_decide(row: Obligation, case: Case) -> ToDecide:
    found = vars(row)
    return ToDecide(
        case_id=case.id,
        obligation_id=row.id,
        name=case.name,
        number=case.number,
        stage=Stage(case.stage),
        accepting_unit=case.accepting_unit,
        ground=Ground(found["ground"]) if found["ground"] else None,
        officer=found["officer"] or "",
        since=row.opened_at,
        due_at=row.due_at,
        due_note=row.due_note,
        is_held=case.held,
        held_by=case.held_by,
    )


def _open(actor: Actor, kinds: Sequence[ObligationKind]) -> QuerySet[Obligation]:
    seen = Case.objects.filter(visible(actor))
    rows = Obligation.objects.filter(kind__in=kinds, closed_at=None, case__in=seen)
    # The home bureau sees the case too; deciding is the accepting side's.
    return rows.filter(owner_county=actor.unit) if actor.county else rows


@dataclass(frozen=True, slots=True)
class ToClose:
    """A case whose applicant has not come for so long that it may be closed."""

    case_id: UUID
    obligation_id: UUID
    name: str
    number: str
    stage: Stage
    accepting_unit: str
    reason: CloseReason
    wait: Closable


def to_close(
    actor: Actor, *, terms: Terms, at: datetime, after: Key | None = None
) -> list[ToClose]:
    """Return the cases whose time is over, the longest waiting first; one query.

    Where reminders are missing, ``wait`` says how many.
    """
    fitting = (Q(kind=w.kind, case__stage=w.stage) for w in WAITS.values())
    rows = _open(actor, [w.kind for w in WAITS.values()]).filter(reduce(or_, fitting))
    rows = rows.filter(opened_at__lte=at - timedelta(days=terms.close_after_days))
    if after is not None and after.at is not None:
        rows = rows.filter(Q(opened_at__gt=after.at) | Q(opened_at=after.at, id__gt=after.id))
    rows = with_reminders(rows).select_related("case").order_by("opened_at", "id")
    return [_to_close(row, row.case, terms=terms) for row in rows[:PAGE] if row.case is not None]


_REASON = {waiting.kind.value: reason for reason, waiting in WAITS.items()}


def _to_close(row: Obligation, case: Case, *, terms: Terms) -> ToClose:
    wait = closable(
        ObligationKind(row.kind),
        opened_at=row.opened_at,
        reminders=vars(row)["reminded"],
        terms=terms,
    )
    return ToClose(
        case_id=case.id,
        obligation_id=row.id,
        name=case.name,
        number=case.number,
        stage=Stage(case.stage),
        accepting_unit=case.accepting_unit,
        reason=_REASON[row.kind],
        wait=wait,
    )


@dataclass(frozen=True, slots=True)
class Over:
    """A case that ended without a card in the applicant's hand, and on what."""

    case_id: UUID
    name: str
    number: str
    stage: Stage
    accepting_unit: str
    ended_at: datetime
    why: str


def over(actor: Actor, *, stages: Sequence[Stage] = OVER, before: Key | None = None) -> list[Over]:
    """Return what has ended that way, the latest first; one query."""
    rows = _ended(actor).filter(stage__in=stages)
    if before is not None and before.at is not None:
        rows = rows.filter(Q(ended_at__lt=before.at) | Q(ended_at=before.at, id__lt=before.id))
    events = Event.objects.filter(subject=OuterRef("id"), name__in=("Revoked", "Closed"))
    events = events.order_by("-seq")
    rows = rows.annotate(
        ground=Subquery(events.values("data__ground")[:1]),
        closed=Subquery(events.values("data__reason")[:1]),
    )
    return [
        Over(
            case_id=case.id,
            name=case.name,
            number=case.number,
            stage=Stage(case.stage),
            accepting_unit=case.accepting_unit,
            ended_at=case.ended_at or case.composed_at,
            why=_why(vars(case)["ground"], vars(case)["closed"]),
        )
        for case in rows.order_by("-ended_at", "-id")[:PAGE]
    ]


def _why(ground: str | None, closed: str | None) -> str:
    if ground and ground in Ground.__members__:
        return f"{Ground(ground).label}（{Ground(ground).clause}）"
    return CloseReason(closed).label if closed and closed in CloseReason.__members__ else ""


def _ended(actor: Actor) -> QuerySet[Case]:
    rows = Case.objects.filter(visible(actor), stream__in=OURS)
    return rows.filter(accepting_county=actor.unit) if actor.county else rows


def counted(actor: Actor, *, since: datetime) -> Mapping[Stage, int]:
    """Return how many cases have ended each way since a moment; one query."""
    rows = _ended(actor).filter(stage__in=OVER, ended_at__gte=since)
    found = dict(rows.values_list("stage").annotate(n=Count("id")).order_by())
    return {stage: found.get(stage, 0) for stage in OVER}
