"""Answers on one version that say otherwise than each other, for whoever has to settle them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

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
_CONTRADICTING = "ANSWER_CONTRADICTING"


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
    """Return the difference of a case the actor may see, else None; four queries."""
    case = Case.objects.filter(id=case_id).first()
    if case is None or not can_see(actor, standing(case)):
        return None
    duty = Obligation.objects.filter(
        case=case, kind=ObligationKind.SETTLE_ANSWER, closed_at=None
    ).first()
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
        since=duty.opened_at if duty else None,
        due_at=duty.due_at if duty else None,
        due_note=duty.due_note if duty else "",
    )


def _earlier(case: Case) -> GivenAnswer | None:
    """The answer that counts so far."""
    rows = Event.objects.filter(subject=case.id, name__in=_ANSWERED).order_by("-seq")
    event = rows.first()
    if event is None:
        return None
    outcome = _ANSWERED[event.name]
    said: dict[str, Any] = (case.returned or {}) if outcome == "RETURNED" else {}
    is_issued = outcome == "ISSUED"
    return GivenAnswer(
        at=event.at,
        outcome=outcome,
        office=case.issuer_name or (case.elsewhere_name if event.officer is None else ""),
        category=said.get("category", ""),
        words=said.get("words", ""),
        valid_from=case.valid_from if is_issued else None,
        valid_until=case.valid_until if is_issued else None,
    )


def _later(case: Case) -> GivenAnswer | None:
    """What came afterwards: an answer that says otherwise, or a withdrawal that crossed ours."""
    kept = Paper.objects.filter(subject=case.id, kind=_CONTRADICTING).order_by("-made_at", "-id")
    paper = kept.first()
    if paper is not None:
        said = paper.contents
        return GivenAnswer(
            at=paper.made_at,
            outcome=said["outcome"],
            office=said["office"],
            category=said["category"],
            words=said["words"],
            valid_from=_day(said["valid_from"]),
            valid_until=_day(said["valid_until"]),
        )
    heard = Event.objects.filter(subject=case.id, name="MessageRecorded").order_by("-seq").first()
    return GivenAnswer(heard.at, "WITHDRAWN", case.elsewhere_name) if heard else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
