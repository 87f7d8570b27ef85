"""Who goes through the green channel in the demonstration, and to whom an officer went (第十四条)."""

from __future__ import annotations

from datetime import datetime
from random import Random

from tongban.cases.operations.green import Mark, Visit
from tongban.cli.demo_city.plan import Fate, Plan
from tongban.procedure.reasons import GreenReason, TakenAtHome
from tongban.standards.ages import full_years
from tongban.standards.zones import local_date

RATE = 0.07
AT_HOME = 0.6
AGED_FROM = 70
"""Of whoever is that old every second goes first."""
_PLACES = ("南苑敬老院", "市中医院住院部", "太白小区", "仙营社区", "阳光家园")
_REASONS = (
    GreenReason.DISABLED,
    GreenReason.ILL,
    GreenReason.PREGNANT,
    GreenReason.SERVICE,
    GreenReason.EXAM,
    GreenReason.MEDICAL,
    GreenReason.TRAVEL,
)
_BY_VISIT = frozenset({GreenReason.AGED, GreenReason.DISABLED, GreenReason.ILL})


def mark_of(plan: Plan, *, at: datetime, officer: str, chance: Random) -> Mark | None:
    """Return how the applicant is marked; most are not."""
    is_aged = full_years(plan.person.record.birth_date, on=local_date(at)) >= AGED_FROM
    if plan.fate is Fate.REFUSED or chance.random() >= (0.5 if is_aged else RATE):
        return None
    reason = GreenReason.AGED if is_aged else chance.choice(_REASONS)
    if reason not in _BY_VISIT or chance.random() >= AT_HOME:
        return Mark(reason)
    visit = Visit(officer, local_date(at), chance.choice(_PLACES), tuple(TakenAtHome))
    return Mark(reason, visit=visit)
