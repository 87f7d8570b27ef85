"""The database address, from a URL to what Django wants."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

_DJANGO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


class BadDatabaseUrl(ValueError):
    """`DATABASE_URL` is no PostgreSQL address; the message never repeats it (passwords)."""


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for `url`, in any form libpq takes. Raises `BadDatabaseUrl`.

    Connections stay open from request to request and are tried before use, so that a restart of
    the database costs no failed request; statements are prepared on their second use.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise BadDatabaseUrl("DATABASE_URL must begin with postgresql://")
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError as error:
        raise BadDatabaseUrl("DATABASE_URL cannot be read") from error
    if not parts.get("dbname"):
        raise BadDatabaseUrl("DATABASE_URL names no database")
    settings: dict[str, Any] = {name: parts.pop(key, "") for key, name in _DJANGO_NAMES.items()}
    options = {
        # Without binding on the server nothing is ever prepared.
        "server_side_binding": True,
        "prepare_threshold": 2,
        "connect_timeout": 5,
        "application_name": "tongban",
    }
    return settings | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | parts,
    }
