"""The code by which a printed paper is checked: twelve characters that can be typed.

Sixty random bits in the letters and digits that nobody confuses (without I, L, O and U): no code can
be guessed, and nothing can be read from one.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_GROUP = 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """Return a code never given out before (as far as sixty bits go; the database insists)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """Return a code as it is printed: ``K7QM-2XRA-9PHC``."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(typed: str) -> str:
    """Return the code somebody typed, however carelessly; empty where it cannot be one."""
    kept = "".join(c for c in typed.upper() if c not in " -–—　").translate(_MISREAD)
    is_code = len(kept) == LENGTH and all(c in ALPHABET for c in kept)
    return kept if is_code else ""
