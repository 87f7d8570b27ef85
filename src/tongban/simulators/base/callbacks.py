"""Sending notices to the product and letting the automatic other side act."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from types import MappingProxyType
from urllib.parse import urlsplit
from uuid import uuid4

from tongban.ports.wire import Secret, sign
from tongban.simulators.base.app import Simulator
from tongban.simulators.base.faults import Faults
from tongban.simulators.base.ledger import Waiting
from tongban.simulators.base.passing import PATH

log = logging.getLogger(__name__)

PAUSE = 0.25
"""Seconds between two looks at the outbox."""


@dataclass(frozen=True)
class Peer:
    """Another system that this one passes cases on to, and the key shared with it."""

    url: str
    secret: Secret


@dataclass(frozen=True)
class _Target:
    url: str
    path: str
    secret: Secret


class OtherSide(threading.Thread):
    """The part of a simulator that moves without being asked.

    A notice goes to ``{callback}/inbound/<system>/``, what is passed on to the peer it names;
    anything but a 2xx answer is tried again with the same message id, with growing pauses.
    """

    def __init__(
        self,
        simulator: Simulator,
        *,
        callback: str | None,
        peers: Mapping[str, Peer] = MappingProxyType({}),
    ) -> None:
        system = simulator.ledger.system
        super().__init__(name=f"other-side-{system}", daemon=True)
        self._simulator = simulator
        self._targets = {
            name: _Target(peer.url.rstrip("/"), PATH, peer.secret) for name, peer in peers.items()
        }
        if callback:
            path = f"/inbound/{system}/"
            self._targets[""] = _Target(callback.rstrip("/"), path, simulator.secret)
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(PAUSE):
            try:
                self.step()
            except Exception:
                log.exception("simulator %s stumbled", self._simulator.ledger.system)

    def stop(self) -> None:
        self._stopped.set()

    def step(self) -> None:
        """Act if automatic, then send what is due."""
        ledger, now = self._simulator.ledger, self._simulator.clock.now()
        if ledger.automatic.on:
            ledger.tick(at=now)
        faults = ledger.faults
        if faults.silent or faults.down:
            return
        for name, target in self._targets.items():
            waiting = ledger.waiting(at=now, to=name)
            for notice in reversed(waiting) if faults.out_of_order else waiting:
                self._send(notice, target, faults)

    def _send(self, notice: Waiting, target: _Target, faults: Faults) -> None:
        ledger, clock = self._simulator.ledger, self._simulator.clock
        secret = Secret(b"\0" * 32) if faults.wrong_signature else target.secret
        body = b"\xff<<<" if faults.garbage else notice.body
        is_taken = False
        for message_id in (notice.message_id, uuid4())[: 2 if faults.duplicate else 1]:
            headers = sign(
                secret,
                method="POST",
                path=target.path,
                body=body,
                message_id=message_id,
                at=clock.now(),
            )
            headers["Content-Type"] = "application/json"
            try:
                is_taken = _post(target, body, headers) or is_taken
            except (OSError, HTTPException) as error:
                log.info("notice of %s not delivered: %s", ledger.system, type(error).__name__)
        if is_taken and not (faults.wrong_signature or faults.garbage):
            ledger.acknowledged(notice.id, at=clock.now())
        else:
            ledger.put_off(notice.id, at=clock.now(), tries=notice.tries)


def _post(target: _Target, body: bytes, headers: dict[str, str]) -> bool:
    """Whether the message was taken. The standard library starts faster than httpx."""
    place = urlsplit(f"{target.url}{target.path}")
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    connection = kind(place.netloc, timeout=5)
    try:
        connection.request("POST", place.path, body, headers)
        return 200 <= connection.getresponse().status < 300
    finally:
        connection.close()
