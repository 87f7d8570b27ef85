"""How much the green channel and home visits are used (第十四条), by accepting station; the cases behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tongban.cases.models import Case
from tongban.cases.queries.case_lists import CaseLine, Key, cases
from tongban.procedure.actors import Actor
from tongban.standards.labels import Labelled


class Used(Labelled):
    """What is counted of the cases accepted in a span."""

    ACCEPTED = "ACCEPTED", "受理"
    GREEN = "GREEN", "绿色通道"
    VISITED = "VISITED", "其中上门服务"


_ONLY: Mapping[Used, Q] = {
    Used.ACCEPTED: Q(accepting_unit__gt=""),
    Used.GREEN: Q(accepting_unit__gt="", green__gt=""),
    Used.VISITED: Q(accepting_unit__gt="", is_visited=True),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From when until before when, and where: a station or a county bureau, empty for the city."""

    since: datetime
    until: datetime
    unit: str = ""


def green_use(span: Span) -> Mapping[tuple[str, Used], int]:
    """Return how many cases were accepted in a span, and how many of them went first; one query."""
    figures = {str(one): Count("id", filter=_ONLY[one]) for one in Used}
    rows = (
        Case.objects.filter(
            _ONLY[Used.ACCEPTED], composed_at__gte=span.since, composed_at__lt=span.until
        )
        .order_by()
        .values_list("accepting_unit")
        .annotate(**figures)
    )
    return {
        (unit, one): count
        for unit, *counts in rows
        for one, count in zip(Used, counts, strict=True)
    }


def green_cases(
    actor: Actor, kind: Used, span: Span, *, before: Key | None = None
) -> list[CaseLine]:
    """Return the cases behind a figure, the latest composed first; one query."""
    only = _ONLY[kind] & Q(composed_at__lt=span.until)
    if span.unit:
        only &= Q(accepting_unit=span.unit) | Q(accepting_county=span.unit)
    return cases(actor, since=span.since, only=only, before=before)
