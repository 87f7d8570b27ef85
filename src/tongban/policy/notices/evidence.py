"""第三条(一): papers shown that do not serve, and why."""

from tongban.policy.document import serves
from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import EvidenceKind, Notice


def evidence_not_serving(facts: Facts) -> list[Finding]:
    """Told of each paper that does not serve, whether or not another one does."""
    situation = facts.situation
    found: list[Finding] = []
    for index, paper in enumerate(situation.evidence):
        if serves(paper, reason=situation.reason, on=facts.on):
            continue
        is_card = paper.kind is EvidenceKind.ID_CARD
        found.append(
            Finding(
                clause="第三条(一)",
                code=Notice.ID_CARD_NOT_FOR_LOST if is_card else Notice.EVIDENCE_EXPIRED,
                fields=(f"evidence[{index}]",),
                message="居民身份证只能用于换领，补领请出示其他证件"
                if is_card
                else f"{paper.kind.label}已过有效期，不能作为受理凭证",
            )
        )
    return found
