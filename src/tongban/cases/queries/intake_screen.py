"""An intake as the window works on it: everything one page needs, in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases import facts
from tongban.cases.models import (
    Case,
    CreditPush,
    Draft,
    Evidence,
    Inquiry,
    Intake,
    Obligation,
    Refusal,
)
from tongban.cases.prepared import Prepared
from tongban.cases.queries.as_stored import as_stored
from tongban.cases.queries.exchange import Exchange, exchange_of, read_exchange
from tongban.cases.queries.newest_temporary import (
    NewestTemporary,
    newest_temporary,
    read_temporary,
)
from tongban.cases.refusal_evidence import Basis, basis_of
from tongban.cases.shown import documents, inquiries, with_documents
from tongban.cases.standing import intake_standing, standing
from tongban.policy.situation import Situation
from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Priority,
    Reason,
    Residence,
)
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import InquiryAnswer
from tongban.procedure.stages import IntakeStage, Stage
from tongban.procedure.standing import CaseStanding, IntakeStanding, can_see_intake

NOBODY = UUID(int=0)
SOME_OFFICER = UUID(int=1)
SOME_DRAFT = "a draft's key"


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A document shown; ``pages`` counts its pictures."""

    id: UUID
    kind: EvidenceKind
    description: str
    valid_until: date | None
    read_fields: Mapping[str, str]
    pages: int

    @property
    def label(self) -> str:
        """What it is, in the words of the clause or, for other papers, of the officer."""
        return self.description if self.kind is EvidenceKind.OTHER else self.kind.label


@dataclass(frozen=True, slots=True)
class InquiryView:
    """An inquiry as the intake tells of it; ``answer`` None while it is waited for."""

    id: UUID
    asked_at: datetime
    home_unit: str
    home_office: str
    answer: InquiryAnswer | None
    words: str
    answered_at: datetime | None
    answerer: str


@dataclass(frozen=True, slots=True)
class BornCase:
    """The case that came out of the intake. ``version`` guards acts, ``n`` is what was composed.

    ``exchange`` tells how an outgoing case stands with the home bureau; None for any other.
    """

    id: UUID
    number: str
    version: int
    stage: Stage
    n: int
    standing: CaseStanding
    home_county: str
    is_paid: bool
    composed_at: datetime
    signed_at: datetime | None
    residence: Residence
    temporary: NewestTemporary | None
    exchange: Exchange | None


@dataclass(frozen=True, slots=True)
class IntakeView:
    """An intake with its documents. ``situation`` is the question it puts to the rules.

    ``record`` and ``declared`` have the stored form; ``basis`` is what a refusal would rest on; ``draft`` is what the officer typed and has
    not sent; ``credit_as_of`` when the bad credit list was last pushed.
    """

    id: UUID
    standing: IntakeStanding
    opened_at: datetime
    touched_at: datetime
    ended_at: datetime | None
    declared: Mapping[str, Any]
    record: Mapping[str, Any]
    reason: Reason | None
    priority: Priority
    priority_reason: str
    delivery: Delivery
    address: str
    recipient: str
    phone: str
    guardian: Mapping[str, Any] | None
    wants_temporary: bool
    green: str
    green_words: str
    visit: Mapping[str, Any] | None
    history_viewed_at: datetime | None
    face: FaceResult
    fingerprint: FingerprintResult
    compared_at: datetime | None
    compared_by: str
    identity_confirmed: bool | None
    identity_at: datetime | None
    identity_by: str
    commitment: Mapping[str, str] | None
    offences: Sequence[Mapping[str, Any]]
    basis: Basis
    has_live: bool
    has_photo: bool
    photo_report: Mapping[str, Any]
    fingers: Sequence[Mapping[str, Any]]
    policy_version: str
    notice_printed_at: datetime | None
    evidence: tuple[EvidenceView, ...]
    inquiries: tuple[InquiryView, ...]
    situation: Situation
    credit_as_of: datetime | None
    draft: Mapping[str, str]
    case: BornCase | None

    @property
    def is_open(self) -> bool:
        """Whether anything may still be changed."""
        return self.standing.stage is IntakeStage.OPEN


def _whole() -> QuerySet[Intake]:
    draft = Draft.objects.filter(officer=SOME_OFFICER, key=SOME_DRAFT)
    pushes = CreditPush.objects.order_by("-number").values("received_at")[:1]
    intakes = with_documents(Intake.objects.select_related("station", "case"))
    return intakes.annotate(
        typed=Subquery(draft.values("body")),
        comparer=Subquery(_name_of("compared_by")),
        confirmer=Subquery(_name_of("identity_by")),
        pushed_at=Subquery(pushes),
        temporary=newest_temporary(OuterRef("case")),
        exchange=exchange_of(OuterRef("case")),
    ).filter(id=NOBODY)


_WHOLE = Prepared(_whole, SOME_OFFICER, SOME_DRAFT, NOBODY)


def intake_view(
    actor: Actor, intake_id: UUID, *, at: datetime, draft_key: str = ""
) -> IntakeView | None:
    """Return the intake for an actor who may see it, else None; one query.

    ``draft_key`` names what the officer may have begun to write. An intake that has ended is
    judged as of its end.
    """
    row: Any = next(iter(_WHOLE.objects(actor.officer_id or NOBODY, draft_key, intake_id)), None)
    if row is None or not can_see_intake(actor, intake_standing(row)):
        return None
    return _view(row, shown=documents(row), at=row.ended_at or at)


def _name_of(column: str) -> QuerySet[Officer, str]:
    return Officer.objects.filter(id=OuterRef(column)).values_list("name", flat=True)


def was_taken_over(actor: Actor, intake_id: UUID) -> bool:
    """Return whether the intake was at the actor's station and goes on at another one."""
    return Intake.objects.filter(id=intake_id, former_units__contains=[actor.unit]).exists()


_AS_STORED = (
    *("id", "opened_at", "touched_at", "ended_at", "declared", "record", "priority_reason"),
    *("address", "recipient", "phone", "guardian", "wants_temporary", "green", "green_words"),
    *("visit", "history_viewed_at", "compared_at", "identity_confirmed", "identity_at"),
    *("commitment", "offences", "photo_report", "fingers", "policy_version", "notice_printed_at"),
)


def _view(row: Any, *, shown: list[Evidence], at: datetime) -> IntakeView:  # noqa: ANN401
    """A row with annotations as the window sees it."""
    standing = intake_standing(row)
    return IntakeView(
        **as_stored(row, *_AS_STORED),
        standing=standing,
        reason=Reason(row.reason) if row.reason else None,
        priority=Priority(row.priority),
        delivery=Delivery(row.delivery),
        face=FaceResult(row.face),
        fingerprint=FingerprintResult(row.fingerprint),
        compared_by=row.comparer or "",
        identity_by=row.confirmer or "",
        basis=basis_of(row, is_inquiry_open=standing.is_inquiry_open),
        has_live=bool(row.live_photo),
        has_photo=bool(row.photo),
        evidence=tuple(_document(one) for one in shown),
        inquiries=tuple(_inquiry(one) for one in inquiries(row)),
        situation=facts.situation(row, evidence=shown, at=at),
        credit_as_of=row.pushed_at,
        draft=row.typed or {},
        case=_case(row.case, found=vars(row)) if row.case else None,
    )


def _document(row: Evidence) -> EvidenceView:
    return EvidenceView(
        id=row.id,
        kind=EvidenceKind(row.kind),
        description=row.description,
        valid_until=row.valid_until,
        read_fields=row.read_fields,
        pages=len(row.pages),
    )


def _inquiry(row: Inquiry) -> InquiryView:
    return InquiryView(
        id=row.id,
        asked_at=row.asked_at,
        home_unit=row.home_unit,
        home_office=row.home_office,
        answer=InquiryAnswer(row.answer) if row.answer else None,
        words=row.words,
        answered_at=row.answered_at,
        answerer=row.answerer,
    )


def _case(row: Case, *, found: Mapping[str, Any]) -> BornCase:
    return BornCase(
        id=row.id,
        number=row.number,
        version=row.version,
        stage=Stage(row.stage),
        n=row.current,
        standing=standing(row),
        home_county=row.home_county,
        is_paid=row.is_paid,
        composed_at=row.composed_at,
        signed_at=row.signed_at,
        residence=Residence(row.residence),
        temporary=read_temporary(found["temporary"]),
        exchange=read_exchange(found["exchange"]),
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of a case that is still open or was closed: when due, how it ended."""

    kind: ObligationKind
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str


def duties_of(case_id: UUID, *kinds: ObligationKind) -> dict[ObligationKind, Duty]:
    """Return the latest duty of each kind; one query."""
    rows = Obligation.objects.filter(case_id=case_id, kind__in=kinds).order_by("opened_at", "id")
    return {
        ObligationKind(row.kind): Duty(
            ObligationKind(row.kind), row.due_at, row.closed_at, row.outcome
        )
        for row in rows
    }


def refusal_number(intake_id: UUID) -> str:
    """Return the number of the notice with which an intake was refused; empty when it was not."""
    return (
        Refusal.objects.filter(intake_id=intake_id).values_list("number", flat=True).first() or ""
    )
