"""Run one simulator: ``simulator NAME --port P --data DIR --seed N [--callback URL]``.

Each system of `SYSTEMS` has a package here whose `plug.py` names its `LEDGER` class and extra
`routes`; `PEERS`, where it has any, are systems that it hands something on to.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from tongban.ports.registry import SYSTEMS
from tongban.ports.wire import ensure_secret
from tongban.simulators.base.app import Simulator, build_app
from tongban.simulators.base.callbacks import OtherSide, Peer
from tongban.standards.clock import SystemClock


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted. The ledger is ``DIR/simulators/<NAME>.db``."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    simulator, app = build(arguments.name, data=arguments.data, seed=arguments.seed)
    if arguments.automatic:
        ledger = simulator.ledger
        ledger.automatic = replace(ledger.automatic, on=True, seed=arguments.seed)
    other_side = OtherSide(
        simulator,
        callback=arguments.callback,
        peers=peers(arguments.name, data=arguments.data, given=arguments.peer, environ=os.environ),
    )
    other_side.start()
    server = Server(
        app,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_enabled=False,
    )
    try:
        asyncio.run(_serve(server))
    finally:
        other_side.stop()
        other_side.join(timeout=6)
        simulator.ledger.close()
    return 0


def build(name: str, *, data: Path, seed: int) -> tuple[Simulator, object]:
    """The simulator called `name` and its ASGI application."""
    plug = import_module(f"tongban.simulators.{name}.plug")
    ledger = plug.LEDGER(data / "simulators" / f"{name}.db", seed=seed)
    simulator = Simulator(
        ledger=ledger, secret=ensure_secret(data, system=name), clock=SystemClock()
    )
    return simulator, build_app(simulator, extra=plug.routes(simulator))


def peers(
    name: str, *, data: Path, given: Sequence[tuple[str, str]], environ: Mapping[str, str]
) -> dict[str, Peer]:
    """The systems that this one hands something on to, as far as it is known where they are."""
    plug = import_module(f"tongban.simulators.{name}.plug")
    urls = json.loads(environ.get("TONGBAN_UPSTREAM") or "{}") | dict(given)
    return {
        peer: Peer(urls[peer], ensure_secret(data, system=peer))
        for peer in getattr(plug, "PEERS", ())
        if peer in urls
    }


async def _serve(server: Server) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(server.serve())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongban simulator", description="Run one simulator.")
    parser.add_argument("name", choices=SYSTEMS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--callback", help="where our server listens, e.g. http://127.0.0.1:8000")
    parser.add_argument(
        "--peer",
        action="append",
        type=_named_url,
        default=[],
        metavar="NAME=URL",
        help="where another simulator listens; without it TONGBAN_UPSTREAM says so",
    )
    parser.add_argument("--automatic", action="store_true", help="let the other side act by itself")
    return parser


def _named_url(text: str) -> tuple[str, str]:
    name, found, url = text.partition("=")
    if not found or name not in SYSTEMS:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=URL of a known system")
    return name, url
