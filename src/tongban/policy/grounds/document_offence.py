"""第五条(四): forged, traded or misused documents."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ground

_FOUND = Finding(
    clause="第五条(四)",
    code=Ground.DOCUMENT_OFFENCE,
    fields=("document_offence",),
    message="查有伪造、买卖或冒用证件的行为记录，不能异地受理，请到户籍派出所办理",
)


def document_offence(facts: Facts) -> list[Finding]:
    """A ground where such conduct is on record."""
    return [_FOUND] if facts.situation.document_offence else []
