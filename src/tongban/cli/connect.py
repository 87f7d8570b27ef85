"""Django on the database of a data folder, whether or not the product is running there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tongban.cli import postgres
from tongban.cli.data_folder import default_root, lock, open_folder
from tongban.cli.errors import CannotStart


@contextmanager
def framework(root: Path | None) -> Iterator[None]:
    """Set Django up while the block runs; without `root` on the default data folder.

    `DATABASE_URL` wins. A running product's database is shared; else the embedded one is started
    for the block and stopped after it. Raises `CannotStart`.
    """
    folder = open_folder(root or default_root())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    os.environ.setdefault("TONGBAN_DATA", str(folder.root))
    if "DATABASE_URL" in os.environ:
        django.setup()
        yield
        return
    try:
        claim = lock(folder)
    except CannotStart:
        if not folder.database_url.exists():  # it is starting or ending just now
            raise
        os.environ["DATABASE_URL"] = folder.database_url.read_text("utf-8")
        django.setup()
        yield
        return
    with claim:
        if not (folder.cluster / "PG_VERSION").exists():
            raise CannotStart(
                f"数据目录 {folder.root} 里还没有数据库。请用 --data 指定正确的目录。",
                f"There is no database in {folder.root}. Name the right folder with --data.",
            )
        cluster = postgres.prepare(folder.cluster, run=folder.run)
        with postgres.running(cluster):
            os.environ["DATABASE_URL"] = cluster.url
            django.setup()
            yield
