"""Starts every process of the product, keeps them alive, and ends them all.

Order: database → preparation (migrations, demonstration) → web, worker and, in a demonstration,
one simulator per upstream system, together. The database ends last.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

from tongban.cli import postgres, programs
from tongban.cli.address import Address, free_ports
from tongban.cli.data_folder import SYSTEMS, DataFolder
from tongban.cli.errors import UNFINISHED, CannotStart
from tongban.cli.processes import Child, Program, end_all
from tongban.cli.programs import Programs
from tongban.cli.signals import Signals, Stopped
from tongban.config.database import BadDatabaseUrl, database_settings

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

    def _start(self) -> None:
        url = self._start_database()
        work = Programs(self._folder, self._served_at, url, upstream_ports={})
        if self._prepare(work):
            ports = dict(zip(SYSTEMS, free_ports(len(SYSTEMS)), strict=True))
            work = Programs(self._folder, self._served_at, url, upstream_ports=ports)
        self._add(work.web())
        self._add(work.worker())
        for simulator in work.simulators():
            self._add(simulator)
        if not work.upstream_ports:
            self._run_to_end(work.first_admin_code())
        self._wait_until(self._pages_are_served, children=self._children)

    def _start_database(self) -> str:
        given = os.environ.get("DATABASE_URL")
        if given:
            _check_url(given)
            return given
        _say("正在启动数据库……", "Starting the database …")
        self._cluster = postgres.prepare(self._folder.cluster, run=self._folder.run)
        self._database = Child(programs.database(self._cluster, folder=self._folder))
        self._database.start()
        cluster = self._cluster
        self._wait_until(lambda: postgres.answers(cluster), children=[self._database])
        postgres.create_database(cluster)
        return cluster.url

    def _prepare(self, work: Programs) -> bool:
        """Make the database fit to serve; whether it is a demonstration."""
        _say("正在准备数据……", "Preparing the data …")
        answer = self._folder.run / "prepared.json"
        program = work.prepare(answer=answer, demo=self._demo)
        status = self._run_to_end(program)
        if status == UNFINISHED:
            self._begin_anew()
            status = self._run_to_end(program)
        if status != 0:
            raise CannotStart(
                "数据库没有准备好，原因见上。", "The database is not ready for the reason above."
            )
        is_demo = bool(json.loads(answer.read_text("ascii"))["demo"])
        if is_demo and not self._demo:
            raise CannotStart(
                f"数据目录 {self._folder.root} 是演示环境，不能改作正式使用。请用 --data 另选目录。",
                f"{self._folder.root} holds a demonstration, which cannot be converted. "
                "Choose another folder with --data.",
            )
        return is_demo

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

    def _add(self, program: Program) -> None:
        child = Child(program)
        self._children.append(child)
        child.start()

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
            self._signals.wait(0.05)
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


def _check_url(url: str) -> None:
    try:
        database_settings(url)
    except BadDatabaseUrl as error:
        raise CannotStart(
            "DATABASE_URL 无法识别，应形如 postgresql://用户:口令@主机:5432/数据库名。",
            "DATABASE_URL cannot be read; it looks like postgresql://user:password@host:5432/name.",
        ) from error


def _say(chinese: str, english: str) -> None:
    print(f"{chinese} {english}", file=sys.stderr, flush=True)
