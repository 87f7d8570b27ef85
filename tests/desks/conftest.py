"""Fixtures of the desks' tests."""

from tests.cases.conftest import world
from tests.pages import every_id_once

__all__ = ["every_id_once", "world"]
