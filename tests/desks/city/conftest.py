"""Fixtures of the city desk: those of the county desk, with the city's supervisor."""

from tests.desks.county.conftest import desk

__all__ = ["desk"]
