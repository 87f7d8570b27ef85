"""第五条(一): somebody who never had a card applies at home."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ground, Reason

_ASKED = Finding(
    clause="第五条(一)",
    code=Ground.FIRST_ISSUE,
    fields=("reason",),
    message="首次申领居民身份证不能异地受理，请到户籍派出所办理",
)
_NEVER_ISSUED = Finding(
    clause="第五条(一)",
    code=Ground.FIRST_ISSUE,
    fields=("record.card.issued",),
    message="人口库中没有发证记录，属于首次申领，请到户籍派出所办理",
)


def first_issue(facts: Facts) -> list[Finding]:
    """A ground where a first card is asked for, or none was ever issued."""
    if not facts.record.card.issued:
        return [_NEVER_ISSUED]
    return [_ASKED] if facts.situation.reason is Reason.FIRST_ISSUE else []
