"""Starts every process of the product, keeps them alive, and ends them all.

Order: database → preparation (migrations, demonstration) → web, worker and, in a demonstration,
one simulator per upstream system, together. The database ends last.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from http.client import HTTPConnection, HTTPException

from tongban.cli import postgres, programs
from tongban.cli.address import Address, free_ports, is_open
from tongban.cli.data_folder import DataFolder, write_secret
from tongban.cli.database_state import State, inspect
from tongban.cli.errors import CannotStart
from tongban.cli.processes import Child, Program, end_all
from tongban.cli.programs import Programs
from tongban.cli.signals import Signals, Stopped
from tongban.ports.registry import SYSTEMS

_START_SECONDS = 120.0
_STARTS_ALLOWED = 4


class Supervisor:
    """One run of the product on one data folder, whose lock the caller holds."""

    def __init__(self, folder: DataFolder, *, served_at: Address, demo: bool) -> None:
        self._folder = folder
        self._served_at = served_at
        self._demo = demo
        self._signals = Signals()
        self._cluster: postgres.Cluster | None = None
        self._database: Child | None = None
        self._children: list[Child] = []

    def serve(self) -> None:
        """Serve until asked to end. Raises `CannotStart`; leaves no process behind either way."""
        with self._signals:
            try:
                self._start()
                print(f"Tongban ready: {self._served_at.url}", flush=True)
                while True:
                    self._signals.wait(1.0)
                    self._keep_alive()
            except Stopped:
                _say("正在结束……", "Ending …")
            finally:
                end_all(self._children)
                if self._database is not None:
                    end_all([self._database])
                if self._cluster is not None:
                    postgres.release(self._cluster)
                self._folder.database_url.unlink(missing_ok=True)

    def _start(self) -> None:
        url = self._start_database()
        write_secret(self._folder.database_url, url)
        work = Programs(self._folder, self._served_at, url, upstream_ports={})
        before = self._prepare(work)
        is_demo = self._demo if before.is_demo is None else before.is_demo
        if is_demo:
            ports = dict(zip(SYSTEMS, free_ports(len(SYSTEMS)), strict=True))
            work = Programs(self._folder, self._served_at, url, upstream_ports=ports)
        essential = self._add(work.web(), work.worker())
        simulators = self._add(*work.simulators())
        if not is_demo:
            self._run_to_end(work.first_admin_code())
        self._wait_until(self._pages_are_served, children=essential)
        if before.is_demo is None:
            self._wait_for_simulators(simulators, work.upstream_ports.values())
        if is_demo:
            _say("模拟系统的页面，可代对方操作：", "Pages to act as the other side:")
            for name, port in work.upstream_ports.items():
                print(f"  {name:<16} http://127.0.0.1:{port}/", file=sys.stderr, flush=True)

    def _wait_for_simulators(self, children: list[Child], ports: Iterable[int]) -> None:
        """Whoever sees a fresh demonstration tries it at once; one without them still serves."""
        places = [Address("127.0.0.1", port) for port in ports]
        try:
            self._wait_until(lambda: all(map(is_open, places)), children=children)
        except CannotStart as trouble:
            print(trouble, file=sys.stderr, flush=True)

    def _add(self, *given: Program) -> list[Child]:
        added = [Child(program) for program in given]
        for child in added:
            self._children.append(child)
            child.start()
        return added

    def _start_database(self) -> str:
        given = os.environ.get("DATABASE_URL")
        if given:
            return given
        _say("正在启动数据库……", "Starting the database …")
        self._cluster = postgres.prepare(self._folder.cluster, run=self._folder.run)
        self._database = Child(programs.database(self._cluster, folder=self._folder))
        self._database.start()
        cluster = self._cluster
        self._wait_until(lambda: postgres.answers(cluster), children=[self._database])
        postgres.create_database(cluster)
        return cluster.url

    def _prepare(self, work: Programs) -> State:
        """Make the database fit to serve, and say what it was and is."""
        before = inspect(work.database_url)
        if before.is_demo is not None and not before.is_ready:
            self._begin_anew()
            before = inspect(work.database_url)
        if before.is_demo and not self._demo:
            raise CannotStart(
                f"数据目录 {self._folder.root} 是演示环境，不能改作正式使用。请用 --data 另选目录。",
                f"{self._folder.root} holds a demonstration, which cannot be converted. "
                "Choose another folder with --data.",
            )
        if self._demo and before.is_demo is False:
            _say("这是正式环境，不启动模拟系统。", "This is no demonstration: no simulators.")
        if not (before.is_ready and before.is_migrated):
            _say("正在准备数据……", "Preparing the data …")
            if self._run_to_end(work.prepare(demo=self._demo)) != 0:
                raise CannotStart(
                    "数据库没有准备好，原因见上。", "The database is not ready; see above."
                )
        return before

    def _begin_anew(self) -> None:
        """Throw away what a first start that was cut off has left; nobody has used it yet."""
        if self._cluster is None:
            raise CannotStart(
                "该数据库上次首次启动没有完成。请清空后重新启动。",
                "The first start on this database was cut off. Empty it and start again.",
            )
        _say("上次首次启动没有完成，重新准备……", "The first start was cut off; again …")
        postgres.drop_database(self._cluster)
        postgres.create_database(self._cluster)
        for name in ("blobs", "simulators"):
            for path in (self._folder.root / name).iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _run_to_end(self, program: Program) -> int:
        child = Child(program)
        child.start()
        try:
            while (status := child.exit_status()) is None:
                self._signals.wait(0.2)
        except Stopped:
            end_all([child])
            raise
        return status

    def _wait_until(self, done: Callable[[], bool], *, children: list[Child]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not done():
            self._signals.wait(0.1)
            self._keep_alive()
            late = time.monotonic() > deadline
            for child in children:
                if child.starts >= _STARTS_ALLOWED or late:
                    name, log = child.program.name, child.program.log
                    raise CannotStart(
                        f"{name} 没有启动成功，详情见 {log}。", f"{name} did not start; see {log}."
                    )

    def _keep_alive(self) -> None:
        now = time.monotonic()
        for child in [*([self._database] if self._database else []), *self._children]:
            told = child.keep_alive(now)
            if told:
                print(told, file=sys.stderr, flush=True)

    def _pages_are_served(self) -> bool:
        at = self._served_at.local
        connection = HTTPConnection(at.host, at.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def _say(chinese: str, english: str) -> None:
    print(f"{chinese} {english}", file=sys.stderr, flush=True)
