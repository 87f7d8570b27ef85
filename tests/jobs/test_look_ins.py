"""The day's look-ins made and closed by the worker; the population system asked for its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from tests.cases.lists import fetched, when
from tests.cases.world import World
from tests.jobs.conftest import HandClock

from tongban.cases.models import Obligation, Outage, UpstreamHealth
from tongban.cases.operations.lookin import record_look_ins
from tongban.jobs import health, tasks
from tongban.ports.errors import TimedOut
from tongban.ports.registry import Ports, set_ports
from tongban.standards.zones import local_date

pytestmark = pytest.mark.django_db


def outcomes(world: World) -> set[str]:
    rows = Obligation.objects.filter(kind="LOOK_IN", owner_unit=world.station)
    return set(rows.values_list("outcome", flat=True))


def test_a_day_from_midnight_to_midnight(world: World, clock: HandClock) -> None:
    clock.time = world.at.replace(hour=0, minute=15)  # 8:15 by the clock of the office
    tasks.open_day(0)
    fetched(clock.time)
    seen = when(clock.time + timedelta(minutes=30), national_remote=None)
    record_look_ins(world.acceptor, at=clock.time + timedelta(minutes=30), fetched=seen)
    tasks.open_day(0)
    assert outcomes(world) == {"LOOKED_IN", ""}
    clock.time = world.at.replace(hour=9, minute=0)  # 17:00
    tasks.open_day(0)
    assert outcomes(world) == {"LOOKED_IN", "UPSTREAM_DOWN"}
    clock.time += timedelta(hours=7)
    tasks.open_day(0)
    yesterday = Obligation.objects.filter(day=local_date(world.at), closed_at=None)
    assert not yesterday.exists()
    assert Obligation.objects.filter(day=local_date(clock.time), closed_at=None).exists()


class Deaf:
    """A population system that does not answer."""

    def worklist(self, unit: str, *, at: object) -> object:
        """As the port says."""
        raise TimedOut("population", "ReadTimeout")


def test_a_population_system_that_does_not_answer_is_an_outage(
    world: World, ports: Ports, clock: HandClock
) -> None:
    assert health.ask_population(ports, at=clock.time)
    assert UpstreamHealth.objects.get(system="population").last_fetch_at == clock.time
    deaf = replace(ports, **cast("Any", {"population": Deaf()}))
    set_ports(deaf)
    clock.time += timedelta(minutes=1)
    tasks.ask_systems(0)
    row = Outage.objects.get()
    assert (row.system, row.error_kind, row.until) == ("population", "TimedOut", None)
    set_ports(ports)
    clock.time += timedelta(minutes=1)
    tasks.ask_systems(0)
    assert not Outage.objects.exists()
