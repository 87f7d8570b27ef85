"""The Python environment: made once, by one process, where it can be written."""

import os
import sys
from pathlib import Path

import pytest

from tongban.cli import environment
from tongban.cli.environment import Unusable


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose locks name nothing, so that installing is quick."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / environment.BASE).write_text("# nothing\n")
    (folder / environment.CHECKS).write_text("# nothing for the checks\n")
    return folder


def test_an_environment_is_made_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = environment.folder_for(project)
    assert place == project / ".venv"
    python = environment.ensure(place, lock_file=project / environment.CHECKS)
    assert python.exists()
    assert "首次使用" in capsys.readouterr().err
    # The checks' lock holds the base lock: nothing is left to do for it.
    for name in (environment.CHECKS, environment.BASE):
        environment.ensure(place, lock_file=project / name)
    assert capsys.readouterr().err == ""
    (project / environment.BASE).write_text("# something else\n")
    environment.ensure(place, lock_file=project / environment.BASE)
    assert "正在安装所需程序包" in capsys.readouterr().err


def test_an_install_that_fails_is_not_taken_for_done(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = project / environment.BASE
    lock.write_text("no-such-package-at-all==1 --hash=sha256:" + "0" * 64 + "\n")
    os.environ["PIP_NO_INDEX"] = "1"
    try:
        for _ in range(2):
            with pytest.raises(Unusable, match="程序包安装失败"):
                environment.ensure(project / ".venv", lock_file=lock)
    finally:
        del os.environ["PIP_NO_INDEX"]
    assert "no-such-package-at-all" in capsys.readouterr().err


def test_a_project_that_cannot_be_written_uses_the_cache(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "access", lambda *_: False)
    place = environment.folder_for(project)
    assert place.parent == tmp_path / "cache" / "tongban"
    assert place == environment.folder_for(project)


def test_a_named_folder_wins(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_VENV", "/somewhere/env")
    assert environment.folder_for(project) == Path("/somewhere/env")


def test_a_folder_that_cannot_be_written_is_a_sentence(project: Path) -> None:
    with pytest.raises(Unusable, match="TONGBAN_VENV"):
        environment.ensure(Path("/proc/tongban/venv"), lock_file=project / environment.BASE)


def test_the_environment_module_needs_the_standard_library_only() -> None:
    text = Path(environment.__file__).read_text("utf-8")
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)
