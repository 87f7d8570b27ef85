"""The world of the desks' tests."""

from tests.cases.conftest import world
from tests.desks.station.conftest import desk, ledgers, window

__all__ = ["desk", "ledgers", "window", "world"]
