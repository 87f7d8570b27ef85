"""`tongban test`: every check of the project, those by tools included; pytest speaks last.

A failing check does not stop the others. The exit status is 0 only when all have passed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tongban.cli.errors import CannotStart

PROJECT = Path(__file__).resolve().parents[3]
# `tests/conftest.py` starts the database and deals the tests out. Three for two processors: who tries
# the pages waits for the browser and the product half of the time.
PYTEST = (sys.executable, "-m", "pytest", "-n", "3", "--no-loadscope-reorder")


@dataclass(frozen=True)
class Need:
    """A program of the operating system that the tests call."""

    package: str
    is_there: Callable[[], bool]


def _has_chinese_font() -> bool:
    found = subprocess.run(
        ["fc-list", ":lang=zh"], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return bool(found.stdout.strip())


NEEDS = (
    Need("chromium", lambda: shutil.which("chromium") is not None),
    Need("poppler-utils", lambda: shutil.which("pdftotext") is not None),
    Need("fontconfig", lambda: shutil.which("fc-list") is not None),
    Need("fonts-noto-cjk", _has_chinese_font),
)


def main(argv: list[str]) -> int:
    """Run every check; words given are passed to pytest. Raises `CannotStart`."""
    install_needs()
    environment = dict(os.environ) | {"PYTHONPATH": str(PROJECT / "src")}
    for own in ("DATABASE_URL", "TONGBAN_DATA"):
        environment.pop(own, None)
    return subprocess.run([*PYTEST, *argv], cwd=PROJECT, env=environment, check=False).returncode


def install_needs() -> None:
    """Install the operating system's programs that are missing, or name the command that does.

    Raises `CannotStart`.
    """
    missing = [need.package for need in NEEDS if not need.is_there()]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"正在安装 · installing: {' '.join(missing)}", flush=True)
        environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], install):
            subprocess.run(command, check=False, capture_output=True, env=environment)
    missing = [need.package for need in NEEDS if not need.is_there()]
    if missing:
        raise CannotStart(
            f"检查需要以下系统软件包，请先安装：sudo {' '.join(install)}",
            f"The checks need packages of the operating system: sudo {' '.join(install)}",
        )
