"""From what was typed of a guardian to what the operation takes."""

from __future__ import annotations

from tongban.cases.operations.guardian import Guardian
from tongban.desks.station.intake_forms import LONGEST_NAME, LONGEST_NOTE, Faults, Form
from tongban.policy.vocabulary import EvidenceKind, Ward
from tongban.standards.id_number import compact

LONGEST_RELATION = 20
LONGEST_NUMBER = 40
LONGEST_PHONE = 24


def guardian_form(form: Form, *, pages: tuple[str, ...]) -> Guardian:
    """Read the form; what the operation judges itself is left to it."""
    faults = Faults()
    ward = faults.choice(form, "guardian_ward", of=Ward)
    evidence = faults.choice(form, "guardian_evidence", of=EvidenceKind)
    given = Guardian(
        name=faults.text(form, "guardian_name", longest=LONGEST_NAME),
        id_number=compact(form.get("guardian_id_number", ""))[:LONGEST_NUMBER],
        relation=faults.text(form, "guardian_relation", longest=LONGEST_RELATION),
        ward=ward or Ward.MINOR,
        phone="".join(form.get("guardian_phone", "").split())[:LONGEST_PHONE],
        evidence=evidence,
        description=faults.text(form, "guardian_description", longest=LONGEST_NOTE),
        pages=pages,
    )
    faults.check()
    return given
