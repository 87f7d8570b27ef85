"""How often one address may ask a page that is open to everybody.

Kept in the process, for a minute: enough to keep a script from wearing the server out. It guards
nothing secret; the codes of papers cannot be guessed anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

WINDOW = timedelta(minutes=1)
ADDRESSES = 10_000
"""The most addresses remembered; when there are more, all begin anew."""


@dataclass
class Rate:
    """At most ``most`` questions per address and minute (运行参数)."""

    most: int
    _asked: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def allows(self, address: str, *, at: datetime) -> bool:
        """Count one question; False once an address has asked too often within the minute."""
        with self._lock:
            began, count = self._asked.get(address, (at, 0))
            if not began <= at < began + WINDOW:
                began, count = at, 0
            if len(self._asked) >= ADDRESSES and address not in self._asked:
                self._asked.clear()
            self._asked[address] = (began, count + 1)
        return count < self.most

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._asked.clear()


def address_of(request: HttpRequest) -> str:
    """Who asks: the peer, or behind the operator's proxy what the proxy itself added."""
    if settings.PUBLIC_ORIGIN:
        passed: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if passed:
            return passed.rsplit(",", 1)[-1].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
