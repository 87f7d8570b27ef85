"""Keyed hashes that stand for a person where no name or number may be kept."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tongban.ports.registry import Register
from tongban.standards.id_number import compact


@cache
def _key(folder: Path) -> bytes:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "person.key"
    if not path.exists():
        number, draft = tempfile.mkstemp(dir=folder, prefix="person.key.", text=True)
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)  # atomic: the first to get here decides the key
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return bytes.fromhex(path.read_text(encoding="ascii"))


def _digest(kind: str, value: str) -> bytes:
    if settings.DATA is None:
        raise ImproperlyConfigured("TONGBAN_DATA names no data folder")
    key = _key(settings.DATA / "keys")
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).digest()


def of_record(record_id: str, *, register: Register = Register.PROVINCE) -> bytes:
    """Return the key (32 bytes) of the person behind a register's record.

    Record ids are unique within a register only; whoever is in the province is found there first.
    """
    kind = "record" if register is Register.PROVINCE else f"record:{register.value}"
    return _digest(kind, record_id)


def of_id_number(id_number: str) -> bytes:
    """Return the key (32 bytes) of an ID number; spaces and the case of X do not count."""
    return _digest("id", compact(id_number))
