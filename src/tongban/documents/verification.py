"""The mark by which a paper is checked: a QR code that leads to the public page, and a code to type.

Neither tells anything of the person: the page behind it says what kind of paper it is, its number,
the unit, the day, and whether it is in force.
"""

import io
from dataclasses import dataclass

import segno

from tongban.standards.check_code import shown

PATH = "/v/"
"""Where the public page stands; short, so that the QR code stays coarse on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """``url`` is what the QR code says, ``code`` as ``K7QM-2XRA-9PHC``, ``qr`` an SVG."""

    url: str
    code: str
    qr: bytes


def verification(code: str, *, origin: str) -> Verification:
    """The mark for a paper with this code; ``origin`` as ``https://host``, no final slash."""
    url = f"{origin}{PATH}{code}"
    return Verification(url=url, code=shown(code), qr=qr_picture(url))


def qr_picture(content: str) -> bytes:
    """The content as a QR code, SVG without a frame (the page leaves the quiet zone)."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, dark="#1b2430"
    )
    return out.getvalue()
