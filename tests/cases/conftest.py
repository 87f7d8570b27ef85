"""Fixtures of the database tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.cases.world import World


@pytest.fixture
def world(db: None, settings: LazySettings, tmp_path: Path) -> World:
    """Return a small world in an empty database, with a data folder of its own."""
    settings.DATA = tmp_path
    return World()
