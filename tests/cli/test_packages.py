"""Whatever the code imports is in the lock it is installed from."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tongban.cli.checks import PROJECT

_OURS = {"tongban", "tests"}


def _imported(folders: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for path in (path for name in folders for path in (PROJECT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - set(sys.stdlib_module_names) - _OURS


def _locked(name: str) -> set[str]:
    text = Path(PROJECT / name).read_text("utf-8")
    return {found.lower() for found in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


@pytest.mark.parametrize(
    ("folders", "lock"),
    [(("src",), "requirements.lock"), (("src", "tests"), "requirements-dev.lock")],
)
def test_every_import_is_locked(folders: tuple[str, ...], lock: str) -> None:
    brings = packages_distributions()
    locked = _locked(lock)
    missing = {
        name
        for name in _imported(folders)
        if not locked.intersection(d.lower().replace("_", "-") for d in brings.get(name, [name]))
    }
    assert missing == set()
