"""疑似重复: the same person once more under way, here or elsewhere (运行参数).

One person has one intake or case accepted here (``PersonSlot``). A case accepted elsewhere stands
outside that rule and is always taken in, so whoever reviews it must see the other one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from tongban.cases.models import Case, PersonSlot
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import Actor
from tongban.procedure.stages import ENDINGS, IntakeStage, Stage
from tongban.procedure.standing import CaseStanding, can_see

AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Double:
    """One that is under way: a case, or an intake (``state`` 受理中, ``stream`` None).

    ``case_id`` is None where there is nothing that the reader may open. ``station`` is the code of
    one of ours, ``office`` the name of one elsewhere.
    """

    case_id: UUID | None
    state: str
    stream: Stream | None
    station: str
    office: str
    since: datetime


def double_columns(case: str = "case") -> dict[str, ArraySubquery]:
    """Return what reads them beside a row that leads to a case by the relation ``case``."""
    same = Q(id_number=OuterRef(f"{case}__id_number")) | Q(
        person_key=OuterRef(f"{case}__person_key")
    )
    cases = (
        Case.objects.filter(same)
        .exclude(Q(id=OuterRef(f"{case}__id")) | Q(stage__in=ENDINGS))
        .order_by("composed_at", "id")
        .values(
            found=JSONObject(
                id="id",
                stage="stage",
                stream="stream",
                accepting_unit="accepting_unit",
                accepting_county="accepting_county",
                home_county="home_county",
                office="elsewhere_name",
                reached_review="reached_review",
                since="composed_at",
            )
        )
    )
    intakes = PersonSlot.objects.filter(
        key=OuterRef(f"{case}__person_key"), intake__isnull=False
    ).values(found=JSONObject(station=F("station"), since=F("intake__opened_at")))
    return {
        "double_cases": ArraySubquery(cases[:AT_MOST]),
        "double_intakes": ArraySubquery(intakes),
    }


def doubles_of(row: object, *, actor: Actor) -> tuple[Double, ...]:
    """Return what ``double_columns`` read, as far as the actor may know it."""
    found = vars(row)
    return (
        *(_case(one, actor=actor) for one in found["double_cases"]),
        *(_intake(one) for one in found["double_intakes"]),
    )


def _case(one: Mapping[str, Any], *, actor: Actor) -> Double:
    stands = CaseStanding(
        stage=Stage(one["stage"]),
        stream=Stream(one["stream"]),
        accepting_unit=one["accepting_unit"],
        accepting_county=one["accepting_county"] or None,
        home_county=one["home_county"] or None,
        reached_review=one["reached_review"],
    )
    is_seen = can_see(actor, stands)
    return Double(
        case_id=UUID(one["id"]) if is_seen else None,
        state=stands.stage.label,
        stream=stands.stream,
        station=one["accepting_unit"],
        office=one["office"],
        since=datetime.fromisoformat(one["since"]),
    )


def _intake(one: Mapping[str, Any]) -> Double:
    return Double(
        case_id=None,
        state=IntakeStage.OPEN.label,
        stream=None,
        station=one["station"],
        office="",
        since=datetime.fromisoformat(one["since"]),
    )
