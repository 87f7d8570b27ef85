"""How small the small city is."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from tongban.accounts.models import Installation
from tongban.cli.demo_city.build import Order, build_city
from tongban.cli.demo_city.drawing_up import Shape
from tongban.standards.clock import SystemClock

PEOPLE = 3600
SHAPE = Shape(
    ordinary=36,
    queue=(1, 1),
    reviewed=(0, 1),
    unsigned=1,
    open_now=2,
    returned=2,
    unpaid=1,
    refused=2,
    waiting=1,
    withdrawn=1,
    voided=1,
    outgoing=4,
    unanswered=2,
    incoming=4,
    incoming_queue=(1, 1),
    mailed=1,
)


def fill(data: Path) -> None:
    """Do what the product does at a first start, with fewer people and visits."""
    call_command("migrate", interactive=False, verbosity=0)
    clock = SystemClock()
    now = clock.now()
    Installation.objects.create(is_demo=True, made_at=now)
    build_city(Order(data=data, now=now, people=PEOPLE, shape=SHAPE, workers=2))
    Installation.objects.update(ready_at=clock.now())
