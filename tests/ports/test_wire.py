"""Signing and verifying messages."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tongban.ports.errors import BadSignature
from tongban.ports.wire import (
    KEY_ID,
    MESSAGE_ID,
    MESSAGE_TIME,
    SIGNATURE,
    TOLERANCE,
    Secret,
    ensure_secret,
    load_secret,
    secret_path,
    sign,
    sm3,
    verify,
)

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
SECRET = Secret(b"k" * 32)
ID = UUID(int=7)


def signed(**changes: str) -> dict[str, str]:
    headers = sign(SECRET, method="POST", path="/p", body=b"{}", message_id=ID, at=NOW)
    return headers | changes


def check(
    headers: dict[str, str],
    *,
    method: str = "POST",
    path: str = "/p",
    body: bytes = b"{}",
    now: datetime = NOW,
    secret: Secret = SECRET,
) -> UUID:
    return verify(secret, method=method, path=path, body=body, headers=headers, now=now).message_id


def test_sm3_of_the_standard() -> None:
    """GB/T 32905 appendix A.1."""
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abc").hex() == expected


def test_a_signed_message_is_accepted_whatever_the_case_of_its_headers() -> None:
    assert check(signed()) == ID
    assert check({name.lower(): value for name, value in signed().items()}) == ID


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"path": "/q"},
        {"body": b"{} "},
        {"secret": Secret(b"s" * 32)},
        {"now": NOW + TOLERANCE + timedelta(seconds=1)},
        {"now": NOW - TOLERANCE - timedelta(seconds=1)},
    ],
)
def test_any_change_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        check(signed(), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {MESSAGE_ID: str(UUID(int=8))},
        {MESSAGE_ID: "7"},
        {MESSAGE_TIME: "2026-03-04T02:30:01+00:00"},
        {MESSAGE_TIME: "2026-03-04T02:30:00"},
        {MESSAGE_TIME: "today"},
        {KEY_ID: "000000000000"},
        {SIGNATURE: "00" * 32},
        {SIGNATURE: "zz"},
    ],
)
def test_any_changed_header_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        check(signed(**changed))


@pytest.mark.parametrize("missing", [MESSAGE_ID, MESSAGE_TIME, KEY_ID, SIGNATURE])
def test_a_missing_header_is_refused(missing: str) -> None:
    headers = signed()
    del headers[missing]
    with pytest.raises(BadSignature):
        check(headers)


def test_clocks_may_differ_a_little() -> None:
    assert check(signed(), now=NOW + TOLERANCE) == ID


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    made = ensure_secret(tmp_path, system="treasury")
    assert ensure_secret(tmp_path, system="treasury") == made
    assert load_secret(tmp_path, system="treasury") == made
    path = secret_path(tmp_path, system="treasury")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert made.key.hex() not in repr(made)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    path = secret_path(tmp_path, system="sms")
    path.parent.mkdir()
    path.write_text("abcd", "ascii")
    with pytest.raises(ValueError, match="shorter"):
        load_secret(tmp_path, system="sms")
