"""Sealed originals as files under DIR/blobs, two letters of the address as folder."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path


def path_of(ref: str, *, folder: Path) -> Path:
    """Where the sealed content of a reference lies."""
    return folder / "blobs" / ref[:2] / ref


def write(ref: str, *, sealed: bytes, folder: Path) -> None:
    """Write durably and whole: a reader sees the complete file or none, also after a power cut."""
    path = path_of(ref, folder=folder)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{ref}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    for parent in (path.parent, path.parent.parent):
        _sync_folder(parent)


def read(ref: str, *, folder: Path) -> bytes | None:
    """The sealed content, or None when the file is gone."""
    try:
        return path_of(ref, folder=folder).read_bytes()
    except FileNotFoundError:
        return None


def remove(ref: str, *, folder: Path) -> None:
    """Delete the file; nothing happens when it is gone already."""
    path = path_of(ref, folder=folder)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_folder(path.parent)


def older_than(moment: datetime, *, folder: Path) -> Iterator[Path]:
    """Files, drafts too, last changed before the moment."""
    limit = moment.timestamp()
    for path in (folder / "blobs").glob("??/*"):
        if path.stat().st_mtime < limit:
            yield path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
