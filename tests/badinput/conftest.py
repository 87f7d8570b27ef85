"""The world of the desks' tests."""

from tests.cases.conftest import world
from tests.desks.station.conftest import desk, ledgers, window
from tests.pages import every_id_once

__all__ = ["desk", "every_id_once", "ledgers", "window", "world"]
