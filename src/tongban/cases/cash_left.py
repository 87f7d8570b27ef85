"""Which fees' cash lies with an officer: what his last close left, and what moved since (第七条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.cases.models import CashMove


def left_of(before: Sequence[Mapping[str, Any]], moves: Sequence[CashMove]) -> list[dict[str, Any]]:
    """Return the fees whose movements do not come to nothing, in the form a close keeps.

    ``before`` is what the last close kept, ``moves`` all since. An amount is negative where an officer
    advanced money; ``since`` is the fee's last movement, an ISO time.
    """
    found = {one["payment"]: dict(one) for one in before}
    for move in moves:
        key = str(move.payment_id)
        one = found.setdefault(key, {"payment": key, "fen": 0})
        one["fen"] += move.fen
        one["since"] = move.at.isoformat()
    return [one for one in found.values() if one["fen"]]
