"""Files that came with a form: opened, judged, stored; nothing is served as it was sent.

A picture is decoded within limits and written anew, so that metadata and anything hidden in the
file stay outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from tongban.biometrics.picture import MAX_BYTES, Refused
from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.desks.shared.scans import JPEG, jpeg_of, opened, scan_of, signature_of

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]

__all__ = [
    "JPEG",
    "jpeg_of",
    "opened",
    "picture_of",
    "scan_of",
    "signature_of",
    "store_all",
    "store_pages",
]
MOST_PAGES = 12


def picture_of(upload: Upload | None, *, field: str, missing: str) -> Image.Image:
    """Return the picture in an upload; ``BadInput`` at ``field`` says what is wrong with it."""
    if upload is None or not upload.size:
        raise BadInput(FieldFault(field, missing))
    if upload.size > MAX_BYTES:
        raise BadInput(FieldFault(field, Refused.TOO_LARGE.sentence))
    return opened(upload.read(), field=field)


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
