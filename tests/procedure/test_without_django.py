"""The procedure is plain Python: it loads where there is no Django."""

import subprocess
import sys

PROGRAM = """
import importlib, pkgutil, sys
sys.modules["django"] = None
import tongban.procedure
for module in pkgutil.iter_modules(tongban.procedure.__path__, "tongban.procedure."):
    importlib.import_module(module.name)
assert not any(name.startswith("django.") for name in sys.modules)
"""


def test_every_module_loads_without_django() -> None:
    """A process in which Django cannot be imported loads every module of the room."""
    subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
