"""What a database is and how far it is, asked without loading the web framework.

A start on a database that needs nothing done must not wait for the framework to say so.
"""

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from tongban.cli.database_url import BadDatabaseUrl, database_settings
from tongban.cli.errors import CannotStart

_OLDEST = 150000
_LOCALES = {"c.utf-8", "c.utf8"}


@dataclass(frozen=True)
class State:
    """`is_demo` is None while the database has not been stamped; `is_ready` once it was filled."""

    is_migrated: bool
    is_demo: bool | None
    is_ready: bool


def inspect(url: str) -> State:
    """Check the server at `url` and say how far its database is. Raises `CannotStart`."""
    with _connect(url) as connection:
        _check_server(connection)
        exists = "SELECT to_regclass('django_migrations'), to_regclass('accounts_installation')"
        migrations, installation = connection.execute(exists).fetchone() or (None, None)
        applied: set[tuple[str, str]] = set()
        if migrations:
            applied = set(connection.execute("SELECT app, name FROM django_migrations"))
        stamp = None
        if installation:
            query = "SELECT is_demo, ready_at IS NOT NULL FROM accounts_installation"
            stamp = connection.execute(query).fetchone()
    _check_not_newer(applied)
    return State(
        is_migrated=shipped_migrations() <= applied,
        is_demo=stamp[0] if stamp else None,
        is_ready=bool(stamp and stamp[1]),
    )


@cache
def shipped_migrations() -> frozenset[tuple[str, str]]:
    """App and name of every migration that this version of the product brings."""
    ours = Path(__file__).resolve().parents[1]
    queue = importlib.util.find_spec("procrastinate")
    places = (queue.submodule_search_locations or []) if queue else []
    found = {(file.parts[-3], file.stem) for file in ours.glob("**/migrations/[0-9]*.py")}
    for place in places:
        files = Path(place).glob("contrib/django/migrations/[0-9]*.py")
        found |= {("procrastinate", file.stem) for file in files}
    return frozenset(found)


def _connect(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    try:
        database_settings(url)
        return psycopg.connect(url, connect_timeout=10)
    except BadDatabaseUrl as error:
        raise CannotStart(
            "DATABASE_URL 无法识别，应形如 postgresql://用户:口令@主机:5432/数据库名。",
            "DATABASE_URL cannot be read; it looks like postgresql://user:password@host:5432/name.",
        ) from error
    except psycopg.OperationalError as error:
        raise CannotStart(
            "连接不上数据库：请检查 DATABASE_URL 的地址、用户名和口令，以及数据库是否已启动。",
            "The database cannot be reached: check the address, user and password in DATABASE_URL.",
        ) from error


def _check_not_newer(applied: set[tuple[str, str]]) -> None:
    """Refuse a database that another version has made or changed: we would misread what it stored.

    A later one, or one from before 0.1.0, whose migrations were made anew until the release.
    """
    shipped = shipped_migrations()
    ours = {app for app, _ in shipped}
    if any(app in ours for app, _ in applied - shipped):
        raise CannotStart(
            "这个数据库由另一版本的通办建立或升级。请使用那个版本；要退回旧版本，须恢复升级前的备份。"
            "0.1.0 发布前试用的数据，请用 --data 换一个空目录重新建立。",
            "Another version of Tongban has made or upgraded this database. Use that version, or "
            "restore the backup made before the upgrade. Data tried before the release of 0.1.0: "
            "begin anew in an empty folder named by --data.",
        )


def _check_server(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Refuse a server too old, or a database whose text is stored or sorted otherwise."""
    version = connection.info.server_version
    if version < _OLDEST:
        raise CannotStart(
            f"数据库版本太旧（{version // 10000}），需要 PostgreSQL 15 或更新。",
            f"PostgreSQL {version // 10000} is too old: 15 or newer is needed.",
        )
    query = (
        "SELECT pg_encoding_to_char(encoding), lower(datcollate), lower(datctype)"
        " FROM pg_database WHERE datname = current_database()"
    )
    encoding, *locales = connection.execute(query).fetchone() or ("",)
    if encoding != "UTF8" or not _LOCALES.issuperset(str(name) for name in locales):
        raise CannotStart(
            "数据库的编码应为 UTF8、区域应为 C.UTF-8，请重建："
            "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'。",
            "The database must have encoding UTF8 and locale C.UTF-8: create it with "
            "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'.",
        )
