"""What stands on the papers of an intake or a case, for an actor who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases import facts
from tongban.cases.models import Case, ComposedVersion, Evidence, Intake, Paper, Refusal
from tongban.cases.models import TemporaryDocument as TemporaryRow
from tongban.cases.queries.as_stored import as_stored
from tongban.cases.standing import intake_standing, visible
from tongban.policy.situation import Details
from tongban.policy.vocabulary import (
    Category,
    Delivery,
    EvidenceKind,
    EvidencePath,
    Priority,
    Reason,
    TemporaryDocument,
)
from tongban.procedure.actors import Actor
from tongban.procedure.standing import can_see_intake


@dataclass(frozen=True, slots=True)
class Printed:
    """How often a paper was printed, and when it was made."""

    paper_id: UUID
    prints: int
    last_at: datetime
    code: str
    contents: Mapping[str, Any]


def printed(*subjects: UUID) -> dict[str, Printed]:
    """Return the latest paper of each kind of an intake and its case; one query."""
    rows = Paper.objects.filter(subject__in=subjects).order_by("made_at", "id")
    return {
        row.kind: Printed(row.id, row.prints, row.made_at, row.code, row.contents) for row in rows
    }


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper: its kind and what it is about; ``contents`` as the act that made it left them."""

    id: UUID
    kind: str
    subject: UUID
    made_at: datetime
    made_by: str
    contents: Mapping[str, Any]
    prints: int
    blob: str
    code: str
    is_noted: bool


def paper_row(paper_id: UUID) -> PaperRow | None:
    """Return a paper; whether its subject may be seen is asked by what is read for it."""
    row = _papers().filter(id=paper_id).first()
    return _paper_row(row) if row is not None else None


def rows_of_file(case_id: UUID) -> list[PaperRow]:
    """Return the papers of a case, its intake and its temporary documents, in their order."""
    intake = Intake.objects.filter(case=case_id).values("id")
    given = TemporaryRow.objects.filter(case=case_id).values("id")
    of_it = Q(subject=case_id) | Q(subject__in=intake) | Q(subject__in=given)
    rows = _papers().filter(of_it).exclude(kind__startswith="FILE_")
    return [_paper_row(row) for row in rows.order_by("made_at", "id")]


def _papers() -> QuerySet[Paper]:
    officer = Officer.objects.filter(id=OuterRef("made_by")).values("name")
    return Paper.objects.annotate(officer=Subquery(officer))


def _paper_row(row: Paper) -> PaperRow:
    return PaperRow(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        made_at=row.made_at,
        made_by=vars(row)["officer"] or "",
        contents=row.contents,
        prints=row.prints,
        blob=row.blob,
        code=row.code,
        is_noted=bool(row.title),
    )


@dataclass(frozen=True, slots=True)
class WayNow:
    """Which way the card goes, to whom and where."""

    delivery: Delivery
    recipient: str
    address: str


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A case with one composed version, as papers need it.

    ``delivery``, ``recipient`` and ``address`` are those of the version, ``way_now`` the case's as it
    stands. ``elsewhere`` names the household's office outside the city, ``issuer`` the bureau there that
    issued; both are empty where home is here.
    """

    id: UUID
    number: str
    category: Category
    reason: Reason
    priority: Priority
    delivery: Delivery
    accepting_unit: str
    home_unit: str
    home_county: str
    elsewhere: str
    issuer: str
    phone: str
    address: str
    recipient: str
    way_now: WayNow
    policy_version: str
    composed_at: datetime
    signed_at: datetime | None
    issued_at: datetime | None
    issued_by: str
    valid_from: date | None
    valid_until: date | None
    version: int
    details: Details
    record: Mapping[str, Any]
    fee_fen: int
    temporary: TemporaryDocument | None
    evidence: tuple[str, ...]
    is_tolerant: bool
    guardian: Mapping[str, Any] | None
    fingers: Sequence[Mapping[str, Any]]
    photo: str
    signature: str
    signer: str
    version_signed_at: datetime | None
    composed_by: str


def case_paper(actor: Actor, case_id: UUID, *, version: int | None = None) -> CasePaper | None:
    """Return a version of a case (None: the current one), or None when it may not be seen."""
    rows = _versions().filter(case_id=case_id, case__in=Case.objects.filter(visible(actor)))
    row = (rows.filter(n=version) if version else rows).first()
    return None if row is None else CasePaper(**_of_case(row.case), **_of_version(row))


def _versions() -> QuerySet[Any, Any]:
    """Composed versions with their case and the names of who composed and issued; newest first."""
    composer = Officer.objects.filter(id=OuterRef("composed_by")).values("name")
    issuer = Officer.objects.filter(id=OuterRef("case__issued_by")).values("name")
    rows = ComposedVersion.objects.select_related("case")
    return rows.annotate(composer=Subquery(composer), issuer=Subquery(issuer)).order_by("-n")


_OF_CASE = (
    *("id", "number", "accepting_unit", "home_unit", "home_county", "policy_version"),
    *("signed_at", "issued_at", "valid_from", "valid_until"),
)
_OF_VERSION = (*("composed_at", "record", "guardian", "fingers", "photo", "signature", "signer"),)


def _of_case(case: Case) -> dict[str, Any]:
    return {
        **as_stored(case, *_OF_CASE),
        "category": Category(case.category),
        "reason": Reason(case.reason),
        "priority": Priority(case.priority),
        "elsewhere": case.elsewhere_name,
        "issuer": case.issuer_name,
        "way_now": WayNow(Delivery(case.delivery), case.recipient, case.address),
    }


def _of_version(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row with annotations
    """What the version says; what was not asked yet when it was composed, as the case has it."""
    case, text, verdict = row.case, row.text, row.verdict
    return {
        **as_stored(row, *_OF_VERSION),
        "delivery": Delivery(text.get("delivery") or case.delivery),
        "phone": text.get("phone") or case.phone,
        "address": text.get("delivery_address") or case.address,
        "recipient": text.get("recipient") or "",
        "issued_by": row.issuer or "",
        "version": row.n,
        "details": facts.details(text),
        "fee_fen": verdict.get("fee_fen") or 0,
        "temporary": _temporary(verdict),
        "evidence": tuple(_evidence(one) for one in row.evidence),
        "is_tolerant": verdict.get("evidence_path") == EvidencePath.TOLERANT,
        "version_signed_at": row.signed_at,
        "composed_by": row.composer or "",
    }


def _temporary(verdict: Mapping[str, Any]) -> TemporaryDocument | None:
    """What the applicant asked for; None where the version is older than the question."""
    return TemporaryDocument(verdict["temporary"]) if "temporary" in verdict else None


def _evidence(stored: Mapping[str, Any]) -> str:
    kind = EvidenceKind(stored["kind"])
    return stored["description"] if kind is EvidenceKind.OTHER else kind.label


@dataclass(frozen=True, slots=True)
class IntakePaper:
    """An intake as notices need it."""

    id: UUID
    station: str
    home_unit: str
    home_office: str
    name: str
    id_number: str
    reason: Reason | None
    category: Category | None
    touched_at: datetime
    lapse_warned_at: datetime | None
    evidence: tuple[str, ...]
    is_compared: bool
    has_photo: bool
    has_fingers: bool
    refusal: RefusalFacts | None


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """A refusal as written: number, moment, grounds with clause and sentence, officer's words."""

    number: str
    at: datetime
    grounds: tuple[Mapping[str, str], ...]
    words: str
    evidence: tuple[Mapping[str, Any], ...] = ()
    officer: str = ""


def intake_paper(actor: Actor, intake_id: UUID) -> IntakePaper | None:
    """Return an intake with its refusal, None when the actor may not see it; two queries."""
    refuser = Officer.objects.filter(id=OuterRef("refusal__officer")).values("name")
    rows = Intake.objects.select_related("station", "refusal").annotate(refuser=Subquery(refuser))
    row: Any = rows.filter(id=intake_id).first()
    if row is None or not can_see_intake(actor, intake_standing(row)):
        return None
    shown = Evidence.objects.filter(intake_id=row.id)
    refused: Refusal | None = getattr(row, "refusal", None)
    return IntakePaper(
        id=row.id,
        station=row.station_id,
        home_unit=row.home_unit,
        home_office=row.record.get("home_office", ""),
        name=row.record["name"],
        id_number=row.record["id_number"],
        reason=Reason(row.reason) if row.reason else None,
        category=Category(row.category) if row.category else None,
        touched_at=row.touched_at,
        lapse_warned_at=row.lapse_warned_at,
        evidence=tuple(one.description or EvidenceKind(one.kind).label for one in shown),
        is_compared=row.compared_at is not None,
        has_photo=bool(row.photo),
        has_fingers=bool(row.fingers),
        refusal=RefusalFacts(
            refused.number,
            refused.at,
            tuple(refused.grounds),
            refused.words,
            tuple(refused.evidence),
            row.refuser or "",
        )
        if refused
        else None,
    )


def sees_case(actor: Actor, case_id: UUID) -> bool:
    """Return whether the case exists and the actor may see it; one query."""
    return Case.objects.filter(visible(actor), id=case_id).exists()


def current_version(case_id: UUID) -> int:
    """Return the number of a case's current version."""
    return Case.objects.values_list("current", flat=True).get(id=case_id)


def sees_intake(actor: Actor, intake_id: UUID) -> bool:
    """Return whether the intake exists and the actor may see it; one query."""
    row = Intake.objects.select_related("station").filter(id=intake_id).first()
    return row is not None and can_see_intake(actor, intake_standing(row))
