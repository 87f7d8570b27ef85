"""Keys of the blobs: one file, one line per key, the last line seals.

A line is ``<id> <48 bytes in hex>``: 16 bytes for SM4, 32 for HMAC-SM3. To rotate, append a line;
older content stays readable by the id stored with it. Addresses are always made with the first
line's hash key, otherwise equal content would get a second address.
"""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SECRET = 48
_CIPHER_KEY = 16


@dataclass(frozen=True, slots=True)
class KeyRing:
    """``sealing`` names the key for new content; ``cipher_keys`` holds all, by id."""

    address_key: bytes
    sealing: int
    cipher_keys: dict[int, bytes]


@cache
def key_ring(folder: Path) -> KeyRing:
    """The keys under ``folder``/keys, made on first use with permissions 0600."""
    path = folder / "keys" / "blob.key"
    if not path.exists():
        _create(path)
    lines = [line.split() for line in path.read_text("ascii").splitlines() if line.strip()]
    secrets_by_id = {int(number): bytes.fromhex(secret) for number, secret in lines}
    first, *_ = secrets_by_id
    *_, last = secrets_by_id
    return KeyRing(
        address_key=secrets_by_id[first][_CIPHER_KEY:],
        sealing=last,
        cipher_keys={number: secret[:_CIPHER_KEY] for number, secret in secrets_by_id.items()},
    )


def _create(path: Path) -> None:
    """Written whole, then linked into place: of several first processes one key wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"1 {secrets.token_hex(_SECRET)}\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
