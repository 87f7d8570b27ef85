"""Printing a paper: the first time it is made, later ones are counted as reprints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from uuid_utils.compat import uuid7

from tongban.cases.models import Paper
from tongban.procedure.actors import Actor


def count_print(
    kind: str, *, subject: UUID, contents: Mapping[str, Any], actor: Actor, at: datetime
) -> UUID:
    """Count one print of a paper of an intake or a case and return the paper's id.

    ``contents`` tells papers of one kind apart (the version of a form); it holds codes only. A
    paper that an act has made already (a notice, a withdrawal) is found again.
    """
    same = Paper.objects.filter(kind=kind, subject=subject)
    if contents:
        same = same.filter(contents__contains=dict(contents))
    known = same.order_by("-made_at").values_list("id", flat=True).first()
    if known is not None:
        Paper.objects.filter(id=known).update(prints=F("prints") + 1)
        return known
    paper = Paper(
        id=uuid7(),
        kind=kind,
        subject=subject,
        made_at=at,
        made_by=actor.officer_id,
        contents=dict(contents),
        prints=1,
    )
    paper.save(force_insert=True)
    return paper.id
