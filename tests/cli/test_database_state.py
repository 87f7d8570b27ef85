"""What the start-up asks of a database before the web framework is loaded."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from tongban.accounts.models import Installation
from tongban.cli.database_state import inspect, shipped_migrations
from tongban.cli.errors import CannotStart


def _url_of(database: str) -> str:
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{base.rpartition('/')[0]}/{database}?{query}"


@contextmanager
def _database(options: str) -> Iterator[str]:
    name = f"state_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(make_conninfo(_url_of("postgres")), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
        try:
            yield _url_of(name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_migrations_are_found_as_django_finds_them() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert shipped_migrations() == set(loader.disk_migrations)


@pytest.mark.django_db(transaction=True)
def test_a_migrated_database_without_a_stamp_is_fresh() -> None:
    state = inspect(_url_of(str(connection.settings_dict["NAME"])))
    assert state.is_migrated
    assert (state.is_demo, state.is_ready) == (None, False)


@pytest.mark.django_db(transaction=True)
def test_a_first_start_that_was_cut_off_is_seen() -> None:
    Installation.objects.create(is_demo=True, made_at=timezone.now())
    state = inspect(_url_of(str(connection.settings_dict["NAME"])))
    assert (state.is_demo, state.is_ready) == (True, False)
    Installation.objects.update(ready_at=timezone.now())
    assert inspect(_url_of(str(connection.settings_dict["NAME"]))).is_ready


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["9999_later", "0016_odd_cards"], ids=["later", "tried before"])
def test_a_database_of_another_version_is_refused_with_what_to_do(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', %s, now())", [name]
        )
    try:
        with pytest.raises(CannotStart, match=r"请使用那个版本.*用 --data 换一个空目录重新建立"):
            inspect(_url_of(str(connection.settings_dict["NAME"])))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = %s", [name])


@pytest.mark.django_db
def test_an_empty_database_has_everything_before_it() -> None:
    with _database("ENCODING 'UTF8' LOCALE 'C.UTF-8'") as url:
        state = inspect(url)
    assert (state.is_migrated, state.is_demo, state.is_ready) == (False, None, False)


@pytest.mark.django_db
@pytest.mark.parametrize("options", ["ENCODING 'UTF8' LOCALE 'C'", "ENCODING 'LATIN1' LOCALE 'C'"])
def test_a_database_that_cannot_search_chinese_is_refused(options: str) -> None:
    with _database(options) as url, pytest.raises(CannotStart, match=r"C\.UTF-8"):
        inspect(url)


def test_a_server_that_is_not_there_is_refused_without_the_password() -> None:
    with pytest.raises(CannotStart, match="连接不上数据库") as refusal:
        inspect("postgresql://u:secret@127.0.0.1:1/n")
    assert "secret" not in str(refusal.value)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL 无法识别"):
        inspect("sqlite:///x")
