"""Sending notices to the product and letting the automatic other side act."""

from __future__ import annotations

import logging
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit
from uuid import uuid4

from tongban.ports.wire import Secret, sign
from tongban.simulators.base.app import Simulator
from tongban.simulators.base.faults import Faults
from tongban.simulators.base.ledger import Waiting

log = logging.getLogger(__name__)

PAUSE = 0.25
"""Seconds between two looks at the outbox."""


class OtherSide(threading.Thread):
    """The part of a simulator that moves without being asked.

    A notice goes to ``{callback}/inbound/<system>/``; anything but a 2xx answer is tried again
    with the same message id, with growing pauses.
    """

    def __init__(self, simulator: Simulator, *, callback: str | None) -> None:
        super().__init__(name=f"other-side-{simulator.ledger.system}", daemon=True)
        self._simulator = simulator
        self._callback = callback.rstrip("/") if callback else None
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
        if self._callback is None or faults.silent or faults.down:
            return
        waiting = ledger.waiting(at=now)
        if faults.out_of_order:
            waiting.reverse()
        if not waiting:
            return
        for notice in waiting:
            self._send(notice, faults)

    def _send(self, notice: Waiting, faults: Faults) -> None:
        ledger, clock = self._simulator.ledger, self._simulator.clock
        path = f"/inbound/{ledger.system}/"
        secret = Secret(b"\0" * 32) if faults.wrong_signature else self._simulator.secret
        body = b"\xff<<<" if faults.garbage else notice.body
        is_taken = False
        for message_id in (notice.message_id, uuid4())[: 2 if faults.duplicate else 1]:
            headers = sign(
                secret,
                method="POST",
                path=path,
                body=body,
                message_id=message_id,
                at=clock.now(),
            )
            headers["Content-Type"] = "application/json"
            try:
                is_taken = self._post(path, body, headers) or is_taken
            except (OSError, HTTPException) as error:
                log.info("notice of %s not delivered: %s", ledger.system, type(error).__name__)
        if is_taken and not (faults.wrong_signature or faults.garbage):
            ledger.acknowledged(notice.id, at=clock.now())
        else:
            ledger.put_off(notice.id, at=clock.now(), tries=notice.tries)

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bool:
        """Whether the product took the message. The standard library starts faster than httpx."""
        target = urlsplit(f"{self._callback}{path}")
        kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
        connection = kind(target.netloc, timeout=5)
        try:
            connection.request("POST", target.path, body, headers)
            return 200 <= connection.getresponse().status < 300
        finally:
            connection.close()
