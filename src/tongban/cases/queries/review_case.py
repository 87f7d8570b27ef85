"""One case as the reviewer sees it: every composed version, the last return, the duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from tongban.accounts.models import Officer
from tongban.cases.models import Case, ComposedVersion, Draft
from tongban.cases.prepared import Prepared
from tongban.cases.queries.doubles import Double, double_columns, doubles_of
from tongban.cases.queries.review_queue import Mark
from tongban.cases.standing import standing, visible
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Category, Delivery, Priority, Reason, Stream, System
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import WORK_ROLES
from tongban.procedure.standing import CaseStanding

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ComposedView:
    """A composed version. JSON parts as stored; pictures as whether they exist.

    ``parts`` tells equal pictures of two versions apart without opening them.
    """

    n: int
    composed_at: datetime
    composed_by: str
    signed_at: datetime | None
    signer: str
    text: Mapping[str, Any]
    record: Mapping[str, Any]
    verdict: Mapping[str, Any]
    comparison: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]]
    guardian: Mapping[str, Any] | None
    photo: str
    photo_report: Mapping[str, Any]
    fingers: Sequence[Mapping[str, Any]]
    has_live: bool
    has_signature: bool
    has_page: bool


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A case with its versions, the newest first. ``version`` guards every act on it.

    Incoming cases have no ``accepting_unit``: ``elsewhere_name`` is the station that accepted them,
    ``system`` what they came through, ``arrived_at`` and ``fetched_at`` when, and ``late_cause`` a
    code of why they were here late.
    """

    id: UUID
    number: str
    version: int
    standing: CaseStanding
    category: Category
    reason: Reason
    priority: Priority
    delivery: Delivery
    name: str
    accepting_unit: str
    home_unit: str
    composed_at: datetime
    queued_at: datetime | None
    arrived_at: datetime | None
    fetched_at: datetime | None
    late_cause: str
    mark: Mark | None
    due_note: str
    returned: Mapping[str, Any] | None
    policy_version: str
    elsewhere_name: str
    system: System
    doubles: tuple[Double, ...]
    versions: tuple[ComposedView, ...]
    draft: Mapping[str, str]
    ground_since: datetime | None = None
    approver: str = ""
    green: str = ""
    is_visited: bool = False

    @property
    def current(self) -> ComposedView:
        """The version under review."""
        return self.versions[0]

    @property
    def is_incoming(self) -> bool:
        """Whether it was accepted elsewhere: nothing of a window, a fee or a card is ours then."""
        return self.standing.stream is Stream.INCOMING

    def before(self, shown: ComposedView) -> ComposedView | None:
        """Return the version before; numbers given elsewhere may leave gaps."""
        return next((one for one in self.versions if one.n < shown.n), None)


def review_file(actor: Actor, case_id: UUID, *, draft_key: str) -> ReviewFile | None:
    """Return the case for its reviewer; None when the actor may not see it. One query.

    ``draft_key`` names what the actor may have begun to write about it.
    """
    rows = _versions(actor, case_id, draft_key=draft_key)
    if not rows:
        return None
    first, case = rows[0], rows[0].case
    return ReviewFile(
        id=case.id,
        number=case.number,
        version=case.version,
        standing=standing(case),
        category=Category(case.category),
        reason=Reason(case.reason),
        priority=Priority(case.priority),
        delivery=Delivery(case.delivery),
        name=case.name,
        accepting_unit=case.accepting_unit,
        home_unit=case.home_unit,
        composed_at=case.composed_at,
        queued_at=case.queued_at,
        arrived_at=case.arrived_at,
        fetched_at=case.fetched_at,
        late_cause=case.late_cause,
        mark=_mark(first),
        due_note=first.due_note or "",
        returned=case.returned,
        policy_version=case.policy_version,
        elsewhere_name=case.elsewhere_name,
        system=System(case.system),
        doubles=doubles_of(first, actor=actor),
        versions=tuple(_view(row, composer=row.composer or "") for row in rows),
        draft=first.draft or {},
        ground_since=case.ground_since,
        approver=first.approver or "",
        green=case.green,
        is_visited=case.is_visited,
    )


def _mark(row: Any) -> Mark | None:  # noqa: ANN401 - a row with annotations
    """Its place in the queue while it waits there."""
    return Mark(row.due_at, row.rank, row.arrived_at, row.duty_id) if row.duty_id else None


def _versions(actor: Actor, case_id: UUID, *, draft_key: str) -> Sequence[Any]:
    """The versions with what stands beside them: who composed, the draft, the duty that is open."""
    if actor.unit_kind is None or not actor.roles & WORK_ROLES:
        return ()
    unit = () if actor.unit_kind is UnitKind.CITY else (actor.unit,)
    query = _compiled(actor.unit_kind)
    return query.objects(case_id, actor.officer_id or NOBODY, draft_key, *unit)


@cache
def _compiled(kind: UnitKind) -> Prepared[ComposedVersion]:
    """The query for an officer of a unit of this kind; asked with every case, so compiled once."""
    officer, case = UUID(int=1), UUID(int=2)
    sample = Actor(officer, "", "?", kind, None, WORK_ROLES)
    unit = () if kind is UnitKind.CITY else (sample.unit,)
    return Prepared(lambda: _query(sample, case, draft_key="draft"), case, officer, "draft", *unit)


def _query(actor: Actor, case_id: UUID, *, draft_key: str) -> QuerySet[ComposedVersion]:
    composer = Officer.objects.filter(id=OuterRef("composed_by")).values("name")
    approver = Officer.objects.filter(id=OuterRef("case__approved_by")).values("name")
    draft = Draft.objects.filter(officer=actor.officer_id or NOBODY, key=draft_key).values("body")
    waits = Q(case__obligations__kind=ObligationKind.REVIEW, case__obligations__closed_at=None)
    return (
        ComposedVersion.objects.filter(
            case_id=case_id, case__in=Case.objects.filter(visible(actor))
        )
        .select_related("case")
        .annotate(
            composer=Subquery(composer),
            approver=Subquery(approver),
            draft=Subquery(draft),
            **double_columns(),
            duty=FilteredRelation("case__obligations", condition=waits),
        )
        .annotate(
            duty_id=F("duty__id"),
            due_at=F("duty__due_at"),
            rank=F("duty__rank"),
            due_note=F("duty__due_note"),
            arrived_at=F("duty__opened_at"),
        )
        .order_by("-n")
    )


def _view(row: ComposedVersion, *, composer: str) -> ComposedView:
    return ComposedView(
        n=row.n,
        composed_at=row.composed_at,
        composed_by=composer,
        signed_at=row.signed_at,
        signer=row.signer,
        text=row.text,
        record=row.record,
        verdict=row.verdict,
        comparison=row.comparison,
        evidence=row.evidence,
        guardian=row.guardian,
        photo=row.photo,
        photo_report=row.photo_report,
        fingers=row.fingers,
        has_live=bool(row.live_photo),
        has_signature=bool(row.signature),
        has_page=bool(row.signed_page),
    )
