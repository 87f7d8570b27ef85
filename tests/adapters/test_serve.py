"""A simulator as a process of its own, started as the launcher starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from tests.adapters.rig import _free_port

from tongban.adapters.base.client import WireClient
from tongban.adapters.treasury.client import HttpTreasury
from tongban.ports.registry import SYSTEMS
from tongban.ports.treasury import PaymentState
from tongban.ports.wire import ensure_secret
from tongban.simulators.serve import build, main, peers
from tongban.standards.clock import SystemClock

START = "import sys; from tongban.simulators.serve import main; sys.exit(main(sys.argv[1:]))"


@contextmanager
def process(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    arguments = ["treasury", "--port", str(port), "--data", str(data), "--automatic"]
    running = subprocess.Popen([sys.executable, "-c", START, *arguments])
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=15) == 0


def wait_until_up(url: str) -> None:
    pause = threading.Event()
    for _ in range(600):
        try:
            httpx.get(f"{url}/_sim/health", trust_env=False)
        except httpx.HTTPError:
            pause.wait(0.02)
        else:
            return
    pytest.fail("the simulator did not start")


def test_starts_answers_pays_by_itself_and_stops(tmp_path: Path) -> None:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    secret = ensure_secret(tmp_path, system="treasury")
    wire = WireClient(system="treasury", base_url=url, secret=secret, clock=SystemClock())
    client = HttpTreasury(wire)
    pause = threading.Event()
    with process(tmp_path, port):
        wait_until_up(url)
        httpx.post(f"{url}/_sim/automatic", json={"on": True, "speed": 100_000}, trust_env=False)
        now = datetime.now(UTC)
        made = client.order(
            "p-1", case_number="c", amount_fen=4000, payer_name="某某", item="工本费", at=now
        )
        for _ in range(100):
            if client.query(made.order_no, at=now).state is PaymentState.PAID:
                break
            pause.wait(0.1)
        assert client.query(made.order_no, at=now).state is PaymentState.PAID
    wire.close()


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_can_be_built(tmp_path: Path, name: str) -> None:
    simulator, _ = build(name, data=tmp_path, seed=1)
    assert simulator.ledger.system == name
    assert simulator.ledger.title
    simulator.ledger.tables(at=datetime(2026, 3, 4, tzinfo=UTC))
    simulator.ledger.close()


def test_the_population_system_learns_where_to_pass_cases_on(tmp_path: Path) -> None:
    environ = {"TONGBAN_UPSTREAM": '{"province_remote": "http://a", "treasury": "http://b"}'}
    (peer,) = peers("population", data=tmp_path, given=[], environ=environ).values()
    assert (peer.url, peer.secret) == (
        "http://a",
        ensure_secret(tmp_path, system="province_remote"),
    )
    given = [("province_remote", "http://c")]
    found = peers("population", data=tmp_path, given=given, environ=environ)
    assert found["province_remote"].url == "http://c"
    assert peers("population", data=tmp_path, given=[], environ={}) == {}
    assert peers("treasury", data=tmp_path, given=given, environ=environ) == {}


@pytest.mark.parametrize("given", ["http://c", "nobody=http://c"])
def test_a_peer_is_a_named_url(
    tmp_path: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["population", "--port", "1", "--data", str(tmp_path), "--peer", given])
    assert "NAME=URL" in capsys.readouterr().err
