"""Temporary cards and certificates on the page of a case, told from its history (第十二条)."""

from __future__ import annotations

from django.urls import reverse

from tongban.cases.queries.case_page import CasePage
from tongban.desks.shared.pieces import Action, Fact, Tone
from tongban.desks.shared.present_temporary import verb
from tongban.policy.temporary import temporary
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import TemporaryDocument
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import TemporaryEnding
from tongban.procedure.stages import Stage
from tongban.procedure.table import judge

_WITH_APPLICANT = "在申请人手中"


def temporary_facts(case: CasePage, actor: Actor) -> tuple[Fact, ...]:
    """What was given out and what became of it, without another query."""
    found: list[tuple[TemporaryDocument, str, str]] = []
    for event in case.events:
        if event.name == "TemporaryIssued":
            kind = TemporaryDocument(event.data["kind"])
            found.append((kind, event.data["number"], _WITH_APPLICANT))
            continue
        ending = event.data.get("ending") or event.data.get("temporary")
        if found and ending:
            kind, number, _ = found[-1]
            found[-1] = (kind, number, TemporaryEnding(ending).label)
    if found and case.stage is Stage.HANDED_OVER:
        kind, number, _ = found[-1]
        if kind is TemporaryDocument.CERTIFICATE:
            found[-1] = (kind, number, TemporaryEnding.EXPIRED.label)
    url = reverse("shared:temporary", args=[case.id]) if _is_ours(case, actor) else ""
    return tuple(
        Fact(kind.label, state, _tone(state), note=number, url=url) for kind, number, state in found
    )


def _tone(state: str) -> Tone:
    return Tone.INFO if state == _WITH_APPLICANT else Tone.OK


def _is_ours(case: CasePage, actor: Actor) -> bool:
    return actor.unit in (case.accepting_unit, case.standing.accepting_county)


def temporary_action(case: CasePage, actor: Actor, *, terms: Terms) -> tuple[Action, ...]:
    """The way to give one out, named as what the household may have."""
    if judge(Act.ISSUE_TEMPORARY, case.standing, actor) is not None or not case.text:
        return ()
    division = case.text["address_division"]
    kind = temporary(case.home_unit or None, address_division=division, terms=terms)
    url = reverse("shared:temporary", args=[case.id])
    return (Action(verb(kind), url=url, key="T"),)
