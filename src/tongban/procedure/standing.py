"""How a case or an intake stands, as far as the table needs to know it, and who sees it."""

from dataclasses import dataclass
from uuid import UUID

from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor, Party
from tongban.procedure.obligations import OWED, ObligationKind, OwnerRule
from tongban.procedure.roles import WORK_ROLES
from tongban.procedure.stages import IntakeStage, PaymentStage, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStanding:
    """A case as the table sees it.

    ``acceptors`` are all who stated identity, composed or took a signature in any version.
    ``reached_review`` stays true once the case has been IN_REVIEW. ``payment`` is the live
    payment's stage; None where the caller did not read it, and then the table does not judge it.
    The officers at the end are those from whom a second act must come from somebody else.
    """

    stage: Stage
    stream: Stream
    accepting_unit: str
    accepting_county: str | None
    home_county: str | None
    held: bool = False
    acceptors: frozenset[UUID] = frozenset()
    is_paid: bool = False
    reached_review: bool = False
    payment: PaymentStage | None = None
    is_sealed: bool = False
    held_by: UUID | None = None
    approved_by: UUID | None = None
    refund_asked_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeStanding:
    """An intake as the table sees it; ``former_units`` had it before it was taken over."""

    stage: IntakeStage
    unit: str
    county: str | None
    home_unit: str | None = None
    former_units: frozenset[str] = frozenset()
    is_inquiry_open: bool = False


def can_see(actor: Actor, standing: CaseStanding) -> bool:
    """Return whether the actor may know that the case exists.

    The accepting station, the county bureau above it, the home county bureau once the case has
    been in review, and the city bureau; administrators see none.
    """
    if actor.party is not Party.OFFICER:
        return True
    if actor.roles.isdisjoint(WORK_ROLES):
        return False
    unit = actor.unit
    return (
        unit == standing.accepting_unit
        or unit == standing.accepting_county
        or (standing.reached_review and unit == standing.home_county)
        or actor.unit_kind is UnitKind.CITY
    )


def can_see_intake(actor: Actor, standing: IntakeStanding) -> bool:
    """Return whether the actor may know of the intake: its station, the county above, the city."""
    if actor.party is not Party.OFFICER:
        return True
    if actor.roles.isdisjoint(WORK_ROLES):
        return False
    return (
        actor.unit == standing.unit
        or actor.unit == standing.county
        or actor.unit_kind is UnitKind.CITY
    )


def owner_of(kind: ObligationKind, standing: CaseStanding) -> str | None:
    """Return the code of the unit that owes it; None where no single unit of the case does."""
    match OWED[kind].owner:
        case OwnerRule.HOME_COUNTY:
            return standing.home_county
        case OwnerRule.ACCEPTING_COUNTY | OwnerRule.SUPERVISION:
            # An incoming case was accepted outside: what is to be settled of it, home settles.
            return standing.accepting_county or standing.home_county
        case OwnerRule.RECEIVER if standing.stage is Stage.TO_COUNTY:
            return standing.accepting_county
        case OwnerRule.EACH_UNIT | OwnerRule.SYSTEM_THEN_CITY:
            return None
        case _:
            return standing.accepting_unit
