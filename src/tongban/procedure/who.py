"""Whether an acting party is one of those whom a row of the table names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor, Party
from tongban.procedure.roles import WORK_ROLES, Role
from tongban.procedure.rows import ActorCode
from tongban.procedure.standing import CaseStanding, IntakeStanding

CaseTest = Callable[[Actor, CaseStanding], bool]
IntakeTest = Callable[[Actor, IntakeStanding], bool]


def _is_acceptance_here(actor: Actor, case: CaseStanding) -> bool:
    return actor.unit == case.accepting_unit and Role.ACCEPTANCE in actor.roles


def _is_acceptance_anywhere(actor: Actor, _: object) -> bool:
    return actor.unit_kind is UnitKind.STATION and Role.ACCEPTANCE in actor.roles


def _is_acceptance_above(actor: Actor, case: CaseStanding) -> bool:
    return actor.unit == case.accepting_county and Role.ACCEPTANCE in actor.roles


def _is_delivery_here(actor: Actor, case: CaseStanding) -> bool:
    return actor.unit == case.accepting_unit and Role.DELIVERY in actor.roles


def _is_delivery_above(actor: Actor, case: CaseStanding) -> bool:
    return actor.unit == case.accepting_county and Role.DELIVERY in actor.roles


def _is_delivery_anywhere(actor: Actor, _: CaseStanding) -> bool:
    return Role.DELIVERY in actor.roles


def _is_reviewer(actor: Actor, case: CaseStanding) -> bool:
    return actor.unit == case.home_county and Role.REVIEW in actor.roles


def _is_supervisor(actor: Actor, case: CaseStanding) -> bool:
    return Role.SUPERVISION in actor.roles and (
        actor.unit == case.accepting_county or actor.unit_kind is UnitKind.CITY
    )


def _supervises_intake(actor: Actor, intake: IntakeStanding) -> bool:
    return Role.SUPERVISION in actor.roles and (
        actor.unit == intake.county or actor.unit_kind is UnitKind.CITY
    )


def _is_city_supervisor(actor: Actor, _: CaseStanding) -> bool:
    return actor.unit_kind is UnitKind.CITY and Role.SUPERVISION in actor.roles


def _is_system(actor: Actor, _: object) -> bool:
    return actor.party is Party.SYSTEM


def _is_upstream(actor: Actor, _: CaseStanding) -> bool:
    return actor.party is Party.UPSTREAM


def _is_card_centre(actor: Actor, _: CaseStanding) -> bool:
    return actor.party is Party.CARD_CENTRE


def _is_post(actor: Actor, _: CaseStanding) -> bool:
    return actor.party is Party.POST


def _takes_this_intake(actor: Actor, intake: IntakeStanding) -> bool:
    return actor.unit == intake.unit and Role.ACCEPTANCE in actor.roles


def _takes_elsewhere(actor: Actor, intake: IntakeStanding) -> bool:
    return actor.unit != intake.unit and _is_acceptance_anywhere(actor, intake)


def _takes_at_home(actor: Actor, intake: IntakeStanding) -> bool:
    return actor.unit == intake.home_unit and Role.ACCEPTANCE in actor.roles


CASE_TESTS: Mapping[ActorCode, CaseTest] = MappingProxyType(
    {
        ActorCode.ST: _is_acceptance_here,
        ActorCode.SA: _is_acceptance_anywhere,
        ActorCode.CT: _is_acceptance_above,
        ActorCode.SD: _is_delivery_here,
        ActorCode.CD: _is_delivery_above,
        ActorCode.DX: _is_delivery_anywhere,
        ActorCode.RV: _is_reviewer,
        ActorCode.SUP: _is_supervisor,
        ActorCode.CY: _is_city_supervisor,
        ActorCode.SYS: _is_system,
        ActorCode.UP: _is_upstream,
        ActorCode.CC: _is_card_centre,
        ActorCode.POST: _is_post,
    }
)

INTAKE_TESTS: Mapping[ActorCode, IntakeTest] = MappingProxyType(
    {
        ActorCode.ST: _takes_this_intake,
        ActorCode.SX: _takes_elsewhere,
        ActorCode.HS: _takes_at_home,
        ActorCode.SUP: _supervises_intake,
        ActorCode.SYS: _is_system,
    }
)

ANYWHERE = frozenset({ActorCode.SA, ActorCode.DX})
"""Codes that reach a case which their unit does not see: the person or the card is in front."""


def works_at_window(actor: Actor) -> bool:
    """Return whether the actor takes applications at a station."""
    return _is_acceptance_anywhere(actor, actor)


def works_on_cases(actor: Actor) -> bool:
    """Return whether the actor is an officer of a station or county bureau with work to do."""
    return actor.unit_kind in (UnitKind.STATION, UnitKind.COUNTY) and not actor.roles.isdisjoint(
        WORK_ROLES
    )
