"""``tongban worker``: the background process, with the ports wired."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from tongban.accounts.bootstrap import load_units
from tongban.config import drawing, wiring
from tongban.config.observe import Watch
from tongban.jobs import health
from tongban.standards.clock import SystemClock

CONCURRENCY = 4


def main(_argv: list[str]) -> int:
    """Work until told to end (SIGTERM); jobs under way are finished first."""
    wiring.install(observer=Watch())
    drawing.install()
    # A new version may bring another list of units without changing a table.
    load_units()
    health.beat("worker", at=SystemClock().now())
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the worker needs Django's connector")
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(concurrency=CONCURRENCY, wait=True)
    return 0
