"""`tongban prepare`: migrates a database and fills a fresh one, before the others start."""

import argparse
import importlib
from pathlib import Path

from django.core.management import call_command

from tongban.accounts.bootstrap import load_units
from tongban.accounts.models import Installation
from tongban.standards.clock import SystemClock


def main(argv: list[str]) -> int:
    """Migrate; stamp a fresh database as what it will always be, and fill a demonstration.

    `ready_at` is set last: a database stamped without it was cut off half-way.
    """
    arguments = _parser().parse_args(argv)
    call_command("migrate", interactive=False, verbosity=0)
    load_units()
    clock = SystemClock()
    installations = Installation.objects
    if not installations.exists():
        installations.create(is_demo=arguments.demo, made_at=clock.now())
        if arguments.demo:
            # A real installation never loads the invented city.
            importlib.import_module("tongban.cli.demo").build(arguments.data)
        installations.update(ready_at=clock.now())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongban prepare")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--demo", action="store_true")
    return parser
