"""The daily work is done by the clocks of China, whatever the scheduler counts in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from procrastinate.contrib.django import app

from tongban.jobs import tasks
from tongban.standards.zones import CN

DAY = datetime(2026, 11, 26, tzinfo=CN)


def runs(task: str) -> list[datetime]:
    """When the scheduler starts a task on one day in China."""
    (found,) = (
        one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == task
    )
    begun, over = DAY.timestamp(), (DAY + timedelta(days=1)).timestamp()
    times: list[float] = []
    while (at := found.croniter.get_next(float, times[-1] if times else begun - 1)) < over:
        times.append(at)
    return [datetime.fromtimestamp(at, CN) for at in times]


@pytest.mark.parametrize(
    ("task", "first", "last"),
    [
        (tasks.remind_applicants.name, 9, 17),
        (tasks.lapse_untouched.name, 9, 17),
        (tasks.sweep.name, 1, 5),
        (tasks.erase_biometrics.name, 1, 5),
    ],
)
def test_the_hours_are_those_of_china(task: str, first: int, last: int) -> None:
    assert runs(task) == [DAY.replace(hour=hour) for hour in range(first, last + 1)]
