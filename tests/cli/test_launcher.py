"""`./tongban` as a person starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tongban.cli import environment

PROJECT = Path(environment.__file__).resolve().parents[3]


def _launch(
    *words: str, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    given = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [str(PROJECT / "tongban"), *words],
        env=given | {"TONGBAN_VENV": sys.prefix} | variables,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def _stamped() -> None:
    """The environment of the tests counts as the launcher's own."""
    lock = PROJECT / environment.BASE
    if environment.stamp(Path(sys.prefix), lock) != environment.fingerprint(lock):
        environment.write_stamps(Path(sys.prefix), lock)


def test_no_suitable_python_is_one_clear_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for python in (str(old), "/nowhere/python"):
        done = _launch("units", PYTHON=python)
        assert done.returncode == 1
        assert done.stdout == ""
        assert "通办需要 Python 3.11 或 3.12" in done.stderr
        assert "Tongban needs Python 3.11 or 3.12" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 2


@pytest.mark.usefixtures("_stamped")
def test_it_works_from_any_folder_and_through_a_link(tmp_path: Path) -> None:
    # A folder that would take part in imports if the present one did.
    (tmp_path / "tongban").mkdir()
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    (tmp_path / "link").symlink_to(PROJECT / "tongban")
    direct = _launch("help", cwd=tmp_path)
    linked = subprocess.run(
        [str(tmp_path / "link"), "help"],
        env=dict(os.environ) | {"TONGBAN_VENV": sys.prefix},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert direct.returncode == linked.returncode == 0, direct.stderr + linked.stderr
    assert direct.stdout == linked.stdout
    assert "assess" in direct.stdout


@pytest.mark.usefixtures("_stamped")
def test_an_unknown_command_shows_the_known_ones() -> None:
    done = _launch("frobnicate")
    assert done.returncode == 2
    assert "没有这个命令：frobnicate" in done.stderr


def test_the_locks_name_no_host() -> None:
    for name in (environment.BASE, environment.CHECKS):
        text = (PROJECT / name).read_text("utf-8")
        assert "://" not in text
        assert "-url" not in text
        assert "--find-links" not in text


def test_the_lock_of_the_checks_holds_the_base_lock() -> None:
    base, checks = (
        {line for line in (PROJECT / name).read_text("utf-8").splitlines() if "==" in line}
        for name in (environment.BASE, environment.CHECKS)
    )
    assert base <= checks
