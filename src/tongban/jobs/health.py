"""Signs of life: of our worker, and of the population system as seen from here."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.operations import upstream_health
from tongban.cases.queries import upkeep
from tongban.jobs.models import Heartbeat
from tongban.ports.errors import UpstreamError
from tongban.ports.registry import Ports

POPULATION = "population"


def beat(name: str, *, at: datetime) -> None:
    """Write that the named process is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def ask_population(ports: Ports, *, at: datetime) -> bool:
    """Ask the population system for a bureau's list; the answer's time makes look-ins fresh.

    Returns whether it answered. The list itself is ours for internal cases; what counts is that
    the exchange works, so that nothing lies there unseen.
    """
    try:
        ports.population.worklist(upkeep.first_county(), at=at)
    except UpstreamError as error:
        upstream_health.record_failed_fetch(POPULATION, at=at, error_kind=type(error).__name__)
        return False
    upstream_health.record_fetch(POPULATION, at=at)
    return True
