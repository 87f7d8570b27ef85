"""`/healthz` and `/readyz`."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from tongban.config import health
from tongban.jobs.models import Heartbeat

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class _Clock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("silent_for", "problem"),
    [
        (None, {"worker": "has not reported yet"}),
        (timedelta(seconds=0), {}),
        (health.WORKER_SILENT_AFTER, {}),
        (health.WORKER_SILENT_AFTER + timedelta(microseconds=1), {"worker": "is silent"}),
    ],
)
def test_the_worker_must_have_been_heard_lately(
    silent_for: timedelta | None, problem: dict[str, str]
) -> None:
    if silent_for is not None:
        Heartbeat.objects.create(name=health.WORKER, at=NOW - silent_for)
    assert health.problems(clock=_Clock()) == problem


@pytest.mark.django_db
def test_migrations_must_be_applied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    assert health.problems(clock=_Clock()) == {"migrations": "not applied"}


@pytest.mark.django_db
def test_what_is_wrong_is_said(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == {"worker": "has not reported yet"}


def test_a_database_that_is_away_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "_migrated", away)
    assert client.get("/readyz").json()["problems"] == {"database": "does not answer"}
