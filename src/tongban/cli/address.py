"""The address to serve at, tried before anything is started."""

import errno
import ipaddress
import socket
from contextlib import ExitStack
from dataclasses import dataclass

from tongban.cli.errors import CannotStart

_REASONS = {
    errno.EADDRINUSE: (
        "端口 {port} 已被占用。请结束占用它的程序，或用 --port 另选一个端口。",
        "Port {port} is in use. End the program that uses it, or choose another with --port.",
    ),
    errno.EACCES: (
        "没有权限使用端口 {port}。请用 --port 选择 1024 以上的端口。",
        "Port {port} needs more rights. Choose one above 1024 with --port.",
    ),
    errno.EADDRNOTAVAIL: (
        "{host} 不是本机的地址。请检查 --host。",
        "{host} is no address of this machine. Check --host.",
    ),
}


@dataclass(frozen=True)
class Address:
    """Host and port that pages are served at."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As people type it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def local(self) -> "Address":
        """How processes on this machine reach it."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
        return Address(everywhere.get(self.host, self.host), self.port)


def claim(host: str, port: int) -> Address:
    """The address, shown to be free now; port 0 chooses one. Raises `CannotStart`."""
    if not 0 <= port < 65536:
        raise CannotStart("端口应在 0 到 65535 之间。", "A port lies between 0 and 65535.")
    try:
        family, kind, protocol, _, name = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(name)
            return Address(host, trial.getsockname()[1])
    except OSError as error:
        chinese, english = _REASONS.get(error.errno or 0, _REASONS[errno.EADDRNOTAVAIL])
        words = {"host": host, "port": port}
        raise CannotStart(chinese.format(**words), english.format(**words)) from error


def check_demo_address(host: str, *, allowed: bool) -> None:
    """Keep a demonstration, whose passwords everybody knows, on this machine.

    Raises `CannotStart`.
    """
    if not allowed and not is_loopback(host):
        raise CannotStart(
            f"演示环境的密码是公开的，不能在 {host} 上打开。确需如此请加 --demo-on-network，"
            "正式使用请加 --no-demo。",
            f"A demonstration is not opened at {host}: its passwords are public. "
            "Add --demo-on-network if you mean it, --no-demo for real use.",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return all(ipaddress.ip_address(name.partition("%")[0]).is_loopback for name in found)


def is_open(address: Address) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((address.host, address.port), timeout=1).close()
    except OSError:
        return False
    return True


def free_ports(count: int) -> list[int]:
    """As many different free ports of the loopback address."""
    with ExitStack() as stack:
        trials = [stack.enter_context(socket.socket()) for _ in range(count)]
        for trial in trials:
            trial.bind(("127.0.0.1", 0))
        return [int(trial.getsockname()[1]) for trial in trials]
