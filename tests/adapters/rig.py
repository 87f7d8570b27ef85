"""A simulator served on loopback, its client, and a receiver of its notices."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.routing import BaseRoute

from tongban.adapters.base.client import Timeouts, WireClient
from tongban.ports.calls import NoticeBook
from tongban.ports.errors import BadAnswer, BadSignature, TimedOut, Unreachable
from tongban.ports.wire import MESSAGE_ID, Secret, verify
from tongban.simulators.base.app import Simulator, build_app
from tongban.simulators.base.callbacks import OtherSide
from tongban.simulators.base.faults import Faults
from tongban.simulators.base.ledger import Ledger

AT = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
SECRET = Secret(b"k" * 32)
STRANGER = Secret(b"s" * 32)

FAULTS = (
    (Faults(down=True), Unreachable),
    (Faults(timeout=True), TimedOut),
    (Faults(garbage=True), BadAnswer),
    (Faults(wrong_signature=True), BadAnswer),
)
"""Each way to misbehave, and the kind of error a caller must see."""


@dataclass
class HandClock:
    """A clock moved by hand."""

    time: datetime = AT

    def now(self) -> datetime:
        return self.time


@dataclass
class Rig:
    """Both ends of one wire."""

    ledger: Ledger
    simulator: Simulator
    base_url: str
    clock: HandClock

    def wire(self, *, secret: Secret = SECRET, read: float = 5.0) -> WireClient:
        return WireClient(
            system=self.ledger.system,
            base_url=self.base_url,
            secret=secret,
            clock=self.clock,
            timeouts=Timeouts(connect=2.0, read=read),
        )

    @contextlib.contextmanager
    def misbehaving(self, faults: Faults) -> Iterator[WireClient]:
        """A client with little patience while the other side misbehaves."""
        client = self.wire(read=0.3)
        self.ledger.faults = faults
        try:
            yield client
        finally:
            self.ledger.faults = Faults()
            client.close()

    def send_notices(self, receiver: Receiver) -> None:
        OtherSide(self.simulator, callback=receiver.url).step()


@dataclass
class Receiver:
    """Our side of the callbacks: keeps what is rightly signed, refuses the rest with 401."""

    url: str
    clock: HandClock
    notices: list[Any] = field(default_factory=list)
    message_ids: list[str] = field(default_factory=list)
    refused: int = 0
    status: int = 200


@contextlib.contextmanager
def served(
    kind: type[Ledger],
    path: Path,
    *,
    routes: Callable[[Simulator], Sequence[BaseRoute]] = lambda _: (),
) -> Iterator[Rig]:
    """Serve a ledger of `kind` at a free loopback port until the block ends."""
    clock = HandClock()
    ledger = kind(path)
    simulator = Simulator(ledger=ledger, secret=SECRET, clock=clock)
    port = _free_port()
    app = build_app(simulator, extra=routes(simulator))
    server = Server(app, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    with _running(server.serve):
        _wait_for(port)
        yield Rig(ledger, simulator, f"http://127.0.0.1:{port}", clock)
    ledger.close()


@contextlib.contextmanager
def receiving(system: str, book: NoticeBook, clock: HandClock) -> Iterator[Receiver]:
    """A loopback server at ``/inbound/<system>/``."""
    path = f"/inbound/{system}/"
    receiver = Receiver(url="", clock=clock)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(_take(receiver, book, self.path == path, body, self))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


def _take(
    receiver: Receiver,
    book: NoticeBook,
    is_ours: bool,
    body: bytes,
    request: BaseHTTPRequestHandler,
) -> int:
    if not is_ours:
        return 404
    try:
        verify(
            SECRET,
            method="POST",
            path=request.path,
            body=body,
            headers=dict(request.headers.items()),
            now=receiver.clock.now(),
        )
    except BadSignature:
        receiver.refused += 1
        return 401
    receiver.notices.append(book.decode(body))
    receiver.message_ids.append(request.headers[MESSAGE_ID])
    return receiver.status


@contextlib.contextmanager
def _running(serve: Callable[[], Any]) -> Iterator[None]:
    """Run an asynchronous server in a thread of its own; cancel it at the end."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(serve())

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    pause = threading.Event()
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            pause.wait(0.01)
        else:
            return
    raise RuntimeError("the simulator did not start")
