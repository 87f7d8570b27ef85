"""Codes of police units, GA/T 380: twelve characters, division first.

The digits do not tell what a unit is (codes are stopped and given again); load a list for that.
"""

import re

_FORM = re.compile(r"[0-9A-Z]{12}")


def is_valid(text: str) -> bool:
    """Whether the text has the form of a unit code."""
    return _FORM.fullmatch(text) is not None


def division_of(code: str) -> str:
    """The first six characters: the division under which the code was given."""
    return code[:6]
