"""What pages and acts of the window cost: at most 8 queries a page, 6 an act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.world import MORNING
from tests.desks.station.test_intake_flow import pad
from tests.desks.station.window import Window, picture

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


def act(window: Window, intake: UUID, name: str, **data: object) -> None:
    """Do an act within its limit."""
    with at_most(6):
        answer = window.post(f"{intake}/do/{name}/", **data)
    assert answer.status_code == 303, answer.content.decode()


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


def test_acts_of_an_open_intake(prepared: Window) -> None:
    person = prepared.person()
    with at_most(6):
        answer = prepared.post("find/", id_number=person.record.id_number, reason="EXPIRED")
    intake = UUID(answer.headers["Location"].split("/")[3])
    act(prepared, intake, "evidence", kind="PASSPORT", image=picture())
    act(prepared, intake, "live", by="camera")
    act(prepared, intake, "fingerprint")
    act(prepared, intake, "face", face="SAME")
    act(prepared, intake, "history")
    act(prepared, intake, "identity", confirmed="yes")
    act(prepared, intake, "photo-upload", by="camera")
    act(prepared, intake, "finger/right", act="scan")
    act(prepared, intake, "details", reason="EXPIRED", phone="13800000000")


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
