"""The rules load without the web framework, and a question without the calendar."""

import subprocess
import sys

import pytest

LOAD_ALL = """
import importlib, pkgutil, sys
for name in ("tongban.standards", "tongban.policy"):
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(found.name)
"""
ASK = "import sys, tongban.cli.contract.assess, tongban.cli.contract.units"


@pytest.mark.parametrize(
    ("program", "absent"),
    [(LOAD_ALL, "django"), (ASK, "django"), (ASK, "chinese_calendar"), (ASK, "pydantic")],
)
def test_what_is_not_loaded(program: str, absent: str) -> None:
    check = f"{program}\nsys.exit({absent!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check], env={"PYTHONPATH": "src"}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
