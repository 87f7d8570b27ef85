"""Every paper of the product can be checked: none is made beside the one place that marks it."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tongban"
MADE_IN = "desks/shared/printing.py"


def test_only_one_place_makes_sheets_and_prints_them() -> None:
    """A sheet made elsewhere would lack its code, the count of its reprints or 样张."""
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bSheet\(\s|application/pdf\"\)", path.read_text("utf-8"))
    }
    assert found == {MADE_IN}, f"use sheet_of and pdf of {MADE_IN}"
