"""A world and ports for what comes in; the fixtures are those of the background work."""

from tests.jobs.conftest import clock, ports, world

__all__ = ["clock", "ports", "world"]
