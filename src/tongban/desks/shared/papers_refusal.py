"""《不予异地受理通知书》 from a refusal as it is kept: grounds, evidence, where to go, where to complain."""

from __future__ import annotations

from dataclasses import replace

from tongban.cases.operations.office import office
from tongban.cases.queries.papers import IntakePaper, RefusalFacts
from tongban.desks.shared.papers_registration import unit_name
from tongban.documents.forms.refusal import GroundLine, RefusalNotice
from tongban.documents.forms.sheet import Bearer, Office, Sheet
from tongban.policy.vocabulary import Ground

COMPLAINT_PHONE = "0537-12345"
"""The city's government service line: complaints reach the city bureau, not the station (第十五条(三))."""


def refusal_notice(
    intake: IntakePaper, refused: RefusalFacts, *, matter: str, sheet: Sheet
) -> RefusalNotice:
    """Return the notice; every copy names the officer who refused, whoever prints it."""
    city = office().city.units[0]
    return RefusalNotice(
        sheet=replace(sheet, officer=refused.officer or sheet.officer),
        bearer=Bearer(name=intake.name, id_number=intake.id_number),
        matter=matter,
        grounds=tuple(
            GroundLine(
                clause=one["clause"],
                label=Ground(one["code"]).label,
                facts=f"{one['message']}。{_evidence(refused, one['code'])}{refused.words}",
            )
            for one in refused.grounds
        ),
        home_station=Office(
            name=unit_name(intake.home_unit) if intake.home_unit else intake.home_office
        ),
        complaint=Office(name=f"{city.name}（不经过本所）", phone=COMPLAINT_PHONE),
        refused_at=refused.at,
    )


def _evidence(refused: RefusalFacts, code: str) -> str:
    """The evidence of one ground as kept with the refusal; refusals of before kept none."""
    kept = next((one["lines"] for one in refused.evidence if one["code"] == code), ())
    said = "；".join(f"{term}：{words}" for term, words in kept)
    return f"{said}。" if said else ""
