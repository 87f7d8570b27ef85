"""第六条: what the desk must still fill in; a question from outside always brings both."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask

_DECLARE = Finding(
    clause="第六条", code=Ask.DECLARE, fields=("declared",), message="请填写申请人申报的信息"
)
_CHOOSE_REASON = Finding(
    clause="第六条", code=Ask.CHOOSE_REASON, fields=("reason",), message="请选择申领原因"
)


def declare(facts: Facts) -> list[Finding]:
    """Asked for while nothing is declared that could be compared with the register."""
    return [_DECLARE] if facts.situation.declared is None else []


def choose_reason(facts: Facts) -> list[Finding]:
    """Asked for while no reason is chosen."""
    return [_CHOOSE_REASON] if facts.situation.reason is None else []
