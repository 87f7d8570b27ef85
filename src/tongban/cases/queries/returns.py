"""Returned cases of a station, and one of them with what is being put right (第十条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Case, ComposedVersion, Draft, Event, Obligation
from tongban.cases.queries.as_stored import as_stored
from tongban.cases.queries.captures import (
    Captured,
    captures_column,
    has_captures,
    read_captures,
)
from tongban.cases.queries.paging import behind
from tongban.cases.standing import standing, visible
from tongban.policy.vocabulary import Category, Priority, Reason
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding

PAGE = 50
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Return:
    """What the home bureau said: category, fields (codes), words, which version, when.

    ``by_centre``: the card centre rejected the card. ``office`` is the bureau outside the city that
    returned it, as its answer names itself. ``answer`` is what the station replied when it sent the
    same version again.
    """

    category: ReturnCategory
    fields: tuple[str, ...]
    words: str
    version: int
    at: datetime
    by_centre: bool = False
    office: str = ""
    answer: str = ""


def _return(stored: Mapping[str, Any] | None) -> Return | None:
    if not stored:
        return None
    return Return(
        category=ReturnCategory(stored["category"]),
        fields=tuple(stored["fields"]),
        words=stored["words"],
        version=stored["version"],
        at=datetime.fromisoformat(stored["at"]),
        # An answer from elsewhere names its office (perhaps empty), never an officer of ours.
        by_centre=not stored.get("by") and "office" not in stored,
        office=stored.get("office", ""),
        answer=stored.get("answer", ""),
    )


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """A return to put right; ``is_composed``: the new version waits for its signature.

    ``elsewhere`` names the household's office where it is outside the city.
    """

    duty: UUID
    case_id: UUID
    name: str
    number: str
    category: Category
    priority: Priority
    home_county: str
    elsewhere: str
    opened_at: datetime
    due_at: datetime | None
    due_note: str
    is_composed: bool
    is_chased: bool
    given: Return | None
    green: str = ""
    is_visited: bool = False
    is_captured: bool = False


def returned_cases(
    unit: str, *, after: tuple[datetime | None, UUID] | None = None
) -> list[ReturnedLine]:
    """Return one page (and one more) of the open returns, by due; one query."""
    rows = Obligation.objects.filter(
        kind=ObligationKind.FIX_RETURN, owner_unit=unit, closed_at=None, case__isnull=False
    )
    if after is not None:
        rows = rows.filter(behind(*after))
    rows = rows.select_related("case").order_by(F("due_at").asc(nulls_first=True), "id")
    rows = rows.annotate(
        is_captured=has_captures(OuterRef("case"), version=OuterRef("case__current"))
    )
    return [_line(row, row.case) for row in rows[: PAGE + 1] if row.case is not None]


def _line(row: Obligation, case: Case) -> ReturnedLine:
    return ReturnedLine(
        duty=row.id,
        case_id=case.id,
        name=case.name,
        number=case.number,
        category=Category(case.category),
        priority=Priority(case.priority),
        home_county=case.home_county,
        elsewhere=case.elsewhere_name,
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_note=row.due_note,
        is_composed=case.stage == Stage.COMPOSED,
        is_chased=row.chased_at is not None,
        given=_return(case.returned),
        green=case.green,
        is_visited=case.is_visited,
        is_captured=vars(row)["is_captured"],
    )


@dataclass(frozen=True, slots=True)
class OldVersion:
    """A composed version as it stands."""

    n: int
    composed_at: datetime
    text: Mapping[str, str]
    record: Mapping[str, Any]
    photo_report: Mapping[str, Any]
    fingers: Sequence[Mapping[str, Any]]
    has_guardian: bool


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A returned case with its versions (oldest first) and what this officer has begun.

    ``elsewhere`` names the household's office where it is outside the city; ``asked_at`` is when the
    applicant was last asked to come for this return.
    """

    id: UUID
    name: str
    number: str
    id_number: str
    stage: Stage
    version: int
    category: Category
    reason: Reason
    priority: Priority
    home_county: str
    elsewhere: str
    standing: CaseStanding
    opened_at: datetime | None
    due_at: datetime | None
    due_note: str
    given: Return | None
    versions: tuple[OldVersion, ...]
    drafts: Mapping[str, Mapping[str, str]]
    green: str = ""
    is_visited: bool = False
    captured: Captured | None = None
    asked_at: datetime | None = None

    @property
    def current(self) -> OldVersion:
        """The newest version."""
        return self.versions[-1]


_AS_STORED = ("id", "name", "number", "id_number", "version", "home_county", "green", "is_visited")


def return_file(actor: Actor, case_id: UUID, *, draft_keys: Mapping[str, str]) -> ReturnFile | None:
    """Return a case that was returned, None when the actor sees none; two queries.

    ``draft_keys`` maps the names under which drafts come back to the keys they are kept under.
    """
    rows = _with_begun(actor, keys=list(draft_keys.values()))
    case = rows.filter(visible(actor), id=case_id).first()
    if case is None or case.returned is None:
        return None
    begun = {one["key"]: one["body"] for one in case.begun}
    return ReturnFile(
        **as_stored(case, *_AS_STORED),
        stage=Stage(case.stage),
        category=Category(case.category),
        reason=Reason(case.reason),
        priority=Priority(case.priority),
        elsewhere=case.elsewhere_name,
        standing=standing(case),
        opened_at=case.fix_since,
        due_at=case.fix_by,
        due_note=case.fix_note or "",
        given=_return(case.returned),
        versions=_versions(case.id),
        drafts={name: begun.get(key, {}) for name, key in draft_keys.items()},
        captured=read_captures(vars(case)["taken"]),
        asked_at=case.asked_at,
    )


def _with_begun(actor: Actor, *, keys: list[str]) -> QuerySet[Any, Any]:
    """Cases with the duty to correct them and what this officer has begun to correct."""
    owed = Obligation.objects.filter(
        case=OuterRef("id"), kind=ObligationKind.FIX_RETURN, closed_at=None
    )
    drafts = Draft.objects.filter(officer=actor.officer_id or NOBODY, key__in=keys)
    asked = Event.objects.filter(
        subject=OuterRef("id"),
        act=Act.REMIND,
        data__kind=ObligationKind.FIX_RETURN,
        at__gte=OuterRef("fix_since"),
    )
    return Case.objects.annotate(fix_since=Subquery(owed.values("opened_at")[:1])).annotate(
        asked_at=Subquery(asked.order_by("-seq").values("at")[:1]),
        fix_by=Subquery(owed.values("due_at")[:1]),
        fix_note=Subquery(owed.values("due_note")[:1]),
        taken=captures_column(OuterRef("id"), version=OuterRef("current")),
        begun=ArraySubquery(drafts.values(one=JSONObject(key="key", body="body"))),
    )


def _versions(case_id: UUID) -> tuple[OldVersion, ...]:
    return tuple(
        OldVersion(
            n=row.n,
            composed_at=row.composed_at,
            text=row.text,
            record=row.record,
            photo_report=row.photo_report,
            fingers=row.fingers,
            has_guardian=bool(row.guardian),
        )
        for row in ComposedVersion.objects.filter(case_id=case_id).order_by("n")
    )
