"""The hash chain of a subject's events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = bytes(32)


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the one byte form of a JSON object: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def link(
    previous: bytes,
    *,
    subject: UUID,
    seq: int,
    act: str,
    name: str,
    at: datetime,
    officer: UUID | None,
    party: str,
    unit: str,
    data: Mapping[str, Any],
    request_id: UUID,
) -> bytes:
    """Return the hash (SHA-256, 32 bytes) of an event linked to the one before it."""
    body = {
        "subject": str(subject),
        "seq": seq,
        "act": act,
        "name": name,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "officer": str(officer) if officer else None,
        "party": party,
        "unit": unit,
        "data": data,
        "request_id": str(request_id),
    }
    return hashlib.sha256(bytes(previous or GENESIS) + canonical(body)).digest()
