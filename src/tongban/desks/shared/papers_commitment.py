"""《容缺受理书面承诺书》 out of its row: to sign on paper before, as it was signed after."""

from __future__ import annotations

from tongban.cases.queries.commitment import CommitmentPaper
from tongban.desks.shared import commitment_words as words
from tongban.desks.shared.papers_registration import signature
from tongban.documents.forms.commitment import CommitmentForm, Signer
from tongban.documents.forms.sheet import Bearer, Sheet


def commitment_form(found: CommitmentPaper, *, sheet: Sheet) -> CommitmentForm:
    """The paper; a commitment signed by the guardian speaks in the guardian's name."""
    facts = found.facts
    stored = facts["guardian"]
    is_signed = found.signed_at is not None
    by_guardian = found.signer == "GUARDIAN" if is_signed else stored is not None
    drawn = signature(found.blob, by="监护人" if by_guardian else "申请人", at=found.signed_at)
    return CommitmentForm(
        sheet=sheet,
        bearer=Bearer(name=facts["name"], id_number=facts["id_number"]),
        parts=words.parts(facts, officers=found.officers),
        opening=words.opening(by_guardian=by_guardian),
        commitments=words.commitments(by_guardian=by_guardian),
        clause=words.CLAUSE,
        signs="承诺人（监护人）" if by_guardian else "承诺人",
        guardian=Signer(
            name=stored["name"], id_number=stored["id_number"], relation=stored["relation"]
        )
        if by_guardian and stored
        else None,
        signature=drawn,
        committed_at=found.signed_at,
        is_scan=is_signed and drawn is None,
    )
