"""Temporary cards and certificates: of one case, on paper, and a unit's register (第十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tongban.accounts.models import Officer
from tongban.cases import facts
from tongban.cases.models import Case, ComposedVersion, Paper, TemporaryDocument
from tongban.cases.standing import standing, visible
from tongban.cases.temporary_offer import Offer, offer
from tongban.policy.situation import Details
from tongban.policy.terms import Terms, TermsBook
from tongban.policy.vocabulary import Reason
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import TemporaryEnding
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding

PAGE = 50
MOST = 2000
"""Documents of a month on one printed register."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the register; ``ending`` None while it is with the applicant.

    ``prints`` counts the papers: none before the first print, reprints after it.
    """

    id: UUID
    case_id: UUID
    case_number: str
    name: str
    id_number: str
    kind: Kind
    number: str
    version: int
    purpose: str
    explained: str
    issued_at: datetime
    issued_by: str
    issued_unit: str
    valid_from: date
    valid_until: date
    ended_at: datetime | None
    ended_by: str
    ending: TemporaryEnding | None
    words: str
    prints: int

    def is_good(self, day: date) -> bool:
        """Whether it can be shown to somebody on a day."""
        return self.ending is None and day <= self.valid_until


def _documents() -> QuerySet[TemporaryDocument]:
    officer = Officer.objects.filter(id=OuterRef("issued_by")).values("name")
    taker = Officer.objects.filter(id=OuterRef("ended_by")).values("name")
    prints = Paper.objects.filter(subject=OuterRef("id")).values("prints")[:1]
    return TemporaryDocument.objects.select_related("case").annotate(
        officer=Subquery(officer),
        taker=Subquery(taker),
        prints=Coalesce(Subquery(prints), 0, output_field=IntegerField()),
    )


def _document(row: TemporaryDocument) -> Document:
    found = vars(row)
    return Document(
        id=row.id,
        case_id=row.case_id,
        case_number=row.case.number,
        name=row.case.name,
        id_number=row.case.id_number,
        kind=Kind(row.kind),
        number=row.number,
        version=row.version,
        purpose=row.purpose,
        explained=row.explained,
        issued_at=row.issued_at,
        issued_by=found["officer"] or "",
        issued_unit=row.issued_unit,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_at=row.ended_at,
        ended_by=found["taker"] or "",
        ending=TemporaryEnding(row.ending) if row.ending else None,
        words=row.words,
        prints=found["prints"],
    )


def documents_of(case_id: UUID) -> tuple[Document, ...]:
    """Return the documents of a case, the latest first; whether it may be seen is for the caller."""
    rows = _documents().filter(case_id=case_id).order_by("-issued_at", "-id")
    return tuple(_document(row) for row in rows)


@dataclass(frozen=True, slots=True)
class TemporaryCase:
    """A case with what may be given out for it and what has been."""

    id: UUID
    number: str
    id_number: str
    stage: Stage
    held: bool
    reason: Reason
    accepting_unit: str
    accepting_county: str
    standing: CaseStanding
    n: int
    details: Details
    phone: str
    terms: Terms
    offer: Offer
    documents: tuple[Document, ...]

    @property
    def live(self) -> Document | None:
        """What is with the applicant; it may have run out."""
        return next((one for one in self.documents if one.ending is None), None)


def _here(actor: Actor) -> Q:
    """The cases whose temporary documents an actor has to do with: accepted here or below."""
    return visible(actor) & (Q(accepting_unit=actor.unit) | Q(accepting_county=actor.unit))


def temporary_case(actor: Actor, case_id: UUID, *, book: TermsBook) -> TemporaryCase | None:
    """Return a case accepted at the actor's station or below his bureau, else None; two queries."""
    row = (
        ComposedVersion.objects.select_related("case")
        .filter(case_id=case_id, n=F("case__current"))
        .filter(case__in=Case.objects.filter(_here(actor)))
        .first()
    )
    if row is None:
        return None
    case, terms = row.case, book.version(row.case.policy_version)
    return TemporaryCase(
        id=case.id,
        number=case.number,
        id_number=case.id_number,
        stage=Stage(case.stage),
        held=case.held,
        reason=Reason(case.reason),
        accepting_unit=case.accepting_unit,
        accepting_county=case.accepting_county,
        standing=standing(case),
        n=row.n,
        details=facts.details(row.text),
        phone=case.phone,
        terms=terms,
        offer=offer(case, row.text, terms=terms),
        documents=documents_of(case.id),
    )


@dataclass(frozen=True, slots=True)
class DocumentPaper:
    """A document with the composed text and photo it bears."""

    document: Document
    details: Details
    photo: str
    accepting_county: str
    reason: Reason


def document_paper(actor: Actor, document_id: UUID) -> DocumentPaper | None:
    """Return a document for printing, to those who may give one out; two queries."""
    rows = _documents().filter(id=document_id, case__in=Case.objects.filter(_here(actor)))
    row = rows.first()
    if row is None:
        return None
    version = ComposedVersion.objects.get(case_id=row.case_id, n=row.version)
    return DocumentPaper(
        document=_document(row),
        details=facts.details(version.text),
        photo=row.photo,
        accepting_county=row.case.accepting_county,
        reason=Reason(row.case.reason),
    )


Mark = tuple[datetime, UUID]


def register_page(
    unit: str, *, begins: datetime, ends: datetime, after: Mark | None = None
) -> list[Document]:
    """Return one page (and one more) of what a unit gave out in a time, the latest first."""
    rows = _register(unit, begins=begins, ends=ends)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(issued_at__lt=at) | Q(issued_at=at, id__lt=last))
    return [_document(row) for row in rows.order_by("-issued_at", "-id")[: PAGE + 1]]


def register_sheet(unit: str, *, begins: datetime, ends: datetime) -> list[Document]:
    """Return all that a unit gave out in a time, in the order of giving out; at most ``MOST``."""
    rows = _register(unit, begins=begins, ends=ends).order_by("issued_at", "id")
    return [_document(row) for row in rows[:MOST]]


def _register(unit: str, *, begins: datetime, ends: datetime) -> QuerySet[TemporaryDocument]:
    return _documents().filter(issued_unit=unit, issued_at__gte=begins, issued_at__lt=ends)


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """How many a unit gave out in a time, and how many of the cards are still out."""

    cards: int
    certificates: int
    out: int


def register_totals(unit: str, *, begins: datetime, ends: datetime) -> RegisterTotals:
    """Count the documents of a unit in a time; one query."""
    rows = TemporaryDocument.objects.filter(
        issued_unit=unit, issued_at__gte=begins, issued_at__lt=ends
    )
    found = rows.aggregate(
        cards=Count("id", filter=Q(kind=Kind.CARD)),
        certificates=Count("id", filter=Q(kind=Kind.CERTIFICATE)),
        out=Count("id", filter=Q(kind=Kind.CARD, ended_at=None)),
    )
    return RegisterTotals(**found)
