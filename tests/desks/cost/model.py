"""What a row of the table of presses says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from tests.desks.county.desk import Desk
from tests.desks.station.window import Window

from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act

Place = TypeVar("Place", Desk, Window)
AN_ACT, A_PAGE = 6, 8
"""Statements that an act, or a page, may cost."""


@dataclass(frozen=True)
class Ready:
    """A button about to be pressed: in whose browser, at which address, with which form."""

    client: Client
    arguments: Mapping[str, Any]
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Press(Generic[Place]):
    """A button by its address, the acts it does, and how to come to press it.

    ``case`` tells presses of one address apart; ``shows`` a page at once instead of leading to one.
    """

    name: str
    acts: tuple[Act, ...]
    ready: Callable[[Place], Ready]
    case: str = ""
    shows: bool = False

    @property
    def most(self) -> int:
        """How many statements the press may cost."""
        return AN_ACT * max(1, len(self.acts)) + (A_PAGE if self.shows else 0)

    def __str__(self) -> str:
        return f"{self.name} {self.case}".strip()


def answer(name: str, ready: Ready) -> Any:
    """Press a button."""
    form = {"request_id": str(uuid4()), **ready.form}
    return ready.client.post(reverse(name, kwargs=dict(ready.arguments)), form)


def of_intake(window: Window, intake: UUID, **form: Any) -> Ready:
    """A button of an intake."""
    return Ready(window.client, {"intake_id": intake}, form)


def of_case(desk: Desk, actor: Actor, case: Any, **form: Any) -> Ready:
    """A button of a case, pressed by an officer who saw it as it stands."""
    return Ready(
        desk.client(actor), {"case_id": case.id}, {"seen_version": str(case.version), **form}
    )
