"""Intakes of a station: what waits at its window, who had it last, what it lacks; what lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.tuple_lookups import TupleLessThan

from tongban.accounts.models import Officer
from tongban.cases import facts
from tongban.cases.models import Event, Intake
from tongban.cases.shown import documents, inquiries, with_documents
from tongban.policy.review_order import Rank, rank
from tongban.policy.situation import Situation
from tongban.policy.vocabulary import Reason
from tongban.procedure.actors import Actor
from tongban.procedure.stages import IntakeStage

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, behind one intake; as text it can stand in an address."""

    rank: Rank
    touched_at: datetime
    intake: UUID

    def __str__(self) -> str:
        return f"{self.rank:d}_{self.touched_at.isoformat()}_{self.intake}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Return the place a text names; None when it names none."""
        try:
            number, moment, intake = text.split("_")
            found = cls(Rank(int(number)), datetime.fromisoformat(moment), UUID(intake))
        except ValueError:
            return None
        return found if found.touched_at.tzinfo is not None else None


@dataclass(frozen=True, slots=True)
class OpenIntake:
    """One intake that has not ended; ``told_at``: when the one-time notice was printed.

    ``touched_by`` did the last act of an officer, here or at the station that had it before.
    ``situation`` is the question it puts to the rules; ``has_answer``: the home station answered and
    nothing has been said of identity since.
    """

    id: UUID
    name: str
    id_number: str
    reason: Reason | None
    opened_at: datetime
    touched_at: datetime
    touched_by: str
    told_at: datetime | None
    is_asking: bool
    has_answer: bool
    has_photo: bool
    has_fingers: bool
    has_phone: bool
    green: str
    is_visited: bool
    situation: Situation

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(rank(is_green=bool(self.green)), self.touched_at, self.id)


@dataclass(frozen=True, slots=True)
class LapsedIntake:
    """An intake that nobody went on with; ``touched_by`` as of an open one."""

    id: UUID
    name: str
    id_number: str
    reason: Reason | None
    is_green: bool
    touched_at: datetime
    touched_by: str
    lapsed_at: datetime

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(rank(is_green=self.is_green), self.touched_at, self.id)


def open_intakes(
    actor: Actor, *, at: datetime, limit: int = PAGE, after: Place | None = None
) -> list[OpenIntake]:
    """Return the open intakes of the actor's station; one query.

    The green channel first (第十四条): nothing here is due before another, so nobody becomes late by
    it; then the one last touched. ``after`` is the place of the last row before this page.
    """
    rows = with_documents(_touched_by(Intake.objects.filter(stage=IntakeStage.OPEN)))
    return [_open(row, at=at) for row in _page(rows, actor, after=after)[:limit]]


def lapsed_intakes(
    actor: Actor, *, limit: int = PAGE, after: Place | None = None
) -> list[LapsedIntake]:
    """Return those of the station that lapsed, in the order of the open ones; one query."""
    rows = _touched_by(Intake.objects.filter(stage=IntakeStage.LAPSED))
    return [_lapsed(row) for row in _page(rows, actor, after=after)[:limit]]


def _touched_by(rows: QuerySet[Intake]) -> QuerySet[Intake]:
    acts = Event.objects.filter(subject=OuterRef("id"), officer__isnull=False).order_by("-seq")
    officer = Officer.objects.filter(id=OuterRef("last_officer")).values("name")
    last = rows.annotate(last_officer=Subquery(acts.values("officer")[:1]))
    return last.annotate(officer_name=Subquery(officer))


def _page(rows: QuerySet[Intake], actor: Actor, *, after: Place | None) -> QuerySet[Intake]:
    own = rows.filter(station_id=actor.unit).annotate(rank=_RANK)
    own = own.order_by("rank", "-touched_at", "-id")
    return own.filter(_behind(after)) if after is not None else own


def _lapsed(row: Intake) -> LapsedIntake:
    return LapsedIntake(
        id=row.id,
        name=row.record["name"],
        id_number=row.record["id_number"],
        reason=Reason(row.reason) if row.reason else None,
        is_green=bool(row.green),
        touched_at=row.touched_at,
        touched_by=vars(row)["officer_name"] or "",
        lapsed_at=row.ended_at or row.touched_at,
    )


_RANK = Case(When(green="", then=Value(Rank.ORDINARY.value)), default=Value(Rank.GREEN.value))


def _behind(place: Place) -> Q:
    older = TupleLessThan((F("touched_at"), F("id")), (place.touched_at, place.intake))
    return Q(rank__gt=place.rank.value) | Q(rank=place.rank.value) & Q(older)


def _open(row: Intake, *, at: datetime) -> OpenIntake:
    asked = inquiries(row)
    answered = max((one.answered_at for one in asked if one.answered_at), default=None)
    return OpenIntake(
        id=row.id,
        name=row.record["name"],
        id_number=row.record["id_number"],
        reason=Reason(row.reason) if row.reason else None,
        opened_at=row.opened_at,
        touched_at=row.touched_at,
        touched_by=vars(row)["officer_name"] or "",
        told_at=row.notice_printed_at,
        is_asking=any(one.answered_at is None for one in asked),
        has_answer=answered is not None and (row.identity_at is None or row.identity_at < answered),
        has_photo=bool(row.photo),
        has_fingers=bool(row.fingers),
        has_phone=bool(row.phone),
        green=row.green,
        is_visited=row.visit is not None,
        situation=facts.situation(row, evidence=documents(row), at=at),
    )
