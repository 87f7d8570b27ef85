"""`tongban prepare`: makes a database fit to serve, in one process before the others start.

Leaves its answer for the supervisor in a file: `{"demo": …, "fresh": …}`. Exit status 3 means
that an earlier first start was cut off, so that the database must be made anew.
"""

import argparse
import importlib
import json
import os
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection

from tongban.cli.errors import UNFINISHED, CannotStart
from tongban.standards.clock import SystemClock

_OLDEST = 150000
_LOCALES = {"c.utf-8", "c.utf8"}


def main(argv: list[str]) -> int:
    """Check, migrate and, on a fresh database, stamp and fill it."""
    arguments = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    django.setup()
    check_server()
    call_command("migrate", interactive=False, verbosity=0)
    clock = SystemClock()
    installations = apps.get_model("accounts", "Installation").objects
    row = installations.first()
    fresh = row is None
    if row is None:
        row = installations.create(is_demo=arguments.demo, made_at=clock.now())
        if arguments.demo:
            importlib.import_module("tongban.cli.demo").build(arguments.data)
        installations.update(ready_at=clock.now())
    elif row.ready_at is None:
        return UNFINISHED
    arguments.answer.write_text(json.dumps({"demo": row.is_demo, "fresh": fresh}), "ascii")
    return 0


def check_server() -> None:
    """Refuse a server too old or a database whose text sorts or stores otherwise.

    Raises `CannotStart`.
    """
    query = (
        "SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding),"
        " lower(datcollate), lower(datctype) FROM pg_database WHERE datname = current_database()"
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            version, encoding, *locales = cursor.fetchone()
    except OperationalError as error:
        raise CannotStart(
            "连接不上数据库：请检查 DATABASE_URL 的地址、用户名和密码，以及数据库是否已启动。",
            "The database cannot be reached: check the address, user and password in DATABASE_URL.",
        ) from error
    if version < _OLDEST:
        raise CannotStart(
            f"数据库版本太旧（{version // 10000}），需要 PostgreSQL 15 或更新。",
            f"PostgreSQL {version // 10000} is too old: 15 or newer is needed.",
        )
    if encoding != "UTF8" or not _LOCALES.issuperset(locales):
        raise CannotStart(
            "数据库的编码应为 UTF8、区域应为 C.UTF-8，请重建："
            "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'。",
            "The database must have encoding UTF8 and locale C.UTF-8: create it with "
            "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'.",
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongban prepare")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--answer", type=Path, required=True)
    parser.add_argument("--demo", action="store_true")
    return parser
