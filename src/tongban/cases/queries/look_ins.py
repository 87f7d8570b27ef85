"""Who has looked in today (每天登录, 第九、十条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from tongban.cases.models import LookIn, Obligation
from tongban.procedure.obligations import ObligationKind
from tongban.standards.zones import local


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A unit that has not looked in today, and when it last did."""

    unit: str
    last_words: str


def missing_units(day: date, *, county: str = "") -> list[MissingUnit]:
    """Return the units whose look-in of the day is open; two queries."""
    rows = Obligation.objects.filter(kind=ObligationKind.LOOK_IN, day=day, closed_at=None)
    if county:
        rows = rows.filter(owner_county=county)
    units = sorted(set(rows.values_list("owner_unit", flat=True)))
    last = dict(
        LookIn.objects.filter(unit__in=units, is_fresh=True).values_list("unit").annotate(Max("at"))
    )
    return [
        MissingUnit(u, f"{local(last[u]):%m-%d %H:%M}" if u in last else "还没有登录过")
        for u in units
    ]
