"""How rows stand to the table of ``procedure``, and which of them an actor may see."""

from __future__ import annotations

from django.db.models import Q

from tongban.cases.models import Case, Intake
from tongban.cases.shown import open_inquiry
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor
from tongban.procedure.roles import WORK_ROLES
from tongban.procedure.stages import IntakeStage, Stage
from tongban.procedure.standing import CaseStanding, IntakeStanding


def standing(case: Case) -> CaseStanding:
    """Return what the table needs to know of a case."""
    return CaseStanding(
        stage=Stage(case.stage),
        stream=Stream(case.stream),
        held=case.held,
        accepting_unit=case.accepting_unit,
        accepting_county=case.accepting_county or None,
        home_county=case.home_county or None,
        acceptors=frozenset(case.acceptors),
        is_paid=case.is_paid,
        reached_review=case.reached_review,
        is_sealed=case.sealed_at is not None,
        held_by=case.held_by,
        approved_by=case.approved_by,
    )


def intake_standing(intake: Intake) -> IntakeStanding:
    """Return what the table needs to know of an intake; its station must be loaded with it."""
    return IntakeStanding(
        stage=IntakeStage(intake.stage),
        unit=intake.station_id,
        county=intake.station.county_code,
        home_unit=intake.home_unit or None,
        former_units=frozenset(intake.former_units),
        is_inquiry_open=open_inquiry(intake) is not None,
    )


def visible(actor: Actor) -> Q:
    """Return the condition under which a case may be seen by an actor (states.md, last section)."""
    if not actor.roles & WORK_ROLES:
        return Q(pk__in=[])
    if actor.unit_kind is UnitKind.CITY:
        return Q()
    if actor.unit_kind is UnitKind.COUNTY:
        return Q(accepting_county=actor.unit) | Q(home_county=actor.unit, reached_review=True)
    return Q(accepting_unit=actor.unit)
