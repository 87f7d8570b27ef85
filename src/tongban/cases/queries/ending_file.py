"""What somebody sees before ending a case: how it stands, what was written of it, how long it waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.closable import WAITS, Closable, closable, with_reminders
from tongban.cases.models import Card, Case, Obligation, Paper
from tongban.cases.standing import standing, visible
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import Category, Ground, Reason
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CloseReason
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding, can_see
from tongban.procedure.table import permit

GROUND_NOTES = (
    "GROUND_REPORT",
    "GROUND_HOLD",
    "GROUND_DISMISSED",
    "GROUND_RELEASED",
    "REVOCATION",
)
ENDING_NOTES = ("WITHDRAWAL", "CLOSING", "VOIDING")
NOTES = (*GROUND_NOTES, *ENDING_NOTES)
"""Papers that hold what officers and applicants said about ending the case."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote: which kind of paper, when, who, the words, the ground, a scan."""

    id: UUID
    kind: str
    at: datetime
    officer: str
    words: str
    ground: Ground | None
    has_scan: bool


@dataclass(frozen=True, slots=True)
class GroundDue:
    """The supervisors' duty to decide."""

    since: datetime
    due_at: datetime | None
    due_note: str


@dataclass(frozen=True, slots=True)
class EndingFile:
    """A case about to be ended, held or revoked."""

    id: UUID
    number: str
    name: str
    stage: Stage
    category: Category
    reason: Reason
    accepting_unit: str
    version: int
    standing: CaseStanding
    ground_since: datetime | None
    wished_at: datetime | None
    holder: str
    phone: str
    notes: tuple[Note, ...]
    due: GroundDue | None
    waits: Mapping[CloseReason, Closable]
    card: Card.State | None

    @property
    def has_evidence(self) -> bool:
        """Whether the report or the hold came with a scan."""
        return any(one.has_scan for one in self.notes if one.kind in GROUND_NOTES[:2])


def ending_file(
    case_id: UUID, actor: Actor, *, terms: Terms, act: Act | None = None
) -> EndingFile | None:
    """Return a case the actor may see, or may do ``act`` to with the person before him; else None.

    Four queries.
    """
    case = _with_card(Case.objects.filter(id=case_id)).first()
    if case is None:
        return None
    stands = standing(case)
    is_before_him = act is not None and permit(act, stands, actor) is None
    if not can_see(actor, stands) and not is_before_him:
        return None
    found = vars(case)
    duties = list(
        with_reminders(Obligation.objects.filter(case=case, closed_at=None, kind__in=_KINDS))
    )
    return EndingFile(
        id=case.id,
        number=case.number,
        name=case.name,
        stage=Stage(case.stage),
        category=Category(case.category),
        reason=Reason(case.reason),
        accepting_unit=case.accepting_unit,
        version=case.version,
        standing=stands,
        ground_since=case.ground_since,
        wished_at=case.wished_at,
        holder=found["holder"] or "",
        phone=case.phone,
        notes=notes(case.id),
        due=next((_due(one) for one in duties if one.kind == ObligationKind.DECIDE_GROUND), None),
        waits=_waits(case, duties, terms=terms),
        card=Card.State(found["left"]) if found["left"] else None,
    )


def _with_card(rows: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with who holds them and how their newest card stands."""
    holder = Officer.objects.filter(id=OuterRef("held_by")).values("name")
    card = Card.objects.filter(case=OuterRef("id")).exclude(state=Card.State.REJECTED)
    newest = card.order_by("-n").values("state")[:1]
    return rows.annotate(holder=Subquery(holder), left=Subquery(newest))


_KINDS = (ObligationKind.DECIDE_GROUND, *(waiting.kind for waiting in WAITS.values()))


def _due(duty: Obligation) -> GroundDue:
    return GroundDue(duty.opened_at, duty.due_at, duty.due_note)


def _waits(case: Case, duties: list[Obligation], *, terms: Terms) -> Mapping[CloseReason, Closable]:
    by_kind = {duty.kind: duty for duty in duties}
    return {
        reason: closable(
            waiting.kind,
            opened_at=by_kind[waiting.kind].opened_at,
            reminders=vars(by_kind[waiting.kind])["reminded"],
            terms=terms,
        )
        for reason, waiting in WAITS.items()
        if waiting.stage == case.stage and waiting.kind in by_kind
    }


def notes(case_id: UUID) -> tuple[Note, ...]:
    """Return what was written about ending a case, the oldest first; one query."""
    officer = Officer.objects.filter(id=OuterRef("made_by")).values("name")
    rows = Paper.objects.filter(subject=case_id, kind__in=NOTES).annotate(who=Subquery(officer))
    return tuple(
        Note(
            id=row.id,
            kind=row.kind,
            at=row.made_at,
            officer=vars(row)["who"] or "",
            words=str(row.contents.get("words", "")),
            ground=Ground(row.contents["ground"]) if row.contents.get("ground") else None,
            has_scan=bool(row.blob),
        )
        for row in rows.order_by("made_at", "id")
    )


def note_scan(actor: Actor, *, case_id: UUID, paper_id: UUID) -> str:
    """Return the blob of the scan with a note, for who may see the case; empty where there is none."""
    sees = Case.objects.filter(visible(actor), id=case_id)
    rows = Paper.objects.filter(id=paper_id, subject=case_id, kind__in=NOTES)
    if not sees.exists():
        return ""
    return rows.values_list("blob", flat=True).first() or ""
