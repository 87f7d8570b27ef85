"""第三条(二): the written commitment of the applicant."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask

_FOUND = Finding(
    clause="第三条(二)",
    code=Ask.SIGN_COMMITMENT,
    fields=("commitment_signed",),
    message="容缺受理须由申请人签署书面承诺",
)


def sign_commitment(facts: Facts) -> list[Finding]:
    """Asked for on the tolerant path until it is signed."""
    return [_FOUND] if facts.is_tolerant and not facts.situation.commitment_signed else []
