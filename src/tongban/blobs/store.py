"""The way in: put, get, erase, sweep.

An operation that wants the blob in its own transaction calls ``prepare``, ``write_file`` before
the transaction and inserts ``row`` inside it; a file without a row is swept later.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction

from tongban.blobs import files
from tongban.blobs.drawers import Recipe, draw, media_type_of
from tongban.blobs.errors import BlobDamaged, BlobErased, BlobUnknown, NoDataFolder
from tongban.blobs.keys import KeyRing, key_ring
from tongban.blobs.kinds import BlobKind
from tongban.blobs.models import Blob
from tongban.blobs.seal import SealBroken, address, seal, unseal

BlobRef = str
_Item = TypeVar("_Item")
_REF = re.compile("[0-9a-f]{64}")
_BATCH = 1000
_RENEWED = ["media_type", "size", "sealed", "recipe", "created_at", "erased_at"]


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Content as it was put in."""

    content: bytes
    media_type: str
    kind: BlobKind


@dataclass(frozen=True, slots=True)
class Prepared:
    """A blob ready to be kept: the file to write first, then the row to insert."""

    ref: BlobRef
    row: Blob
    file_content: bytes | None
    folder: Path

    def write_file(self) -> None:
        """Write the original durably; nothing to do for content that lives in the row."""
        if self.file_content is not None:
            files.write(self.ref, sealed=self.file_content, folder=self.folder)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows and files a sweep removed."""

    rows: int
    files: int


def prepare(content: bytes, *, kind: BlobKind, media_type: str, at: datetime) -> Prepared:
    """Address and seal content without touching disk or database."""
    folder, keys = _folder_and_keys()
    digest = address(content, kind=kind, keys=keys)
    sealed = seal(content, digest=digest, keys=keys)
    row = Blob(
        digest=digest,
        kind=kind,
        media_type=media_type,
        size=len(content),
        sealed=sealed if kind.is_in_database else None,
        created_at=at,
    )
    return Prepared(
        ref=row.ref,
        row=row,
        file_content=None if kind.is_in_database else sealed,
        folder=folder,
    )


def prepare_recipe(recipe: Recipe, *, kind: BlobKind, at: datetime) -> Prepared:
    """The same for content that is drawn when read. ``KeyError``: no such drawer."""
    folder, keys = _folder_and_keys()
    digest = address(recipe.canonical(), kind=kind, keys=keys)
    row = Blob(
        digest=digest,
        kind=kind,
        media_type=media_type_of(recipe.drawer),
        size=0,
        recipe=recipe.as_json(),
        created_at=at,
    )
    return Prepared(ref=row.ref, row=row, file_content=None, folder=folder)


def insert(prepared: Iterable[Prepared]) -> None:
    """Insert the rows in one query; content that is already kept, or was erased, is kept anew."""
    rows = {one.ref: one.row for one in prepared}
    Blob.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=_RENEWED,
        batch_size=_BATCH,
    )


def put(content: bytes, *, kind: BlobKind, media_type: str, at: datetime) -> BlobRef:
    """Keep content and give its reference; one query."""
    prepared = prepare(content, kind=kind, media_type=media_type, at=at)
    prepared.write_file()
    insert([prepared])
    return prepared.ref


def put_recipe(recipe: Recipe, *, kind: BlobKind, at: datetime) -> BlobRef:
    """Keep a recipe and give its reference; one query."""
    prepared = prepare_recipe(recipe, kind=kind, at=at)
    insert([prepared])
    return prepared.ref


def get(ref: BlobRef) -> StoredBlob:
    """The content of a reference; one query.

    Raises ``BlobUnknown``, ``BlobErased``, and ``BlobDamaged`` when what is there is not what
    was put in.
    """
    row = Blob.objects.filter(digest=_digest_of(ref)).first()
    if row is None:
        raise BlobUnknown(ref)
    if row.erased_at is not None:
        raise BlobErased(ref)
    return StoredBlob(content=_content(row), media_type=row.media_type, kind=BlobKind(row.kind))


def erase(ref: BlobRef, *, at: datetime) -> None:
    """Remove the content for good, keep the fact. The file goes when the transaction commits."""
    digest = _digest_of(ref)
    changed = Blob.objects.filter(digest=digest, erased_at=None).update(
        sealed=None, recipe=None, erased_at=at
    )
    if changed:
        folder, _ = _folder_and_keys()
        transaction.on_commit(lambda: files.remove(ref, folder=folder))


def sweep(referenced: set[BlobRef], *, before: datetime) -> Swept:
    """Remove what nothing refers to and what lies around from broken writes.

    Only content made before ``before`` is judged, so that work in progress is left alone.
    """
    folder, _ = _folder_and_keys()
    judged = Blob.objects.filter(created_at__lt=before, erased_at=None)
    unused = (
        digest
        for digest in judged.values_list("digest", flat=True).iterator(_BATCH)
        if bytes(digest).hex() not in referenced
    )
    rows = sum(Blob.objects.filter(digest__in=some).delete()[0] for some in _batches(unused))
    removed = 0
    for paths in _batches(files.older_than(before, folder=folder)):
        for path in _without_row(paths):
            path.unlink(missing_ok=True)
            removed += 1
    return Swept(rows=rows, files=removed)


def _without_row(paths: list[Path]) -> list[Path]:
    named = [bytes.fromhex(path.name) for path in paths if _REF.fullmatch(path.name)]
    live = Blob.objects.filter(digest__in=named, erased_at=None)
    kept = {bytes(digest).hex() for digest in live.values_list("digest", flat=True)}
    return [path for path in paths if path.name not in kept]


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    source = iter(items)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _content(row: Blob) -> bytes:
    if row.recipe is not None:
        return draw(Recipe(row.recipe["drawer"], row.recipe["arguments"]))
    folder, keys = _folder_and_keys()
    sealed = files.read(row.ref, folder=folder) if row.sealed is None else bytes(row.sealed)
    if sealed is None:
        raise BlobDamaged(row.ref)
    digest = bytes(row.digest)
    try:
        content = unseal(sealed, digest=digest, keys=keys)
    except SealBroken:
        raise BlobDamaged(row.ref) from None
    if address(content, kind=row.kind, keys=keys) != digest:
        raise BlobDamaged(row.ref)
    return content


def _digest_of(ref: BlobRef) -> bytes:
    if _REF.fullmatch(ref) is None:
        raise BlobUnknown(ref)
    return bytes.fromhex(ref)


def _folder_and_keys() -> tuple[Path, KeyRing]:
    if settings.DATA is None:
        raise NoDataFolder
    folder: Path = settings.DATA
    return folder, key_ring(folder)
