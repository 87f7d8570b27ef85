"""All rows of all desks: every module beside this one whose name ends in ``_rows``."""

from importlib import import_module
from pathlib import Path

from tests.desks.permissions.model import Open, Row


def _modules() -> list[str]:
    return sorted(path.stem for path in Path(__file__).parent.glob("*_rows.py"))


def rows() -> list[Row]:
    """Every row of every desk."""
    return [row for name in _modules() for row in _of(name, "ROWS") if isinstance(row, Row)]


def opened() -> list[Open]:
    """Every address that needs no signing in."""
    return [one for name in _modules() for one in _of(name, "OPEN") if isinstance(one, Open)]


def _of(module: str, attribute: str) -> list[object]:
    return list(getattr(import_module(f"tests.desks.permissions.{module}"), attribute, ()))
