"""Fixtures of the county desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.cases.world import World
from tests.desks.county.desk import Desk, SetClock

from tongban.accounts.installation import forget
from tongban.accounts.middleware import SignInRequired


@pytest.fixture
def desk(
    db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The world at 11:30, with a data folder of its own."""
    settings.DATA = tmp_path
    world = World()
    clock = SetClock(world.at + timedelta(hours=2))
    monkeypatch.setattr(SignInRequired, "clock", clock)
    yield Desk(world, clock)
    forget()
