"""The station's window over a small world: officers, simulated ports, people of every story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.cases.world import MORNING, World
from tests.desks.county.desk import Desk, SetClock
from tests.desks.station.window import Ledgers, Window

from tongban.accounts.installation import forget
from tongban.accounts.middleware import SignInRequired
from tongban.accounts.models import Grant, Officer
from tongban.ports.registry import set_ports
from tongban.procedure.roles import Role


class At:
    """A clock that stands at the world's morning."""

    def now(self) -> object:
        return MORNING


@pytest.fixture
def ledgers() -> Iterator[Ledgers]:
    found = Ledgers.fresh(today=date(2026, 11, 23))
    set_ports(found.ports())
    yield found
    set_ports(None)
    found.close()


@pytest.fixture
def window(world: World, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> Window:
    """An officer with ACCEPTANCE at the world's station, signed in."""
    monkeypatch.setattr(SignInRequired, "clock", At())
    officer = Officer.objects.get(name=world.acceptor.name)
    Grant.objects.create(officer=officer, unit_id=world.station, role=Role.ACCEPTANCE)
    return Window.of(Client(), officer=officer, unit=world.station, world=world, ledgers=ledgers)


@pytest.fixture
def desk(world: World, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The world at 11:30 with simulated ports; officers sign in as they are asked for."""
    clock = SetClock(world.at + timedelta(hours=2))
    monkeypatch.setattr(SignInRequired, "clock", clock)
    yield Desk(world, clock)
    forget()
