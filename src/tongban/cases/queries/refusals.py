"""Refusals as stations, county bureaus and the city see them, each with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tongban.accounts.models import Officer
from tongban.cases.models import (
    Event,
    Obligation,
    Outgoing,
    Refusal,
    RefusalCheck,
    RefusalLook,
    RefusalRecord,
)
from tongban.cases.queries.case_lists import Key
from tongban.cases.queries.happenings import PastEvent
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Ground
from tongban.procedure.actors import Actor, Party
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LiftReason, RefusalFinding, ToldAgainBy
from tongban.procedure.roles import Role
from tongban.standards.labels import Labelled

PAGE = 50
NOBODY = UUID(int=0)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for a look that has not been taken yet."""


class Only(Labelled):
    """The ways to narrow the list by how a refusal stands."""

    UNCHECKED = "unchecked", "待核查"
    WRONG = "wrong", "认定不当"
    LIFTED = "lifted", "名单撤销"
    UNTOLD = "untold", "待告知"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Conditions on the list: ground, station or county, officer, from when until when, how it stands."""

    ground: Ground | None = None
    unit: str = ""
    officer: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    only: Only | None = None


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """A refusal in a list; ``finding`` is the latest of the supervisors, None before the first."""

    id: UUID
    intake_id: UUID
    number: str
    station: str
    officer: str
    at: datetime
    grounds: tuple[Ground, ...]
    words: str
    finding: RefusalFinding | None
    lifted_why: LiftReason | None
    is_told: bool


def sees_refusals(actor: Actor) -> bool:
    """Return whether the actor has a list of refusals: windows their own, supervisors their units'."""
    if actor.unit_kind is UnitKind.STATION:
        return Role.ACCEPTANCE in actor.roles
    return Role.SUPERVISION in actor.roles


def _visible(actor: Actor) -> QuerySet[Refusal]:
    if not sees_refusals(actor):
        return Refusal.objects.none()
    if actor.unit_kind is UnitKind.CITY:
        return Refusal.objects.all()
    if actor.unit_kind is UnitKind.COUNTY:
        return Refusal.objects.filter(station__parent=actor.unit)
    return Refusal.objects.filter(station=actor.unit)


def refusals(
    actor: Actor, *, narrowed: Narrowed, before: Key | None = None, limit: int = PAGE
) -> list[RefusalLine]:
    """Return the refusals the actor may see, the latest first, before the last one shown; one query."""
    rows = _with_finding(_visible(actor).filter(_condition(narrowed)))
    if before is not None and before.at is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    return [_line(row) for row in rows.order_by("-at", "-id")[:limit]]


def _condition(narrowed: Narrowed) -> Q:
    found = Q()
    if narrowed.ground is not None:
        found &= Q(grounds__contains=[{"code": narrowed.ground.value}])
    if narrowed.unit:
        found &= Q(station=narrowed.unit) | Q(station__parent=narrowed.unit)
    if narrowed.officer is not None:
        found &= Q(officer=narrowed.officer)
    if narrowed.since is not None:
        found &= Q(at__gte=narrowed.since)
    if narrowed.until is not None:
        found &= Q(at__lt=narrowed.until)
    return found & _standing(narrowed.only)


def _standing(only: Only | None) -> Q:
    match only:
        case Only.UNCHECKED:
            return ~Q(Exists(RefusalCheck.objects.filter(refusal=OuterRef("pk"))))
        case Only.WRONG:
            return Q(lifted_why=LiftReason.FOUND_WRONG)
        case Only.LIFTED:
            return Q(lifted_why=LiftReason.CREDIT_WITHDRAWN)
        case Only.UNTOLD:
            return Q(lifted_at__isnull=False, told_at=None)
        case None:
            return Q()


def _with_finding(rows: QuerySet[Refusal]) -> QuerySet[Any]:
    latest = RefusalCheck.objects.filter(refusal=OuterRef("pk")).order_by("-at", "-id")
    officer = Officer.objects.filter(id=OuterRef("officer")).values("name")
    return rows.annotate(
        finding=Subquery(latest.values("finding")[:1]), officer_name=Subquery(officer)
    )


def _line(row: Any) -> RefusalLine:  # noqa: ANN401 - a row with annotations
    return RefusalLine(
        id=row.id,
        intake_id=row.intake_id,
        number=row.number,
        station=row.station_id,
        officer=row.officer_name or "",
        at=row.at,
        grounds=tuple(Ground(one["code"]) for one in row.grounds),
        words=row.words,
        finding=RefusalFinding(row.finding) if row.finding else None,
        lifted_why=LiftReason(row.lifted_why) if row.lifted_why else None,
        is_told=row.told_at is not None,
    )


@dataclass(frozen=True, slots=True)
class GroundShown:
    """A ground with the rule's sentence and the evidence kept with the refusal."""

    ground: Ground
    message: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A bad credit record the refusal rested on: which push brought it, which took it back."""

    id: str
    push: int
    issued_at: datetime
    withdrawn_at: datetime | None
    withdrawn_push: int | None


@dataclass(frozen=True, slots=True)
class CheckShown:
    """What a supervisor found."""

    finding: RefusalFinding
    words: str
    at: datetime
    by: str
    unit: str


@dataclass(frozen=True, slots=True)
class OffenceCopy:
    """A document kept with an offence: its place among them from 1, what it is, how many pages."""

    number: int
    label: str
    pages: int


@dataclass(frozen=True, slots=True)
class RefusalView:
    """One refusal with all that belongs to it; ``phone`` is empty where the applicant left none."""

    line: RefusalLine
    name: str
    id_number: str
    phone: str
    home_unit: str
    home_office: str
    grounds: tuple[GroundShown, ...]
    records: tuple[RecordShown, ...]
    checks: tuple[CheckShown, ...]
    copies: tuple[OffenceCopy, ...]
    has_live: bool
    events: tuple[PastEvent, ...]
    lifted_at: datetime | None
    unsent_at: datetime | None
    told_at: datetime | None
    told_way: ToldAgainBy | None
    told_words: str
    sms: str
    due_at: datetime | None


def refusal(actor: Actor, refusal_id: UUID) -> RefusalView | None:
    """Return one refusal for an actor who may see it, else None; five queries."""
    tell = Obligation.objects.filter(
        intake=OuterRef("intake"), kind=ObligationKind.TELL_AGAIN, closed_at=None
    )
    sms = Outgoing.objects.filter(kind="refusal_lifted", payload__refusal_id=str(refusal_id))
    rows = _with_finding(_visible(actor).filter(id=refusal_id)).select_related("intake")
    row = rows.annotate(
        tell_by=Subquery(tell.values("due_at")[:1]), sms=Subquery(sms.values("state")[:1])
    ).first()
    return None if row is None else _view(row)


def _view(row: Any) -> RefusalView:  # noqa: ANN401 - a row with annotations
    intake = row.intake
    return RefusalView(
        line=_line(row),
        name=intake.record["name"],
        id_number=intake.record["id_number"],
        phone=intake.phone,
        home_unit=intake.home_unit,
        home_office=intake.record.get("home_office", ""),
        grounds=_grounds(row.grounds, row.evidence),
        records=_records(row.id),
        checks=_checks(row.id),
        copies=_copies(intake.offences),
        has_live=bool(intake.live_photo) and intake.erased_at is None,
        events=_events(intake.id),
        lifted_at=row.lifted_at,
        unsent_at=row.unsent_at,
        told_at=row.told_at,
        told_way=ToldAgainBy(row.told_way) if row.told_way else None,
        told_words=row.told_words,
        sms=row.sms or "",
        due_at=row.tell_by,
    )


def _grounds(
    grounds: Sequence[Mapping[str, str]], evidence: Sequence[Mapping[str, Any]]
) -> tuple[GroundShown, ...]:
    kept = {one["code"]: one["lines"] for one in evidence}
    return tuple(
        GroundShown(
            Ground(one["code"]),
            one["message"],
            tuple((term, words) for term, words in kept.get(one["code"], ())),
        )
        for one in grounds
    )


def _records(refusal_id: UUID) -> tuple[RecordShown, ...]:
    rows = RefusalRecord.objects.filter(refusal_id=refusal_id).select_related("record__push")
    return tuple(
        RecordShown(
            id=row.record_id,
            push=row.record.push_id,
            issued_at=row.record.push.issued_at,
            withdrawn_at=row.record.withdrawn_at,
            withdrawn_push=row.record.withdrawn_push_id,
        )
        for row in rows.order_by("record_id")
    )


def _checks(refusal_id: UUID) -> tuple[CheckShown, ...]:
    officer = Officer.objects.filter(id=OuterRef("by")).values("name")
    rows = RefusalCheck.objects.filter(refusal_id=refusal_id).annotate(name=Subquery(officer))
    return tuple(
        CheckShown(
            RefusalFinding(row.finding), row.words, row.at, vars(row)["name"] or "", row.by_unit
        )
        for row in rows.order_by("at", "id")
    )


def _copies(offences: Sequence[Mapping[str, Any]]) -> tuple[OffenceCopy, ...]:
    return tuple(
        OffenceCopy(number, f"{one['kind']}{one['document']}", len(one["pages"]))
        for number, one in enumerate(offences, 1)
        if one.get("pages")
    )


def _events(intake_id: UUID) -> tuple[PastEvent, ...]:
    officer = Officer.objects.filter(id=OuterRef("officer")).values("name")
    rows = Event.objects.filter(subject=intake_id).annotate(officer_name=Subquery(officer))
    return tuple(
        PastEvent(
            act=Act(row.act),
            name=row.name,
            at=row.at,
            officer=vars(row)["officer_name"] or "",
            party=Party(row.party),
            unit=row.unit,
            data=row.data,
        )
        for row in rows.order_by("seq")
    )


def new_to(actor: Actor) -> QuerySet[Refusal]:
    """The refusals that came since the actor last looked at the list."""
    looks = RefusalLook.objects.filter(officer=actor.officer_id or NOBODY, unit=actor.unit)
    seen = Coalesce(Subquery(looks.values("seen_at")[:1]), Value(_BEGINNING))
    return _visible(actor).filter(at__gt=seen)


def count_new(actor: Actor) -> int:
    """Return how many refusals are new to the actor; one query."""
    return new_to(actor).count()


def seen_until(actor: Actor) -> datetime | None:
    """Return until when the actor has seen the list, None before the first look; one query."""
    looks = RefusalLook.objects.filter(officer=actor.officer_id or NOBODY, unit=actor.unit)
    return looks.values_list("seen_at", flat=True).first()


def intake_of(actor: Actor, refusal_id: UUID) -> UUID | None:
    """Return the intake of a refusal the actor may see, else None; one query."""
    return _visible(actor).filter(id=refusal_id).values_list("intake_id", flat=True).first()
