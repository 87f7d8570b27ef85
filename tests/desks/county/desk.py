"""A county desk to sit at: the small world, a fixed clock, officers signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from tests.cases.world import World

from tongban.accounts import sessions
from tongban.accounts.installation import forget
from tongban.accounts.models import Grant, Installation
from tongban.accounts.requests import COOKIE
from tongban.cases.models import Case
from tongban.cases.operations import review
from tongban.procedure.actors import Actor


@dataclass
class SetClock:
    """A clock that stands where it is set."""

    at: datetime

    def now(self) -> datetime:
        """The moment it is set to."""
        return self.at


@dataclass
class Desk:
    """The world with its clock, two hours after the morning."""

    world: World
    clock: SetClock
    _clients: dict[UUID, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        forget()
        Installation.objects.get_or_create(
            id=1, defaults={"is_demo": True, "made_at": self.world.at, "ready_at": self.world.at}
        )

    def later(self, **span: float) -> None:
        """Move the clock on."""
        self.clock.at += timedelta(**span)

    def client(self, actor: Actor) -> Client:
        """A browser in which the officer is signed in now."""
        assert actor.officer_id is not None
        if actor.officer_id not in self._clients:
            for role in actor.roles:
                Grant.objects.create(officer_id=actor.officer_id, unit_id=actor.unit, role=role)
            self._clients[actor.officer_id] = Client()
        token = sessions.start(actor.officer_id, unit=actor.unit, at=self.clock.at)
        client = self._clients[actor.officer_id]
        client.cookies[COOKIE] = token
        return client

    @property
    def reviewer(self) -> Client:
        """The home bureau's reviewer."""
        return self.client(self.world.reviewer)


def issue_form(case: Case, **more: Any) -> dict[str, Any]:
    """What the button posts."""
    return {"request_id": str(uuid4()), "seen_version": str(case.version), **more}


def return_form(case: Case, **more: Any) -> dict[str, Any]:
    """A complete return."""
    return issue_form(case, category="PHOTO", words="背景有阴影，请补光重拍。", **more)


def decide_as_other(world: World, case: Case) -> None:
    """The second reviewer issues the case."""
    review.issue(case.id, world.call(world.reviewer2, minutes=130), seen_version=case.version)
