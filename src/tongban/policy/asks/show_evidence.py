"""第三条(一): a document is needed once the tolerant path is closed."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask

_FOUND = Finding(
    clause="第三条(一)",
    code=Ask.SHOW_EVIDENCE,
    fields=("evidence",),
    message="凭现有比对还不能认定身份，请出示户口簿、居住证、驾驶证、护照等任一有效证件",
)


def show_evidence(facts: Facts) -> list[Finding]:
    """Asked for without a document where tolerant acceptance is not possible."""
    return [_FOUND] if facts.document is None and not facts.is_tolerant else []
