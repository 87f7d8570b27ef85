"""Many lives side by side in order of time, up to a moment that is never passed.

A life is a generator: it yields the moment at which it goes on. What would go on after the end stays
as it is: that is how a demonstration has work in every stage.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator
from datetime import UTC, datetime

Life = Generator[datetime, None, None]
"""Yields moments, never earlier than the one before."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""The moment at which an ended life goes on."""


class Timeline:
    """Runs lives; what is due at the same moment happens in the order it was asked for."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._asked = 0

    def add(self, life: Life) -> None:
        """Begin a life: it runs to its first moment now."""
        self._go_on(life)

    def run(self, *, progress: Callable[[datetime], None] | None = None) -> None:
        """Live everything up to the end."""
        while self._waiting:
            moment, _, life = heapq.heappop(self._waiting)
            if progress is not None:
                progress(moment)
            self._go_on(life)

    def _go_on(self, life: Life) -> None:
        try:
            moment = next(life)
        except StopIteration:
            return
        if moment <= self.until:
            self._asked += 1
            heapq.heappush(self._waiting, (moment, self._asked, life))
        else:
            life.close()
