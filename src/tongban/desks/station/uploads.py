"""Files that came with a form: opened, judged, stored; nothing is served as it was sent.

A picture is decoded within limits and written anew, so that metadata and anything hidden in the
file stay outside.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from tongban.biometrics.picture import MAX_BYTES, PictureRefused, Refused, open_picture
from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.errors import BadInput, FieldFault

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]

JPEG = "image/jpeg"
PDF = "application/pdf"
MOST_PAGES = 12
LONG_SIDE = 2400
"""Pixels: a page of A4 at 200 dpi."""


def picture_of(upload: Upload | None, *, field: str, missing: str) -> Image.Image:
    """Return the picture in an upload; ``BadInput`` at ``field`` says what is wrong with it."""
    if upload is None or not upload.size:
        raise BadInput(FieldFault(field, missing))
    if upload.size > MAX_BYTES:
        raise BadInput(FieldFault(field, Refused.TOO_LARGE.sentence))
    return opened(upload.read(), field=field)


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


def store_pages(uploads: Sequence[Upload], *, field: str, at: datetime) -> tuple[str, ...]:
    """Store the pages of a document and return their references, one query for all."""
    given = [one for one in uploads if one.size]
    if len(given) > MOST_PAGES:
        raise BadInput(FieldFault(field, f"一种证件最多 {MOST_PAGES} 页，请分次登记。"))
    pages = [jpeg_of(picture_of(one, field=field, missing="")) for one in given]
    return store_all(pages, kind=BlobKind.EVIDENCE, at=at)


def store_all(contents: Sequence[bytes], *, kind: BlobKind, at: datetime) -> tuple[str, ...]:
    """Store JPEGs and return their references, one query for all."""
    prepared = [store.prepare(one, kind=kind, media_type=JPEG, at=at) for one in contents]
    for one in prepared:
        one.write_file()
    if prepared:
        store.insert(prepared)
    return tuple(one.ref for one in prepared)


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
