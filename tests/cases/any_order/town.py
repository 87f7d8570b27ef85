"""Units, officers and upstream parties of a small town, and what is owned by whom while they act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.cases.elsewhere import IN_PROVINCE, OUT_OF_PROVINCE
from tests.cases.world import World

from tongban.cases.models import Case, Intake
from tongban.cases.operations.door import Call
from tongban.cases.prepared import Prepared
from tongban.policy.units import UnitKind
from tongban.procedure.actors import CARD_CENTRE, POST, SYSTEM, UPSTREAM, Actor
from tongban.procedure.roles import Role

NOBODY = UUID(int=0)
_CASE = Prepared(lambda: Case.objects.filter(id=NOBODY), NOBODY)
_INTAKE = Prepared(lambda: Intake.objects.select_related("station").filter(id=NOBODY), NOBODY)


@dataclass
class Book:
    """What an honest bystander writes down of the money, in fen, and of the cards."""

    received: int = 0
    refunded: int = 0
    cash_taken: int = 0
    cash_given_back: int = 0
    orders: int = 0


@dataclass
class Town:
    """One world in which anybody may try anything, with a clock moved by hand."""

    world: World
    parties: tuple[Actor, ...]
    chance: Random
    at: datetime
    book: Book = field(default_factory=Book)
    cases: list[UUID] = field(default_factory=list)
    intakes: list[UUID] = field(default_factory=list)
    serial: int = 100

    def call(self, actor: Actor) -> Call:
        """A request of its own."""
        return Call(actor, self.at, UUID(int=self.chance.getrandbits(128), version=4))

    def next_serial(self) -> int:
        """A person who was not here before."""
        self.serial += 1
        return self.serial

    def home(self) -> dict[str, Any]:
        """A household: of another county of the city, of another city, of another province."""
        return dict(self.chance.choice(({}, {}, IN_PROVINCE, OUT_OF_PROVINCE)))

    def case(self, case_id: UUID) -> Case:
        """The case as it stands now."""
        (found,) = _CASE.objects(case_id)
        return found

    def intake(self, intake_id: UUID) -> Intake:
        """The intake as it stands now."""
        (found,) = _INTAKE.objects(intake_id)
        return found


def parties(world: World) -> tuple[Actor, ...]:
    """Every kind of actor once or, where the table wants two, twice; made once per world."""
    city = world.city.units[0].code
    stations = world.city.of_kind(UnitKind.STATION)
    third = next(s.code for s in stations if s.code not in (world.station, world.home.code))
    return (
        *(world.acceptor, world.acceptor2, world.keeper, world.forwarder),
        *(world.reviewer, world.reviewer2, world.supervisor, world.chief),
        world.officer("督导二", world.county, Role.SUPERVISION),
        world.officer("督导三", city, Role.SUPERVISION),
        world.officer("受理四", third, Role.ACCEPTANCE),
        world.officer("受理五", world.home.code, Role.ACCEPTANCE, Role.DELIVERY),
        world.officer("受理六", world.county, Role.ACCEPTANCE),
        *(SYSTEM, UPSTREAM, CARD_CENTRE, POST),
    )


def later(town: Town, *, days: int = 0) -> None:
    """Let time pass: a minute at least."""
    town.at += timedelta(days=days, minutes=1)
