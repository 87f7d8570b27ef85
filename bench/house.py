"""The product running for a measure: an embedded database, the web server, no worker, no simulator."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tongban.cli import postgres
from tongban.cli.address import claim, is_open
from tongban.cli.data_folder import lock, open_folder
from tongban.cli.processes import Child, end_all
from tongban.cli.programs import Programs

PROJECT = Path(__file__).resolve().parent.parent


@contextmanager
def housed() -> Iterator[tuple[Programs, postgres.Cluster]]:
    """A data folder of its own with a running database that holds the empty tables."""
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as root:
        folder = open_folder(Path(root) / "data")
        cluster = postgres.prepare(folder.cluster, run=folder.run)
        with lock(folder), postgres.running(cluster):
            work = Programs(folder, claim("127.0.0.1", 0), cluster.url, upstream_ports={})
            migrate = [sys.executable, "-m", "tongban", "manage", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=dict(work.web().environment), check=True)
            yield work, cluster


def inside(work: Programs, module: str, *words: str) -> int:
    """Run ``main`` of a module of the measures within the product's own set-up; its exit status."""
    environment = dict(work.web().environment)
    environment |= {
        "PYTHONPATH": os.pathsep.join([environment["PYTHONPATH"], str(PROJECT)]),
        "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
    }
    launch = f"import sys, django; django.setup(); from {module} import main; sys.exit(main())"
    command = [sys.executable, "-c", launch, *words]
    return subprocess.run(command, env=environment, check=False).returncode


@contextmanager
def served(work: Programs) -> Iterator[int]:
    """The web server as in production; the port on which it answers."""
    web = Child(work.web())
    web.start()
    try:
        deadline = time.monotonic() + 30
        while not is_open(work.served_at):
            if time.monotonic() > deadline or not web.runs:
                raise SystemExit("the web server did not start")
            time.sleep(0.05)
        yield work.served_at.port
    finally:
        end_all([web])


def machine() -> str:
    """The machine, and how busy others keep it: a figure taken under load is worth less."""
    load = os.getloadavg()[0]
    version = platform.python_version()
    return f"{os.cpu_count()} cores, Python {version}, {platform.machine()}, load {load:.1f}"
