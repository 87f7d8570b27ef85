"""Signed messages from upstream over HTTP: stored as received, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tongban.inbound import receive
from tongban.inbound.models import InboundMessage
from tongban.ports import sms
from tongban.ports.wire import Secret, ensure_secret, sign

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BODY = sms.NOTICES.encode(
    sms.DeliveryReport(message_id=str(uuid4()), state=sms.DeliveryState.DELIVERED, at=NOW)
)
Send = Callable[..., Any]


class At:
    """A clock that stands still."""

    def now(self) -> datetime:
        """The moment of the test."""
        return NOW


@pytest.fixture
def send(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Send a message as an upstream system does; every part can be wrong."""
    settings.DATA = tmp_path
    monkeypatch.setattr(receive, "CLOCK", At())
    secrets = {name: ensure_secret(tmp_path, system=name) for name in ("sms", "treasury")}

    def post(
        body: bytes = BODY,
        *,
        system: str = "sms",
        key: Secret | None = None,
        at: datetime = NOW,
        message_id: UUID | None = None,
    ) -> Any:
        path = f"/inbound/{system}/"
        headers = sign(
            key or secrets["sms"],
            method="POST",
            path=path,
            body=body,
            message_id=message_id or uuid4(),
            at=at,
        )
        return Client().post(path, body, content_type="application/json", headers=headers)

    return post


def test_a_message_is_stored_as_received_and_handled_later(send: Send) -> None:
    name = uuid4()
    assert send(message_id=name).status_code == 202
    row = InboundMessage.objects.get()
    assert (row.message_id, row.system, row.kind) == (name, "sms", "DeliveryReport")
    assert (row.received_at, row.handled_at) == (NOW, None)
    (job,) = ProcrastinateJob.objects.filter(task_name="handle_inbound")
    assert job.args == {"message_id": str(name)}


def test_a_repeated_message_is_answered_alike_and_kept_once(send: Send) -> None:
    name = uuid4()
    answers = [send(message_id=name) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert InboundMessage.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="handle_inbound").count() == 1


def test_another_key_opens_nothing(send: Send) -> None:
    assert send(key=Secret(b"\0" * 32)).status_code == 401
    assert not InboundMessage.objects.exists()


def test_the_key_of_another_system_opens_nothing(send: Send) -> None:
    assert send(system="treasury").status_code == 401


def test_an_old_message_is_not_taken(send: Send) -> None:
    assert send(at=NOW - timedelta(days=1)).status_code == 401


def test_an_unsigned_message_is_not_taken(send: Send) -> None:
    answer = Client().post("/inbound/sms/", BODY, content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff<<<", b'{"kind": "unheard_of"}'])
def test_what_is_not_of_the_contract_is_refused(send: Send, body: bytes) -> None:
    assert send(body).status_code == 400
    assert not InboundMessage.objects.exists()


def test_an_unknown_system_has_no_address(send: Send) -> None:
    assert send(system="population").status_code == 404


def test_nobody_reads_messages_here(send: Send) -> None:
    assert Client().get("/inbound/sms/").status_code == 405
