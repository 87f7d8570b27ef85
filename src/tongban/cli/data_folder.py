"""The data folder: everything one installation keeps, under one directory."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from platformdirs import user_data_path

from tongban.cli.errors import CannotStart
from tongban.ports.registry import SYSTEMS

_FOLDERS = ("keys", "blobs", "overlay", "run", "log", "simulators")


@dataclass(frozen=True)
class DataFolder:
    """Paths inside one data folder. Nothing outside `root` is ever created or changed."""

    root: Path

    @property
    def cluster(self) -> Path:
        """The embedded database's own folder."""
        return self.root / "pg"

    @property
    def keys(self) -> Path:
        """Secrets; readable by the owner only."""
        return self.root / "keys"

    @property
    def run(self) -> Path:
        """What is true only while the product runs: lock, socket, chosen ports."""
        return self.root / "run"

    @property
    def database_url(self) -> Path:
        """While the product runs: the address of its database, for other commands."""
        return self.root / "run" / "database-url"

    @property
    def log(self) -> Path:
        """One log file per process."""
        return self.root / "log"


def default_root() -> Path:
    """The folder used without --data: `tongban` in the user's data directory."""
    return user_data_path("tongban", appauthor=False)


def open_folder(root: Path) -> DataFolder:
    """Create what is missing in `root` and return it.

    Raises `CannotStart` when the folder cannot be written.
    """
    folder = DataFolder(root.expanduser().resolve())
    try:
        folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _FOLDERS:
            (folder.root / name).mkdir(mode=0o700, exist_ok=True)
        probe = folder.run / "probe"
        probe.write_bytes(b"")
        probe.unlink()
        _make_keys(folder.keys)
    except OSError as error:
        raise CannotStart(
            f"数据目录 {folder.root} 不能写入（{error.strerror}）。请用 --data 指定一个可写的目录。",
            f"The data folder {folder.root} cannot be written. Name a writable one with --data.",
        ) from error
    return folder


def lock(folder: DataFolder) -> IO[str]:
    """Claim the folder for this process until the returned file is closed or the process ends.

    Raises `CannotStart` when another process has it.
    """
    handle = (folder.run / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.seek(0)
        owner = handle.read().strip() or "?"
        handle.close()
        raise CannotStart(
            f"数据目录 {folder.root} 正被另一个通办进程（{owner}）使用。请先结束它，或用 --data 另选目录。",
            f"Another Tongban process ({owner}) is using {folder.root}. End it or use another --data.",
        ) from error
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def _make_keys(keys: Path) -> None:
    names = ["django-secret.key", *(f"wire-{system}.key" for system in SYSTEMS)]
    for name in names:
        path = keys / name
        if not path.exists():
            write_secret(path, secrets.token_hex(32))


def write_secret(path: Path, text: str) -> None:
    """Written whole or not at all: a half-written key would lock everybody out."""
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    partial.rename(path)
