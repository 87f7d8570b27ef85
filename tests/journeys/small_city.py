"""A demonstration of a few dozen cases: ``python -m tests.journeys.small_city DATA``.

The product fills a fresh folder with a city of hundreds; journeys bring their own cases and need
only something in every list. The folder is then like any that was started before.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import django

from tongban.cli import postgres
from tongban.cli.data_folder import lock, open_folder


def main(root: Path) -> None:
    """Make the cluster, the tables, the stamp, and the city."""
    folder = open_folder(root)
    with lock(folder), postgres.running(postgres.prepare(folder.cluster, run=folder.run)) as made:
        os.environ["DATABASE_URL"] = made.url
        os.environ["TONGBAN_DATA"] = str(folder.root)
        os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.config.settings"
        django.setup()
        # It knows models, which exist only now.
        importlib.import_module("tests.journeys.small_shape").fill(folder.root)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
