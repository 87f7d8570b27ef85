"""How messages between this product and the other systems are signed and verified.

Every message, in both directions, carries four headers: its id (UUID), the time of sending,
the id of the key, and HMAC-SM3 (GB/T 32905, GB/T 15852.2) over method, path, time, id and the
SM3 digest of the body. An answer repeats the id of its request and is signed with the method
``ANSWER <status>``, so that an answer cannot be swapped for another.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from pydantic import BeforeValidator, PlainSerializer

from tongban.ports.errors import BadSignature

MESSAGE_ID = "X-Message-Id"
MESSAGE_TIME = "X-Message-Time"
KEY_ID = "X-Key-Id"
SIGNATURE = "X-Signature"

TOLERANCE = timedelta(minutes=5)
"""How far the clocks of two systems may differ before a message is refused."""


def _octets(value: object) -> object:
    return b64decode(value, validate=True) if isinstance(value, str) else value


def _base64(value: bytes) -> str:
    return b64encode(value).decode()


Octets = Annotated[
    bytes, BeforeValidator(_octets), PlainSerializer(_base64, return_type=str, when_used="json")
]
"""Bytes inside a message; base64 on the wire."""


@dataclass(frozen=True)
class Secret:
    """The key shared with one system; `key_id` names it without telling it."""

    key: bytes

    @property
    def key_id(self) -> str:
        return sm3(self.key).hex()[:12]

    def __repr__(self) -> str:
        return f"Secret({self.key_id})"


@dataclass(frozen=True)
class Envelope:
    """What a verified message says about itself."""

    message_id: UUID
    sent_at: datetime


def secret_path(data: Path, *, system: str) -> Path:
    """Where the key shared with `system` lies in the data folder."""
    return data / "keys" / f"wire-{system}.key"


def load_secret(data: Path, *, system: str) -> Secret:
    """The key shared with `system`; `FileNotFoundError` or `ValueError` when it is not usable."""
    key = bytes.fromhex(secret_path(data, system=system).read_text("ascii").strip())
    if len(key) < 32:
        raise ValueError(f"wire key of {system} is shorter than 32 bytes")
    return Secret(key)


def ensure_secret(data: Path, *, system: str) -> Secret:
    """The key shared with `system`, made on first use and readable by its owner only."""
    path = secret_path(data, system=system)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32) + "\n", "ascii")
    return load_secret(data, system=system)


def sm3(data: bytes) -> bytes:
    """SM3 digest (GB/T 32905), 32 bytes."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def sign(
    secret: Secret, *, method: str, path: str, body: bytes, message_id: UUID, at: datetime
) -> dict[str, str]:
    """The four headers that make `body` a signed message sent at `at` (aware)."""
    sent = at.astimezone(UTC).isoformat()
    mac = _mac(secret, method=method, path=path, sent=sent, message_id=message_id, body=body)
    return {
        MESSAGE_ID: str(message_id),
        MESSAGE_TIME: sent,
        KEY_ID: secret.key_id,
        SIGNATURE: mac.hex(),
    }


def verify(
    secret: Secret,
    *,
    method: str,
    path: str,
    body: bytes,
    headers: Mapping[str, str],
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> Envelope:
    """Accept a message or raise `BadSignature`; header names may be in any case."""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message_id = UUID(given[MESSAGE_ID.lower()])
        sent = given[MESSAGE_TIME.lower()]
        key_id = given[KEY_ID.lower()]
        mac = bytes.fromhex(given[SIGNATURE.lower()])
        sent_at = datetime.fromisoformat(sent)
    except (KeyError, ValueError) as error:
        raise BadSignature("a signature header is missing or malformed") from error
    if sent_at.tzinfo is None or abs(now - sent_at) > tolerance:
        raise BadSignature("the time of the message is outside the accepted window")
    if not hmac.compare_digest(key_id, secret.key_id):
        raise BadSignature("the message is signed with another key")
    expected = _mac(secret, method=method, path=path, sent=sent, message_id=message_id, body=body)
    if not hmac.compare_digest(mac, expected):
        raise BadSignature("the signature does not fit the message")
    return Envelope(message_id=message_id, sent_at=sent_at)


def answer_method(status: int) -> str:
    """The method under which an answer with this HTTP status is signed."""
    return f"ANSWER {status}"


def _mac(
    secret: Secret, *, method: str, path: str, sent: str, message_id: UUID, body: bytes
) -> bytes:
    text = "\n".join((method, path, sent, str(message_id), sm3(body).hex()))
    mac = HMAC(secret.key, SM3())
    mac.update(text.encode())
    return mac.finalize()
