"""Which of several waiting cases is reviewed first (第九条, 第十四条).

The due time comes first, so that nobody's help makes another one late: what is overdue stands
before all, what is due today before what is due tomorrow. Among those that are due at the same
time the green channel (绿色通道) goes first, then who came first.
"""

from enum import IntEnum


class Rank(IntEnum):
    """The place among cases of one due time: the smaller goes first."""

    GREEN = 0
    ORDINARY = 1


def rank(*, is_green: bool) -> Rank:
    """Return the rank of a case: first where it goes through the green channel (第十四条)."""
    return Rank.GREEN if is_green else Rank.ORDINARY
