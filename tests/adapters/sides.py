"""The two sides of every contract test: the ledger in process, and the same ledger on the wire.

A test module names its ledger, its client and the tables to empty; each of its tests that takes
``side`` then runs twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pytest
from tests.adapters.rig import AT, Rig, served

from tongban.adapters.base.client import WireClient
from tongban.simulators.base.ledger import Ledger

P = TypeVar("P")
L = TypeVar("L", bound=Ledger)


@dataclass
class Side(Generic[P, L]):
    """A port to speak through, and the ledger that shows what came of it."""

    port: P
    ledger: L


def both_sides(
    make: type[L], client: Callable[[WireClient], Any], *tables: str
) -> tuple[Any, Any, Any]:
    """Return the fixtures ``served_rig``, ``rig`` and ``side`` for a system."""

    @pytest.fixture(scope="module")
    def served_rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
        """The system served on loopback, once for the module."""
        with served(make, tmp_path_factory.mktemp("ledger") / "ledger.db") as rig:
            yield rig

    @pytest.fixture
    def rig(served_rig: Rig) -> Rig:
        """The served ledger, emptied."""
        with served_rig.ledger.transaction() as db:
            for table in (*tables, "outbox", "answered"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the test module
        served_rig.clock.time = AT
        return served_rig

    @pytest.fixture(params=["ledger", "wire"])
    def side(request: pytest.FixtureRequest) -> Iterator[Side[Any, L]]:
        """The ledger itself, then the ledger through the client."""
        if request.param == "ledger":
            ledger = make()
            yield Side(ledger, ledger)
            ledger.close()
            return
        rig: Rig = request.getfixturevalue("rig")
        assert isinstance(rig.ledger, make)
        wire = rig.wire()
        yield Side(client(wire), rig.ledger)
        wire.close()

    return served_rig, rig, side
