"""Which of the papers shown serves as evidence of identity (第三条(一))."""

from datetime import date

from tongban.policy.situation import Evidence
from tongban.policy.vocabulary import EvidenceKind, Reason


def document(evidence: tuple[Evidence, ...], *, reason: Reason | None, on: date) -> Evidence | None:
    """The first paper that serves on the day ``on``; one is enough."""
    for paper in evidence:
        if serves(paper, reason=reason, on=on):
            return paper
    return None


def serves(paper: Evidence, *, reason: Reason | None, on: date) -> bool:
    """Whether one paper serves.

    The identity card serves for renewal whatever its date (that it ran out or broke is why the
    person came) and never for reissue; any other paper up to and including its last day.
    """
    if paper.kind is EvidenceKind.ID_CARD:
        return reason is not Reason.LOST
    return paper.valid_until is None or on <= paper.valid_until
