"""The command line and environment of every process the supervisor starts."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tongban.cli.address import Address
from tongban.cli.data_folder import DataFolder
from tongban.cli.postgres import Cluster
from tongban.cli.processes import Program

_SOURCES = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Programs:
    """Describes processes; starts none."""

    folder: DataFolder
    served_at: Address
    database_url: str
    upstream_ports: Mapping[str, int]

    def _environment(self) -> dict[str, str]:
        given = dict(os.environ)
        if self.upstream_ports:
            urls = {name: f"http://127.0.0.1:{port}" for name, port in self.upstream_ports.items()}
            given["TONGBAN_UPSTREAM"] = json.dumps(urls)
        return given | {
            "DATABASE_URL": self.database_url,
            "PYTHONPATH": str(_SOURCES),
            "PYTHONSAFEPATH": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "TONGBAN_DATA": str(self.folder.root),
            "TONGBAN_HOST": self.served_at.host,
            "TONGBAN_PORT": str(self.served_at.port),
        }

    def _tongban(self, name: str, *words: str, logged: bool = True, niceness: int = 0) -> Program:
        command = (sys.executable, "-m", "tongban", *words)
        log = self._log(name) if logged else None
        return Program(name, command, self._environment(), log=log, niceness=niceness)

    def _log(self, name: str) -> Path:
        return self.folder.log / f"{name}.log"

    def prepare(self, *, demo: bool) -> Program:
        """Migrations, and the demonstration of a fresh database."""
        words = ["prepare", "--data", str(self.folder.root)]
        return self._tongban("prepare", *words, *(["--demo"] if demo else []), logged=False)

    def first_admin_code(self) -> Program:
        """Prints the one-time code while there is no administrator."""
        return self._tongban("first-admin-code", "first-admin-code", logged=False)

    def web(self) -> Program:
        """The HTTP server: pages, API, messages from upstream."""
        at = self.served_at
        return self._tongban("web", "web", "--host", at.host, "--port", str(at.port))

    def worker(self) -> Program:
        """Background work."""
        return self._tongban("worker", "worker")

    def simulators(self) -> list[Program]:
        """The other side of every upstream system, in a demonstration."""
        callback = self.served_at.local.url
        return [
            self._tongban(
                *(f"simulator-{name}", "simulator", name, "--port", str(port)),
                *("--data", str(self.folder.root), "--callback", callback, "--automatic"),
                # Pages come first while everything starts at once.
                niceness=10,
            )
            for name, port in self.upstream_ports.items()
        ]


def database(cluster: Cluster, *, folder: DataFolder) -> Program:
    """The embedded database server; a fast shutdown needs time to write what is in memory."""
    return Program(
        "postgres",
        tuple(cluster.command),
        dict(os.environ) | {"LC_ALL": "C.UTF-8"},
        log=folder.log / "postgres.log",
        ending=signal.SIGINT,
        orphaned=signal.SIGINT,
        patience=60.0,
    )
