"""The mark by which a paper is checked: an opaque id and a short code, no personal data.

The QR code leads to a page that says whether a paper of this number was printed; the code beside
it is for typing. Who holds only the id cannot make the code: it is keyed (HMAC-SM3).
"""

import base64
import io
from dataclasses import dataclass
from uuid import UUID

import segno
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

_CODE_BYTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """``url`` is what the QR code says, ``code`` eight characters as ``K7QM-2XRA``."""

    url: str
    code: str
    qr: bytes


def check_code(paper_id: UUID, *, key: bytes) -> str:
    """The code of a paper: 40 bits of HMAC-SM3 in Base32, in two groups of four."""
    mac = HMAC(key, SM3())
    mac.update(paper_id.bytes)
    text = base64.b32encode(mac.finalize()[:_CODE_BYTES]).decode()
    return f"{text[:4]}-{text[4:]}"


def is_genuine(paper_id: UUID, *, code: str, key: bytes) -> bool:
    """Whether the code belongs to the paper; hyphen, spaces and case do not count."""
    typed = code.upper().replace("-", "").replace(" ", "")
    return bytes_eq(typed.encode(), check_code(paper_id, key=key).replace("-", "").encode())


def verification(paper_id: UUID, *, key: bytes, base_url: str) -> Verification:
    """The mark for a paper; ``base_url`` is the address of the checking page, no final slash."""
    code = check_code(paper_id, key=key)
    url = f"{base_url}/{paper_id.hex}?c={code.replace('-', '')}"
    return Verification(url=url, code=code, qr=qr_picture(url))


def qr_picture(content: str) -> bytes:
    """The content as a QR code, SVG without a frame (the page leaves the quiet zone)."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, dark="#1b2430"
    )
    return out.getvalue()
