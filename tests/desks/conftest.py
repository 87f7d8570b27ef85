"""Fixtures of the desks' tests."""

from tests.cases.conftest import world

__all__ = ["world"]
