"""Ctrl+K: finding a case, an intake or a batch by what is at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.cases.models import Batch, Card, Case, Intake
from tongban.cases.standing import visible
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor
from tongban.procedure.roles import WORK_ROLES, Role
from tongban.procedure.rows import BEFORE_PRODUCTION
from tongban.procedure.stages import IntakeStage, Stage
from tongban.standards.id_number import IdNumberError, compact, from_15_digits
from tongban.standards.names import fold

LIMIT = 20
NUMBER = re.compile(r"[0-9A-Za-z-]{4,40}")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; exactly one of the ids is set.

    ``is_elsewhere``: another station took it, and the person may withdraw it here;
    ``is_to_capture``: or have photo and prints taken here. ``stream`` is of a case; ``elsewhere`` names its office outside the city.
    """

    title: str
    number: str
    state: str
    unit: str
    case_id: UUID | None = None
    intake_id: UUID | None = None
    batch_id: UUID | None = None
    batch_kind: str = ""
    stream: Stream | None = None
    elsewhere: str = ""
    is_elsewhere: bool = False
    is_green: bool = False
    is_to_capture: bool = False


def find(actor: Actor, text: str) -> list[Hit]:
    """Return what the actor may see that matches, cases first; at most five queries.

    Digits are looked up as ID number (15 digits are converted), case number, card and batch number;
    anything else as a name, from its beginning.
    """
    wanted = text.strip()
    if not wanted or not actor.roles & WORK_ROLES:
        return []
    if NUMBER.fullmatch(compact(wanted)):
        return _by_number(actor, compact(wanted).upper())
    return _by_name(actor, fold(wanted))


def _by_number(actor: Actor, number: str) -> list[Hit]:
    given = Q(number__startswith=number) | Q(id_number=_id_number(number))
    by_card = Card.objects.filter(Q(serial=number) | Q(order_no=number)).values("case_id")
    cases = Case.objects.filter(visible(actor)).filter(given | Q(id__in=by_card))
    found = [_case(c) for c in cases.order_by("-composed_at", "-id")[:LIMIT]]
    intakes = _open_intakes(actor).filter(record__id_number=_id_number(number))
    found += [_intake(i) for i in intakes[:LIMIT]]
    found += _in_front(actor, number)
    batches = Batch.objects.filter(_own_batches(actor), number__startswith=number)
    return found + [_batch(b) for b in batches.order_by("-sent_at", "-id")[:5]]


def _in_front(actor: Actor, number: str) -> list[Hit]:
    """Cases of other stations about which somebody standing here may act: by the whole number."""
    if actor.unit_kind is not UnitKind.STATION or Role.ACCEPTANCE not in actor.roles:
        return []
    wanted = Q(number=number) | Q(id_number=_id_number(number))
    cases = Case.objects.filter(wanted, stage__in=BEFORE_PRODUCTION, accepting_unit__gt="")
    others = cases.exclude(accepting_unit=actor.unit).order_by("-composed_at", "-id")
    found = []
    for case in others[:LIMIT]:
        hit = replace(_case(case), is_elsewhere=True)
        found += [replace(hit, is_to_capture=True)] if case.stage == Stage.RETURNED else []
        found.append(hit)
    return found


def _id_number(number: str) -> str:
    if len(number) != 15 or not number.isdigit():
        return number
    try:
        return from_15_digits(number).text
    except IdNumberError:
        return number


def _by_name(actor: Actor, name: str) -> list[Hit]:
    cases = Case.objects.filter(visible(actor), name__startswith=name)
    found = [_case(c) for c in cases.order_by("-composed_at", "-id")[:LIMIT]]
    intakes = _open_intakes(actor).filter(record__name__startswith=name)
    return found + [_intake(i) for i in intakes.order_by("-opened_at")[:LIMIT]]


def _open_intakes(actor: Actor) -> QuerySet[Intake]:
    rows = Intake.objects.filter(stage=IntakeStage.OPEN)
    if actor.unit_kind is UnitKind.STATION:
        return rows.filter(station_id=actor.unit)
    if actor.unit_kind is UnitKind.COUNTY:
        return rows.filter(station__parent_id=actor.unit)
    return rows


def _own_batches(actor: Actor) -> Q:
    if actor.unit_kind is UnitKind.STATION:
        return Q(station=actor.unit)
    return Q(county=actor.unit) if actor.unit_kind is UnitKind.COUNTY else Q()


def _case(case: Case) -> Hit:
    return Hit(
        title=case.name,
        number=case.number,
        state=Stage(case.stage).label,
        unit=case.accepting_unit,
        case_id=case.id,
        stream=Stream(case.stream),
        elsewhere=case.elsewhere_name,
        is_green=bool(case.green),
    )


def _intake(intake: Intake) -> Hit:
    return Hit(
        title=intake.record["name"],
        number="",
        state=IntakeStage(intake.stage).label,
        unit=intake.station_id,
        intake_id=intake.id,
        is_green=bool(intake.green),
    )


def _batch(batch: Batch) -> Hit:
    return Hit(
        title=batch.number,
        number=batch.number,
        state=Batch.Kind(batch.kind).label,
        unit=batch.station or batch.county,
        batch_id=batch.id,
        batch_kind=batch.kind,
    )
