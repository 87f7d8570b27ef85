"""The JSON read from a Protocol."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

import pytest

from tongban.ports.calls import BadMessage, Call, NoticeBook
from tongban.ports.wire import Octets

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    name: str
    picture: Octets
    made_on: date


@dataclass(frozen=True)
class Other:
    name: str


class Port(Protocol):
    def find_thing(self, name: str, *, at: datetime, limit: int = 3) -> tuple[Thing, ...]: ...


CALL = Call(Port.find_thing, is_look_up=True)
THING = Thing(name="𬭎", picture=b"\xff\x00", made_on=date(2026, 3, 4))


def test_the_path_is_the_name() -> None:
    assert CALL.path == "/v1/find-thing"


def test_a_request_survives_the_wire_with_its_defaults() -> None:
    body = CALL.encode_request("䶮", at=NOW)
    assert CALL.decode_request(body) == {"name": "䶮", "at": NOW, "limit": 3}


def test_an_answer_survives_the_wire_with_its_bytes() -> None:
    body = CALL.encode_answer((THING,))
    assert json.loads(body)[0]["picture"] == "/wA="
    assert CALL.decode_answer(body) == (THING,)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"name": 1}',
        b'{"name": "secret", "at": "yesterday"}',
        b'{"name": "secret", "at": "2026-03-04T02:30:00Z", "more": 1}',
    ],
)
def test_a_bad_request_is_refused_without_telling_its_content(body: bytes) -> None:
    with pytest.raises(BadMessage) as refused:
        CALL.decode_request(body)
    assert "secret" not in str(refused.value)


def test_a_bad_answer_is_refused() -> None:
    with pytest.raises(BadMessage):
        CALL.decode_answer(b'[{"name": "x"}]')


def test_notices_carry_their_kind() -> None:
    book = NoticeBook((Thing, Other))
    assert book.decode(book.encode(THING)) == THING
    assert book.decode(book.encode(Other("x"))) == Other("x")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"kind": "Unknown", "body": {}}', b'{"kind": "Other", "body": 1}']
)
def test_a_bad_notice_is_refused(body: bytes) -> None:
    with pytest.raises(BadMessage):
        NoticeBook((Thing, Other)).decode(body)
