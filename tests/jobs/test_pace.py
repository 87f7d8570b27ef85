"""How often the background work does what nobody asks it to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from croniter import croniter  # type: ignore[import-untyped]
from procrastinate.contrib.django import app

from tongban.config.health import WORKER_SILENT_AFTER
from tongban.jobs import tasks

BEGIN = datetime(2026, 11, 23, 1, 0, 7, tzinfo=UTC)


def pauses(name: str, *, count: int = 40) -> list[timedelta]:
    """Return the times between two runs of a periodic task."""
    registry = app.periodic_registry.periodic_tasks
    (found,) = (one for (task, _), one in registry.items() if task == name)
    times = croniter(found.cron, BEGIN)
    moments = [times.get_next(datetime) for _ in range(count)]
    return [later - earlier for earlier, later in pairwise(moments)]


def test_signs_of_life_come_often_enough_for_readyz() -> None:
    assert tasks.beat.name == "beat"
    assert max(pauses("beat")) <= WORKER_SILENT_AFTER / 2
    assert min(pauses("beat")) >= timedelta(seconds=10)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("ask_systems", timedelta(minutes=1)),
        ("open_day", timedelta(minutes=15)),
        ("set_due_times", timedelta(minutes=10)),
        ("query_unpaid", timedelta(minutes=10)),
        ("wake_waiting", timedelta(minutes=5)),
    ],
)
def test_upkeep_comes_round(name: str, most: timedelta) -> None:
    assert set(pauses(name)) == {most}
