"""The written commitment of an intake as its paper needs it, for whoever may see intake or case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.accounts.models import Officer
from tongban.cases.commitment_facts import commitment_facts
from tongban.cases.models import Case, Intake
from tongban.cases.queries.papers import PaperRow
from tongban.cases.standing import intake_standing, visible
from tongban.procedure.actors import Actor
from tongban.procedure.standing import can_see_intake


@dataclass(frozen=True, slots=True)
class CommitmentPaper:
    """``facts`` as in ``cases.commitment_facts``; unsigned where ``signed_at`` is None.

    ``officers`` are the names of those whom the facts name by id.
    """

    station: str
    facts: Mapping[str, Any]
    officers: Mapping[str, str]
    signed_at: datetime | None
    signer: str
    blob: str


def commitment_paper(actor: Actor, row: PaperRow) -> CommitmentPaper | None:
    """Return the paper's contents, None when the actor may not see it; at most three queries."""
    intake = Intake.objects.select_related("station").filter(id=row.subject).first()
    if intake is None or not _sees(actor, intake):
        return None
    is_signed = bool(row.contents.get("signed"))
    facts = row.contents if is_signed else commitment_facts(intake)
    return CommitmentPaper(
        station=intake.station_id,
        facts=facts,
        officers=_names(facts),
        signed_at=row.made_at if is_signed else None,
        signer=str(row.contents.get("signer", "")),
        blob=row.blob,
    )


def _sees(actor: Actor, intake: Intake) -> bool:
    if can_see_intake(actor, intake_standing(intake)):
        return True
    born = intake.case_id
    return born is not None and Case.objects.filter(visible(actor), id=born).exists()


def _names(facts: Mapping[str, Any]) -> dict[str, str]:
    ids = {facts[key] for key in ("compared_by", "identity_by") if facts.get(key)}
    rows = Officer.objects.filter(id__in=ids).values_list("id", "name")
    return {str(officer): name for officer, name in rows}


def has_commitment(intake_id: UUID) -> bool:
    """Return whether a signed commitment is in force for an intake; one query."""
    return Intake.objects.filter(id=intake_id, commitment__isnull=False).exists()
