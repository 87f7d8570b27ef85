"""Endings that are neither a card in hand nor the applicant's own wish, counted by station.

第一条 and 第十五条(二): nobody is sent away in a way that nobody sees. The acts of the table that end so
are those named here, and no other; ``tests/procedure`` holds the table to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from tongban.cases.models import Case, Intake
from tongban.cases.queries.case_lists import PAGE, Key
from tongban.procedure.acts import Act
from tongban.procedure.stages import IntakeStage, Stage
from tongban.standards.labels import Labelled


class Unusual(Labelled):
    """The ways in which an application ends against, or without, the applicant."""

    REFUSED = "REFUSED", "不予受理"
    LAPSED = "LAPSED", "逾期失效"
    VOIDED = "VOIDED", "作废"
    CLOSED = "CLOSED", "终结"
    REVOKED = "REVOKED", "撤销"


OF_ACT: Mapping[Act, Unusual] = {
    Act.REFUSE: Unusual.REFUSED,
    Act.LAPSE: Unusual.LAPSED,
    Act.VOID: Unusual.VOIDED,
    Act.CLOSE: Unusual.CLOSED,
    Act.REVOKE: Unusual.REVOKED,
}
OF_INTAKE: Mapping[Unusual, IntakeStage] = {
    Unusual.REFUSED: IntakeStage.REFUSED,
    Unusual.LAPSED: IntakeStage.LAPSED,
}
OF_CASE: Mapping[Unusual, Stage] = {
    Unusual.VOIDED: Stage.VOIDED,
    Unusual.CLOSED: Stage.CLOSED,
    Unusual.REVOKED: Stage.REVOKED,
}


def unusual_endings(*, since: datetime, until: datetime) -> Mapping[tuple[str, Unusual], int]:
    """Return how many applications ended so in a span, by accepting station and kind; two queries."""
    kinds = {str(stage): kind for kind, stage in {**OF_INTAKE, **OF_CASE}.items()}
    intakes = Intake.objects.filter(
        ended_at__gte=since, ended_at__lt=until, stage__in=OF_INTAKE.values()
    )
    cases = Case.objects.filter(ended_at__gte=since, ended_at__lt=until, stage__in=OF_CASE.values())
    rows = [
        *intakes.order_by().values_list("station_id", "stage").annotate(Count("id")),
        *cases.order_by().values_list("accepting_unit", "stage").annotate(Count("id")),
    ]
    found: Counter[tuple[str, Unusual]] = Counter()
    for station, stage, count in rows:
        found[station, kinds[stage]] += count
    return found


@dataclass(frozen=True, slots=True)
class EndedCase:
    """A case that ended in one of these ways."""

    id: UUID
    number: str
    name: str
    station: str
    at: datetime


def unusual_cases(
    stage: Stage,
    *,
    since: datetime,
    until: datetime,
    unit: str = "",
    before: Key | None = None,
    limit: int = PAGE,
) -> list[EndedCase]:
    """Return the cases behind a figure of the city, the latest ending first; one query.

    ``unit`` is a station or a county bureau, empty for the whole city.
    """
    rows = Case.objects.filter(stage=stage, ended_at__gte=since, ended_at__lt=until)
    if unit:
        rows = rows.filter(Q(accepting_unit=unit) | Q(accepting_county=unit))
    if before is not None and before.at is not None:
        rows = rows.filter(Q(ended_at__lt=before.at) | Q(ended_at=before.at, id__lt=before.id))
    return [
        EndedCase(row.id, row.number, row.name, row.accepting_unit, row.ended_at)
        for row in rows.order_by("-ended_at", "-id")[:limit]
        if row.ended_at is not None
    ]
