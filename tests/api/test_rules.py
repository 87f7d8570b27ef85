"""The rules over HTTP answer as the command line does."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.accounts.people import STATION, make_officer, sign_in
from tests.cases.conftest import world

from tongban.cli.contract import units as units_command

__all__ = ["world"]


@pytest.fixture
def officer(client: Client, world: object) -> Client:
    sign_in(client, make_officer("api"), unit=STATION)
    return client


def test_units_are_those_of_the_command(
    officer: Client, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    units_command.main(["--json"])
    printed = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert officer.get("/api/v1/units").json() == printed


def test_each_line_is_answered_in_order(officer: Client) -> None:
    body = b'{"id": "a"}\n\nnot json\n'
    answer = officer.post("/api/v1/assess", body, content_type="application/x-ndjson")
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert [line["id"] for line in lines] == ["a", None]
    assert all("error" in line for line in lines)


@pytest.mark.parametrize(
    ("kind", "at", "status", "answer"),
    [
        ("REVIEW", "2026-11-23T17:00:00+08:00", 200, "2026-11-23T17:00:00+08:00"),
        ("REVIEW", "2026-11-23T17:00:01+08:00", 200, "2026-11-24T17:00:00+08:00"),
        ("FORWARD", "2026-12-31T09:00:00+08:00", 422, "at"),
        ("REVIEW", "2026-11-23T17:00:00", 422, "at"),
        ("PAY", "2026-11-23T17:00:00+08:00", 422, "kind"),
    ],
)
def test_deadlines(officer: Client, kind: str, at: str, status: int, answer: str) -> None:
    got = officer.get(f"/api/v1/due/{kind}", {"at": at})
    assert got.status_code == status
    assert answer in got.json().values()


def test_nobody_asks_without_signing_in(client: Client, world: object) -> None:
    assert client.get("/api/v1/units").status_code == 302
