"""`tongban test`: every check of the project, each with its time; pytest speaks last.

A failing check does not stop the others. The exit status is 0 only when all have passed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tongban.cli import postgres
from tongban.cli.errors import CannotStart

PROJECT = Path(__file__).resolve().parents[3]
_TOOLS = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One command that must succeed. A quiet one shows its output only when it fails."""

    name: str
    command: tuple[str, ...]
    is_quiet: bool = True


CHECKS = (
    Check("ruff format", (str(_TOOLS / "ruff"), "format", "--check", "src", "tests")),
    Check("ruff check", (str(_TOOLS / "ruff"), "check", "src", "tests")),
    Check("import-linter", (str(_TOOLS / "lint-imports"), "--no-cache")),
    Check("djlint", (str(_TOOLS / "djlint"), "src", "--lint", "--quiet")),
    Check("mypy", (str(_TOOLS / "mypy"), "src", "tests")),
    Check(
        "migrations",
        (sys.executable, "-m", "tongban", "manage", "makemigrations", "--check", "--dry-run"),
    ),
    Check(
        "pytest",
        # `tests/conftest.py` deals the tests out.
        (sys.executable, "-m", "pytest", "-n", "2", "--no-loadscope-reorder"),
        is_quiet=False,
    ),
)


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
    with tempfile.TemporaryDirectory(prefix="tongban-test-") as folder:
        root = Path(folder)
        cluster = postgres.prepare(root / "pg", run=root, durable=False)
        with postgres.running(cluster):
            environment = dict(os.environ) | {
                "DATABASE_URL": cluster.url,
                "PYTHONPATH": str(PROJECT / "src"),
                "PYTHONDONTWRITEBYTECODE": "1",
            }
            environment.pop("TONGBAN_DATA", None)
            failed = [check.name for check in CHECKS[:-1] if not _passes(check, environment)]
            if failed:
                print(f"未通过 · failed: {', '.join(failed)}", flush=True)
            last = CHECKS[-1]
            passed = _passes(Check(last.name, (*last.command, *argv), is_quiet=False), environment)
    return 0 if passed and not failed else 1


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


def _passes(check: Check, environment: dict[str, str]) -> bool:
    if not check.is_quiet:
        print(f"→ {check.name}", flush=True)
        return (
            subprocess.run(check.command, cwd=PROJECT, env=environment, check=False).returncode == 0
        )
    began = time.monotonic()
    done = subprocess.run(
        check.command, cwd=PROJECT, env=environment, check=False, capture_output=True, text=True
    )
    passed = done.returncode == 0
    word = "通过 · passed" if passed else "未通过 · failed"
    print(f"→ {check.name:<14}{word} ({time.monotonic() - began:.1f} s)", flush=True)
    if not passed:
        print(done.stdout + done.stderr, flush=True)
    return passed
