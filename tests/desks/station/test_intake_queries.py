"""What pages of the window cost: at most 8 queries; its acts are in ``tests/desks/cost``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.world import MORNING
from tests.desks.station.test_intake_flow import pad
from tests.desks.station.window import Window

from tongban.accounts.models import Installation
from tongban.cases.models import Case

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
OPEN_STEPS = ("identity", "evidence", "compare", "photo", "fingerprints", "details", "compose")


@pytest.fixture
def prepared(window: Window) -> Window:
    """The first page of a process reads whether it is a demonstration, once."""
    Installation.objects.create(is_demo=True, made_at=MORNING, ready_at=MORNING)
    window.text("")
    return window


@contextmanager
def at_most(most: int) -> Iterator[None]:
    """Allow so many statements; the marks of transactions do not count."""
    with CaptureQueriesContext(connection) as done:
        yield
    asked = [one["sql"] for one in done if not one["sql"].startswith(TRANSACTION)]
    assert len(asked) <= most, "\n".join(sql[:160] for sql in asked)


def page(window: Window, path: str) -> None:
    """Open a page within its limit; the writes of the audit log count."""
    with at_most(8):
        assert window.client.get(f"/station/intake/{path}").status_code == 200


def test_pages_of_an_open_intake(prepared: Window) -> None:
    intake = prepared.complete(prepared.person())
    page(prepared, "")
    for step in OPEN_STEPS:
        page(prepared, f"{intake}/{step}/")


def test_pages_of_a_composed_intake(prepared: Window) -> None:
    intake = prepared.complete(prepared.person())
    prepared.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    prepared.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    for step in ("compose", "fee", "finish"):
        page(prepared, f"{intake}/{step}/")


def test_papers(prepared: Window) -> None:
    intake = prepared.complete(prepared.person())
    prepared.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    for kind in ("registration", "collection-slip"):
        with at_most(8):
            answer = prepared.client.post(
                f"/papers/case/{case.id}/{kind}/", {"request_id": str(uuid4())}
            )
        with at_most(8):
            assert prepared.client.get(answer.headers["Location"]).status_code == 200
