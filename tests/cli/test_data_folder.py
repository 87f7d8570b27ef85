"""The data folder: made once, private, held by one process."""

import stat
from importlib import import_module
from pathlib import Path

import pytest

from tongban.cli.data_folder import lock, open_folder
from tongban.cli.errors import CannotStart
from tongban.ports.registry import SYSTEMS, Ports
from tongban.ports.wire import load_secret


def test_keys_are_private_and_stay_the_same(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    before = {path.name: path.read_text() for path in folder.keys.iterdir()}
    assert set(before) == {"django-secret.key", *(f"wire-{name}.key" for name in SYSTEMS)}
    assert len(set(before.values())) == len(before)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.keys.iterdir())
    again = open_folder(tmp_path / "data")
    assert {path.name: path.read_text() for path in again.keys.iterdir()} == before


def test_wire_keys_are_those_that_the_wire_reads(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    assert all(len(load_secret(folder.root, system=name).key) == 32 for name in SYSTEMS)


def test_every_system_has_a_port_and_a_simulator() -> None:
    assert set(SYSTEMS) == set(Ports.__dataclass_fields__)
    for name in SYSTEMS:
        assert import_module(f"tongban.simulators.{name}.plug").LEDGER.system == name


def test_folders_outside_keep_their_permissions(tmp_path: Path) -> None:
    parent = tmp_path / "parent"
    parent.mkdir(mode=0o711)
    open_folder(parent / "data")
    assert stat.S_IMODE(parent.stat().st_mode) == 0o711
    assert stat.S_IMODE((parent / "data").stat().st_mode) == 0o700


def test_a_second_start_is_refused_with_the_owner(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    with lock(folder), pytest.raises(CannotStart, match=r"正被另一个通办进程（\d+）使用"):
        lock(folder)
    lock(folder).close()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="不能写入"):
        open_folder(tmp_path / "file" / "data")
    with pytest.raises(CannotStart, match="--data"):
        open_folder(Path("/proc/tongban"))
