"""代为采集: what another station captured for a version, and a case as that station sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from tongban.cases.models import CaptureElsewhere, Case, Draft
from tongban.cases.standing import standing
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.standing import CaseStanding
from tongban.procedure.table import judge

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Captured:
    """The latest photo and the latest prints that were taken elsewhere; where, when."""

    photo: str
    photo_report: Mapping[str, Any]
    fingers: Sequence[Mapping[str, Any]]
    unit: str
    at: datetime


def captures_column(case: OuterRef, *, version: OuterRef) -> ArraySubquery:
    """A column with what was captured elsewhere for a version, the oldest first."""
    rows = CaptureElsewhere.objects.filter(case=case, version=version).order_by("at", "id")
    return ArraySubquery(
        rows.values(
            one=JSONObject(
                photo=F("photo"),
                report=F("photo_report"),
                fingers=F("fingers"),
                unit=F("unit"),
                at=F("at"),
            )
        )
    )


def read_captures(rows: Sequence[Mapping[str, Any]]) -> Captured | None:
    """Return what ``captures_column`` holds, the latest of each part; None where it holds nothing."""
    if not rows:
        return None
    photo = next((one for one in reversed(rows) if one["photo"]), None)
    prints = next((one for one in reversed(rows) if one["fingers"]), None)
    last = rows[-1]
    return Captured(
        photo=photo["photo"] if photo else "",
        photo_report=photo["report"] if photo else {},
        fingers=prints["fingers"] if prints else (),
        unit=last["unit"],
        at=datetime.fromisoformat(last["at"]),
    )


def has_captures(case: OuterRef, *, version: OuterRef) -> Exists:
    """Whether anything was captured elsewhere for a version."""
    return Exists(CaptureElsewhere.objects.filter(case=case, version=version))


@dataclass(frozen=True, slots=True)
class ElsewhereFile:
    """A returned case as a station sees it that only captures for it: who, whose, what is asked."""

    id: UUID
    name: str
    number: str
    id_number: str
    accepting_unit: str
    category: str
    standing: CaseStanding
    drafts: Mapping[str, Mapping[str, str]]


def elsewhere_file(
    actor: Actor, case_id: UUID, *, draft_keys: Mapping[str, str]
) -> ElsewhereFile | None:
    """Return the case where the table lets the actor capture for it, else None; one query."""
    drafts = Draft.objects.filter(
        officer=actor.officer_id or NOBODY, key__in=list(draft_keys.values())
    )
    begun = ArraySubquery(drafts.values(one=JSONObject(key="key", body="body")))
    case = Case.objects.filter(id=case_id).annotate(begun=begun).first()
    if case is None or judge(Act.CAPTURE_ELSEWHERE, standing(case), actor) is not None:
        return None
    found = {one["key"]: one["body"] for one in vars(case)["begun"]}
    return ElsewhereFile(
        id=case.id,
        name=case.name,
        number=case.number,
        id_number=case.id_number,
        accepting_unit=case.accepting_unit,
        category=(case.returned or {}).get("category", ""),
        standing=standing(case),
        drafts={name: found.get(key, {}) for name, key in draft_keys.items()},
    )
