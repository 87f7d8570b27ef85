"""Sealing: SM4-GCM (GB/T 32907, GB/T 36624) bound to the address, and addresses by HMAC-SM3.

Layout: version 1 byte · key id 2 · nonce 12 · tag 16 · ciphertext. The nonce is random; under
one key SM4-GCM is safe for 2³² contents, far beyond one city's lifetime.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from tongban.blobs.keys import KeyRing

_VERSION = 1
_NONCE = slice(3, 15)
_TAG = slice(15, 31)
_BODY = slice(31, None)


class SealBroken(Exception):
    """The sealed bytes are not what was sealed under this address."""


def address(content: bytes, *, kind: str, keys: KeyRing) -> bytes:
    """The 32 bytes under which content of a kind is kept."""
    mac = HMAC(keys.address_key, SM3())
    mac.update(kind.encode("ascii") + b"\0")
    mac.update(content)
    return mac.finalize()


def seal(content: bytes, *, digest: bytes, keys: KeyRing) -> bytes:
    """Encrypt; the result opens only under the same digest."""
    nonce = secrets.token_bytes(12)
    cipher = Cipher(SM4(keys.cipher_keys[keys.sealing]), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(digest)
    body = cipher.update(content) + cipher.finalize()
    return bytes([_VERSION]) + keys.sealing.to_bytes(2, "big") + nonce + cipher.tag + body


def unseal(sealed: bytes, *, digest: bytes, keys: KeyRing) -> bytes:
    """Decrypt. Raises ``SealBroken`` when anything differs, also the digest."""
    key = keys.cipher_keys.get(int.from_bytes(sealed[1:3], "big"))
    if sealed[:1] != bytes([_VERSION]) or key is None or len(sealed) < _BODY.start:
        raise SealBroken
    cipher = Cipher(SM4(key), modes.GCM(sealed[_NONCE], sealed[_TAG])).decryptor()
    cipher.authenticate_additional_data(digest)
    try:
        return cipher.update(sealed[_BODY]) + cipher.finalize()
    except InvalidTag:
        raise SealBroken from None
