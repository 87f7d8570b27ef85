"""The address is tried before anything starts, and a refusal says what to do."""

import socket

import pytest

from tongban.cli.address import Address, check_demo_address, claim, free_ports, is_loopback, is_open
from tongban.cli.errors import CannotStart


def test_a_free_port_is_chosen_for_zero() -> None:
    address = claim("127.0.0.1", 0)
    assert address.port > 0
    assert not is_open(address)


def test_a_port_in_use_is_named_in_both_languages() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert is_open(Address("127.0.0.1", port))
        with pytest.raises(CannotStart) as refusal:
            claim("127.0.0.1", port)
    assert f"端口 {port} 已被占用" in refusal.value.chinese
    assert f"Port {port} is in use" in refusal.value.english


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(CannotStart, match="不是本机的地址"):
        claim(host, 0)


def test_a_port_beyond_the_range_is_refused() -> None:
    with pytest.raises(CannotStart):
        claim("127.0.0.1", 70_000)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_loopback_is_known(host: str) -> None:
    assert is_loopback(host)
    check_demo_address(host, allowed=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "203.0.113.7"])
def test_a_demonstration_stays_on_this_machine(host: str) -> None:
    with pytest.raises(CannotStart, match="--demo-on-network"):
        check_demo_address(host, allowed=False)
    check_demo_address(host, allowed=True)


def test_urls_as_people_type_them() -> None:
    assert Address("::1", 8000).url == "http://[::1]:8000"
    assert Address("0.0.0.0", 8000).local.url == "http://127.0.0.1:8000"


def test_free_ports_differ() -> None:
    assert len(set(free_ports(7))) == 7
