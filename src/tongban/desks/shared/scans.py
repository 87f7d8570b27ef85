"""A scanned paper that came with a form: decoded within limits, written anew, stored."""

from __future__ import annotations

import base64
import binascii
import io
import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from tongban.biometrics.picture import MAX_BYTES, PictureRefused, open_picture
from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.errors import BadInput, FieldFault

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]

JPEG = "image/jpeg"
PDF = "application/pdf"
LONG_SIDE = 2400
"""Pixels: a page of A4 at 200 dpi."""
_KEPT = re.compile("[0-9a-f]{64}")


def opened(content: bytes, *, field: str) -> Image.Image:
    """Return the picture in some bytes, upright and without metadata."""
    try:
        return open_picture(content).image
    except PictureRefused as refusal:
        raise BadInput(FieldFault(field, refusal.reason.sentence)) from None


def jpeg_of(picture: Image.Image, *, long_side: int = LONG_SIDE, quality: int = 88) -> bytes:
    """Return a JPEG no larger than ``long_side`` pixels."""
    shrunk = picture.copy()
    shrunk.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shrunk.save(out, "JPEG", quality=quality)
    return out.getvalue()


def scan_of(upload: Upload | None, *, field: str, at: datetime) -> str:
    """Store a scanned signed paper, PDF or picture; empty when none was given."""
    if upload is None or not upload.size:
        return ""
    if upload.size > MAX_BYTES:
        raise BadInput(FieldFault(field, "文件超过 20 MB，请降低扫描分辨率后再上传。"))
    content = upload.read()
    if content.startswith(b"%PDF-"):
        return store.put(content, kind=BlobKind.PAPER, media_type=PDF, at=at)
    picture = jpeg_of(opened(content, field=field))
    return store.put(picture, kind=BlobKind.PAPER, media_type=JPEG, at=at)


def signature_of(data_url: str, *, at: datetime) -> str:
    """Store what was drawn on the pad (a PNG as data URL); empty when nothing was drawn."""
    head, _, body = data_url.partition(",")
    if not body:
        return ""
    fault = FieldFault("signature", "签名没有收到，请重新签一次，或上传已签名的登记表。", "第六条")
    if head != "data:image/png;base64":
        raise BadInput(fault)
    try:
        content = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(fault) from None
    out = io.BytesIO()
    opened(content, field="signature").save(out, "PNG")
    return store.put(out.getvalue(), kind=BlobKind.SIGNATURE, media_type="image/png", at=at)


def kept_scan(given: str) -> str:
    """Return the reference of a scan that a form brings back after an error; empty for anything else."""
    return given if _KEPT.fullmatch(given) else ""
