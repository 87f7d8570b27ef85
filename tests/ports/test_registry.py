"""The ports of a process and their wiring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongban.config.wiring import BadWiring, build_ports
from tongban.ports.errors import Unreachable
from tongban.ports.registry import get_ports, set_ports
from tongban.ports.wire import ensure_secret
from tongban.standards.clock import SystemClock

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _unwired() -> Iterator[None]:
    set_ports(None)
    yield
    set_ports(None)


def test_asking_before_the_wiring_says_what_to_do() -> None:
    with pytest.raises(LookupError, match="install"):
        get_ports()


def test_a_system_without_address_is_unreachable_and_the_rest_works() -> None:
    ports = build_ports({}, clock=SystemClock())
    set_ports(ports)
    assert get_ports() is ports
    with pytest.raises(Unreachable, match="not configured"):
        ports.treasury.query("x", at=NOW)


@pytest.mark.parametrize("text", ["{", "[]", '{"treasury": 1}', '{"bank": "http://127.0.0.1"}'])
def test_an_unclear_environment_is_refused(text: str) -> None:
    with pytest.raises(BadWiring):
        build_ports({"TONGBAN_UPSTREAM": text}, clock=SystemClock())


def test_an_address_needs_a_key(tmp_path: Path) -> None:
    environ = {"TONGBAN_UPSTREAM": json.dumps({"treasury": "http://127.0.0.1:1"})}
    with pytest.raises(BadWiring, match="TONGBAN_DATA"):
        build_ports(environ, clock=SystemClock())
    environ["TONGBAN_DATA"] = str(tmp_path)
    with pytest.raises(BadWiring, match="treasury"):
        build_ports(environ, clock=SystemClock())
    ensure_secret(tmp_path, system="treasury")
    assert build_ports(environ, clock=SystemClock()).treasury is not None
