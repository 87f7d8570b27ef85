"""Answers on one version that say otherwise than each other, for whoever has to settle them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.answer_words import CONTRADICTING
from tongban.cases.models import Case, Event, Obligation, Paper
from tongban.cases.standing import standing
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding, can_see

_ANSWERED = {
    "AnsweredIssued": "ISSUED",
    "AnsweredReturned": "RETURNED",
    "Issued": "ISSUED",
    "ReturnedForCorrection": "RETURNED",
    "Withdrawn": "WITHDRAWN",
}
"""The events that say what holds, the other side's or ours, and what they say."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer: ``outcome`` ISSUED, RETURNED, or WITHDRAWN by the applicant where it was accepted.

    ``category`` and ``words`` are of a return, the days of a card that was issued; ``valid_until``
    None there is a permanent one.
    """

    at: datetime
    outcome: str
    office: str = ""
    category: str = ""
    words: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Settling:
    """A case with a difference to settle; ``duty`` times are None once somebody has settled it."""

    id: UUID
    number: str
    name: str
    stream: Stream
    stage: Stage
    version: int
    elsewhere: str
    standing: CaseStanding
    earlier: GivenAnswer | None
    later: GivenAnswer | None
    is_open: bool
    since: datetime | None
    due_at: datetime | None
    due_note: str


def settling(case_id: UUID, actor: Actor) -> Settling | None:
    """Return the difference of a case the actor may see, else None; one query."""
    case = _found(case_id)
    if case is None or not can_see(actor, standing(case)):
        return None
    duty = vars(case)["duty"]
    return Settling(
        id=case.id,
        number=case.number,
        name=case.name,
        stream=Stream(case.stream),
        stage=Stage(case.stage),
        version=case.version,
        elsewhere=case.elsewhere_name,
        standing=standing(case),
        earlier=_earlier(case),
        later=_later(case),
        is_open=duty is not None,
        since=_moment(duty["opened_at"]) if duty else None,
        due_at=_moment(duty["due_at"]) if duty and duty["due_at"] else None,
        due_note=duty["due_note"] if duty else "",
    )


def _found(case_id: UUID) -> Case | None:
    """The case with its open duty, what was answered, and what came afterwards."""
    duties = Obligation.objects.filter(
        case=OuterRef("id"), kind=ObligationKind.SETTLE_ANSWER, closed_at=None
    )
    events = Event.objects.filter(subject=OuterRef("id")).order_by("-seq")
    papers = Paper.objects.filter(subject=OuterRef("id"), kind=CONTRADICTING)
    newest = papers.order_by("-made_at", "-id")
    found = Case.objects.filter(id=case_id).annotate(
        duty=_one(duties, "opened_at", "due_at", "due_note"),
        answered=_one(events.filter(name__in=_ANSWERED), "at", "name", "officer"),
        kept=_one(newest, "made_at", "contents"),
        heard=_one(events.filter(name="MessageRecorded"), "at"),
    )
    return found.first()


def _one(rows: QuerySet[Row], *names: str) -> Subquery:
    return Subquery(rows.values(one=JSONObject(**{name: name for name in names}))[:1])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _earlier(case: Case) -> GivenAnswer | None:
    """The answer that counts so far."""
    event = vars(case)["answered"]
    if event is None:
        return None
    outcome = _ANSWERED[event["name"]]
    said: dict[str, Any] = (case.returned or {}) if outcome == "RETURNED" else {}
    is_issued = outcome == "ISSUED"
    return GivenAnswer(
        at=_moment(event["at"]),
        outcome=outcome,
        office=case.issuer_name or (case.elsewhere_name if event["officer"] is None else ""),
        category=said.get("category", ""),
        words=said.get("words", ""),
        valid_from=case.valid_from if is_issued else None,
        valid_until=case.valid_until if is_issued else None,
    )


def _later(case: Case) -> GivenAnswer | None:
    """What came afterwards: an answer that says otherwise, or a withdrawal that crossed ours."""
    paper, heard = vars(case)["kept"], vars(case)["heard"]
    if paper is not None:
        said = paper["contents"]
        return GivenAnswer(
            at=_moment(paper["made_at"]),
            outcome=said["outcome"],
            office=said["office"],
            category=said["category"],
            words=said["words"],
            valid_from=_day(said["valid_from"]),
            valid_until=_day(said["valid_until"]),
        )
    if heard is None:
        return None
    return GivenAnswer(_moment(heard["at"]), "WITHDRAWN", case.elsewhere_name)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
