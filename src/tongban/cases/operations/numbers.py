"""Numbers given out in sequence: 受理编号 (no letter) and those of other books, each with its letter.

A unit's book has no gaps, so no two share a series: B notices of refusal, H lists of destruction,
L temporary documents, S slips for cash, X inquiries, Z batches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet

from tongban.cases.models import DailySequence
from tongban.cases.operations.decision import Change
from tongban.standards.zones import local_date

TRIES = 32
"""At each try one of the acts that want the same number gets it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The next number of a series, with the rows that take it once the act is written.

    ``rows`` stand before the row that bears the number, so that whoever comes second fails on them.
    """

    text: str
    rows: tuple[DailySequence, ...]
    updates: tuple[Change, ...]


def draw(prefix: str, *, series: str, at: datetime) -> Drawn:
    """Return the next number ``prefix + date 8 + sequence 4`` of a series; never reused.

    The number is taken by the act itself: when another act took it first, the act is undone and
    tried again (see ``with_number``).
    """
    day: date = local_date(at)
    last = sequence(series, day=day).values_list("pk", "last").first()
    return following(last, prefix=prefix, series=series, day=day)


def sequence(series: str, *, day: date) -> QuerySet[DailySequence]:
    """Return the row of a series on a day, for acts that read it along with something else."""
    return DailySequence.objects.filter(series=series, day=day)


def following(last: tuple[int, int] | None, *, prefix: str, series: str, day: date) -> Drawn:
    """Return the number after the ``last`` one, given as the row's key and its figure."""
    if last is None:
        rows, updates, n = (DailySequence(series=series, day=day, last=1),), (), 1
        return Drawn(_text(prefix, day=day, n=n), rows, updates)
    key, figure = last
    n = figure + 1
    take = Change(DailySequence, {"id": key, "last": figure}, {"last": n})
    return Drawn(_text(prefix, day=day, n=n), (), (take,))


def _text(prefix: str, *, day: date, n: int) -> str:
    return f"{prefix}{day:%Y%m%d}{n:04d}"


def with_number(attempt: Callable[[], T]) -> T:
    """Run an act that draws a number, again while another one takes the same number first."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except NumberTaken:
            continue
    return attempt()


class NumberTaken(Exception):
    """Somebody else took the number between reading and writing."""
