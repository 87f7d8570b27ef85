"""The window and the desks, as the station's tests have them."""

from tests.desks.station.conftest import desk, ledgers, window

__all__ = ["desk", "ledgers", "window"]
