"""第三条(二): tolerant acceptance rests on the record of earlier applications."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask

_FOUND = Finding(
    clause="第三条(二)",
    code=Ask.VIEW_HISTORY,
    fields=("comparison.history_viewed",),
    message="容缺受理须先查看人口系统内的历史受理信息",
)


def view_history(facts: Facts) -> list[Finding]:
    """Asked for on the tolerant path until the history has been viewed."""
    viewed = facts.situation.comparison.history_viewed
    return [_FOUND] if facts.is_tolerant and not viewed else []
