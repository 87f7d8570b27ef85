"""What every life in the invented city can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from tongban.blobs import store
from tongban.blobs.drawers import JsonValue, Recipe
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.door import Call
from tongban.cli.demo_city.hours import Hours
from tongban.cli.demo_city.ledgers import Ledgers
from tongban.cli.demo_city.staff import Staff
from tongban.cli.demo_city.timeline import Timeline
from tongban.policy.units import City
from tongban.ports.registry import Ports
from tongban.procedure.actors import Actor


@dataclass(frozen=True)
class Town:
    """City, people at work, ledgers of the other side, time."""

    seed: int
    city: City
    hours: Hours
    staff: Staff
    ledgers: Ledgers
    ports: Ports
    timeline: Timeline

    def chance(self, *about: object) -> Random:
        """Chance that depends on the seed and on what it is about, not on the order of asking."""
        return Random(f"{self.seed}:{':'.join(map(str, about))}")  # noqa: S311 - an invented city


def ask(actor: Actor, *, at: datetime, chance: Random) -> Call:
    """One request for an act."""
    return Call(actor, at, UUID(int=chance.getrandbits(128), version=4))


def id_of(at: datetime, *, chance: Random) -> UUID:
    """An id that sorts by time (RFC 9562, version 7), the same for the same chance."""
    milliseconds = int(at.timestamp() * 1000)
    rest = chance.getrandbits(74)
    high = milliseconds << 16 | 0x7000 | rest >> 62
    return UUID(int=high << 64 | 0b10 << 62 | rest & (1 << 62) - 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A recipe to keep."""

    drawer: str
    kind: BlobKind
    arguments: dict[str, JsonValue]


def keep(drawn: Sequence[Drawn], *, at: datetime) -> list[str]:
    """Keep recipes, one query for all; their references in order."""
    prepared = [
        store.prepare_recipe(Recipe(one.drawer, one.arguments), kind=one.kind, at=at)
        for one in drawn
    ]
    store.insert(prepared)
    return [one.ref for one in prepared]
