"""Background work on a small world, with the simulators' ledgers as the other side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.cases.world import MORNING, World

from tongban.cases.queries import upstream_messages
from tongban.jobs import tasks
from tongban.ports.registry import Ports, set_ports
from tongban.simulators.card_centre.ledger import CardCentreLedger
from tongban.simulators.credit.ledger import CreditLedger
from tongban.simulators.devices.ledger import DevicesLedger
from tongban.simulators.national_register.ledger import NationalRegisterLedger
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.post.ledger import PostLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.residence.ledger import ResidenceLedger
from tongban.simulators.sms.ledger import SmsLedger
from tongban.simulators.treasury.ledger import TreasuryLedger

RECORD = "P00000001"
"""Somebody whom the simulated register knows."""


@dataclass
class HandClock:
    """A clock moved by hand."""

    time: datetime = MORNING + timedelta(hours=5)

    def now(self) -> datetime:
        """The moment it shows."""
        return self.time


@pytest.fixture
def world(db: None, settings: LazySettings, tmp_path: Path) -> World:
    """Return a small world in an empty database, with a data folder of its own."""
    settings.DATA = tmp_path
    return World()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """The worker's clock."""
    clock = HandClock()
    monkeypatch.setattr(tasks, "CLOCK", clock)
    return clock


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch, clock: HandClock) -> Iterator[Ports]:
    """The other side, in memory; pictures are a few bytes."""
    monkeypatch.setattr(upstream_messages, "content", lambda ref: b"\xff\xd8\xff" + ref.encode())
    population = PopulationLedger()
    population.fill(generate_people(1, count=3, today=date(2026, 11, 23)))
    made = Ports(
        population=population,
        national_register=NationalRegisterLedger(),
        treasury=TreasuryLedger(),
        card_centre=CardCentreLedger(),
        sms=SmsLedger(),
        residence=ResidenceLedger(),
        credit=CreditLedger(),
        devices=DevicesLedger(people=population.db),
        province_remote=ProvinceRemoteLedger(people=population.db),
        national_remote=NationalRemoteLedger(people=population.db),
        post=PostLedger(),
    )
    set_ports(made)
    yield made
    set_ports(None)
    for name in Ports.__dataclass_fields__:
        getattr(made, name).close()
