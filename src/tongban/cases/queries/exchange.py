"""How an outgoing case stands with the home bureau elsewhere, read along with something else of it.

What went there and whether it arrived, since when an answer is waited for, who was reminded when,
and what was answered twice in two ways (第六、九条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.answer_words import CONTRADICTING, SETTLED
from tongban.cases.models import Case, Obligation, Outgoing, Paper
from tongban.policy.review_unit import accepting_system
from tongban.policy.vocabulary import Category, Stream, System
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnswerSettled
from tongban.standards.labels import Labelled


class Sent(Labelled):
    """How far a message to an upstream system has come."""

    UNDER_WAY = "WAITING", "正在发送"
    ARRIVED = "SENT", "已送达"
    STUCK = "FAILED", "没有送达"
    DROPPED = "DROPPED", "不再发送"


@dataclass(frozen=True, slots=True)
class ToldThere:
    """A message that told the other side something; ``error`` is the kind of the last failure."""

    id: UUID
    state: Sent
    written_at: datetime
    arrived_at: datetime | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Since when an answer is waited for, and until when it is expected."""

    since: datetime
    due_at: datetime | None
    due_note: str


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A second answer on the same version that says otherwise: ``outcome`` ISSUED or RETURNED."""

    at: datetime
    outcome: str
    office: str
    words: str


@dataclass(frozen=True, slots=True)
class Settled:
    """By which answer the home bureau stands, in the words of whoever asked it."""

    at: datetime
    by: AnswerSettled
    words: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """An outgoing case between here and the home bureau elsewhere.

    ``office`` is that of the household in the words of its register. Versions are handed in to
    ``handed_to``; the answer comes through ``through``. ``chases`` counts the reminders about the
    version that waits. ``watch`` is None while no answer is waited for.
    """

    office: str
    handed_to: System
    through: System
    version: int
    chases: int
    submission: ToldThere | None
    chase: ToldThere | None
    cancel: ToldThere | None
    watch: Watch | None
    is_settling: bool
    other: OtherAnswer | None
    settled: Settled | None

    def may_chase(self, at: datetime) -> bool:
        """Whether the station may remind the home bureau now: the first time, and overdue."""
        watch = self.watch
        if watch is None or self.chases:
            return False
        return watch.due_at is None or watch.due_at <= at


_TOLD = {
    "id": "id",
    "state": "state",
    "written_at": "created_at",
    "arrived_at": "sent_at",
    "attempts": "attempts",
    "error": "last_error",
}


def _told(kind: str) -> Subquery:
    rows = Outgoing.objects.filter(case=OuterRef("id"), kind=kind).order_by("-created_at", "-id")
    return Subquery(rows.values(one=JSONObject(**_TOLD))[:1])


def _paper(kind: str) -> Subquery:
    rows = Paper.objects.filter(subject=OuterRef("id"), kind=kind).order_by("-made_at", "-id")
    return Subquery(rows.values(one=JSONObject(at="made_at", contents="contents"))[:1])


def exchange_of(case: OuterRef) -> Subquery:
    """Return the column that ``read_exchange`` reads; ``case`` is the id of the case."""
    owed = Obligation.objects.filter(case=OuterRef("id"), closed_at=None)
    watch = owed.filter(kind=ObligationKind.WATCH_ANSWER).values(
        one=JSONObject(since="opened_at", due_at="due_at", due_note="due_note")
    )
    rows = Case.objects.filter(id=case, stream=Stream.OUTGOING).values(
        one=JSONObject(
            office="elsewhere_name",
            category="category",
            system="system",
            version="current",
            chases="chases",
            submission=_told("submit"),
            chase=_told("chase"),
            cancel=_told("cancel"),
            watch=Subquery(watch[:1]),
            is_settling=Exists(owed.filter(kind=ObligationKind.SETTLE_ANSWER)),
            other=_paper(CONTRADICTING),
            settled=_paper(SETTLED),
        )
    )
    return Subquery(rows[:1])


def read_exchange(found: Mapping[str, Any] | None) -> Exchange | None:
    """Return what the column holds, None for a case of another stream."""
    if found is None:
        return None
    return Exchange(
        office=found["office"],
        handed_to=accepting_system(Category(found["category"])),
        through=System(found["system"]),
        version=found["version"],
        chases=found["chases"],
        submission=_read_told(found["submission"]),
        chase=_read_told(found["chase"]),
        cancel=_read_told(found["cancel"]),
        watch=_read_watch(found["watch"]),
        is_settling=found["is_settling"],
        other=_read_other(found["other"]),
        settled=_read_settled(found["settled"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read_told(found: Mapping[str, Any] | None) -> ToldThere | None:
    if found is None:
        return None
    return ToldThere(
        id=UUID(found["id"]),
        state=Sent(found["state"]),
        written_at=datetime.fromisoformat(found["written_at"]),
        arrived_at=_moment(found["arrived_at"]),
        attempts=found["attempts"],
        error=found["error"],
    )


def _read_watch(found: Mapping[str, Any] | None) -> Watch | None:
    if found is None:
        return None
    since, due_at = datetime.fromisoformat(found["since"]), _moment(found["due_at"])
    return Watch(since, due_at, found["due_note"])


def _read_other(found: Mapping[str, Any] | None) -> OtherAnswer | None:
    if found is None:
        return None
    said = found["contents"]
    at = datetime.fromisoformat(found["at"])
    return OtherAnswer(at, said["outcome"], said["office"], said["words"])


def _read_settled(found: Mapping[str, Any] | None) -> Settled | None:
    if found is None:
        return None
    said, at = found["contents"], datetime.fromisoformat(found["at"])
    return Settled(at, AnswerSettled(said["settled"]), said["words"])
