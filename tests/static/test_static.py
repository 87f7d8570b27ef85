"""What tools say of the code as it stands: form, rules of import, templates, types, migrations."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.running import SOURCES

PROJECT = SOURCES.parent
TOOLS = Path(sys.executable).parent
CHECKS = {
    "types": (str(TOOLS / "mypy"), "src", "tests"),
    "format": (str(TOOLS / "ruff"), "format", "--check", "src", "tests"),
    "rules": (str(TOOLS / "ruff"), "check", "src", "tests"),
    "imports": (str(TOOLS / "lint-imports"), "--no-cache"),
    "templates": (str(TOOLS / "djlint"), "src", "--lint", "--quiet"),
    "migrations": (
        *(sys.executable, "-m", "tongban"),
        *("manage", "makemigrations", "--check", "--dry-run"),
    ),
}


@pytest.mark.parametrize("name", CHECKS)
def test_static(name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "TONGBAN_DATA"}
    done = subprocess.run(
        CHECKS[name],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
