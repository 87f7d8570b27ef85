"""Printing a paper: the first time it is made, later ones are counted as reprints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F
from uuid_utils.compat import uuid7

from tongban.cases.models import Paper
from tongban.procedure.actors import Actor


@dataclass(frozen=True, slots=True)
class Counted:
    """A print that was counted: ``reprint`` is 0 for the first sheet, then 1, 2 …"""

    paper_id: UUID
    code: str
    reprint: int
    is_noted: bool = False


def count_print(
    kind: str, *, subject: UUID, contents: Mapping[str, Any], actor: Actor, at: datetime
) -> UUID:
    """Count one print of a paper and return the paper's id; see ``counted``."""
    return counted(kind, subject=subject, contents=contents, actor=actor, at=at).paper_id


def counted(
    kind: str, *, subject: UUID, contents: Mapping[str, Any], actor: Actor, at: datetime
) -> Counted:
    """Count one print of a paper of an intake, a case or a unit's books.

    ``contents`` tells papers of one kind apart (the version of a form); it holds codes only. A
    paper that an act has made already (a notice, a withdrawal) is found again.
    """
    same = Paper.objects.filter(kind=kind, subject=subject)
    if contents:
        same = same.filter(contents__contains=dict(contents))
    known = same.order_by("-made_at", "-id").first()
    if known is not None:
        return _again(known)
    # The same sheet has the same id: of two first prints in one moment one is the second.
    paper = Paper(
        id=uuid5(subject, f"{kind} {json.dumps(dict(contents), sort_keys=True)}"),
        kind=kind,
        subject=subject,
        made_at=at,
        made_by=actor.officer_id,
        contents=dict(contents),
        prints=1,
    )
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:
        return _again(Paper.objects.get(id=paper.id))
    return Counted(paper.id, paper.code, 0)


def _again(known: Paper) -> Counted:
    """Count a further sheet; the row stays ours until its number is read."""
    row = Paper.objects.filter(id=known.id)
    with transaction.atomic(savepoint=False):
        row.update(prints=F("prints") + 1)
        prints = row.values_list("prints", flat=True).get()
    return Counted(known.id, known.code, prints - 1, is_noted=bool(known.title))


def note_printed(paper_id: UUID, *, title: str, number: str, unit: str) -> None:
    """Note what stands on a sheet that was printed, for the public page that checks it."""
    Paper.objects.filter(id=paper_id, title="").update(title=title, number=number, unit_name=unit)


def keep_link(case_id: UUID, *, link: str, reference: str, actor: Actor, at: datetime) -> None:
    """Keep the link of a residence registration begun, for the guidance sheet (第四条).

    Beginning it again gives the same reference there, and one sheet here.
    """
    found = {"link": link, "reference": reference}
    same = Paper.objects.filter(kind="RESIDENCE_SHEET", subject=case_id)
    if not same.update(contents=found):
        Paper(
            id=uuid7(),
            kind="RESIDENCE_SHEET",
            subject=case_id,
            made_at=at,
            made_by=actor.officer_id,
            contents=found,
            prints=0,
        ).save(force_insert=True)
