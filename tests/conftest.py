"""What every test may use: an embedded PostgreSQL, started once per run when none is given.

`DATABASE_URL` names another server. With pytest-xdist the controlling process starts the one
server and its workers find it in their environment.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.running import SOURCES
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tongban.accounts import installation
from tongban.cli import postgres
from tongban.cli.database_url import database_settings

_JOURNEYS = "tests/journeys/"
_STATIC = "tests/static/"
_STACK = contextlib.ExitStack()


@contextlib.contextmanager
def _temporary_server() -> Iterator[str]:
    root = Path(tempfile.mkdtemp(prefix="tongban-test-"))
    try:
        cluster = postgres.prepare(root / "pg", run=root, durable=False)
        with postgres.running(cluster):
            yield cluster.url
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _start_server() -> None:
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _STACK.enter_context(_temporary_server())


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the controller: its workers inherit the environment."""
    # For what tests start; their own path is set by `pythonpath` in the settings of pytest.
    os.environ["PYTHONPATH"] = str(SOURCES)
    if getattr(config.option, "numprocesses", None):
        _start_server()


def pytest_unconfigure() -> None:
    """Stop the server, if this process started one."""
    _STACK.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: one process takes the journeys, the others the rest."""
    for item in items:
        if item.nodeid.startswith(_JOURNEYS):
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: not item.nodeid.startswith(_JOURNEYS))
    items.sort(key=lambda item: not item.nodeid.startswith((_JOURNEYS, _STATIC)))


class _OneProductAtATime(LoadScopeScheduling):  # type: ignore[misc]
    """Deals out single tests, but all journeys to one process: two products would crowd out."""

    def _split_scope(self, nodeid: str) -> str:
        return _JOURNEYS if nodeid.startswith(_JOURNEYS) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _OneProductAtATime:
    """How pytest-xdist deals out the tests."""
    return _OneProductAtATime(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the server, which may have started after the settings were read."""
    _start_server()
    given = database_settings(os.environ["DATABASE_URL"])
    for key in ("HOST", "PORT", "USER", "PASSWORD"):
        connections.settings["default"][key] = given[key]


@pytest.fixture(autouse=True)
def _read_installation_anew() -> Iterator[None]:
    """Whether a database is a demonstration is kept per process; each test has its own database."""
    installation.forget()
    yield
    installation.forget()
