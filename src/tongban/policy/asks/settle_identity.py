"""第三条(二), 第五条(二)(三): the officer states whether it is this person.

Nobody is accepted while identity is not clear, and nobody is refused for it outside the grounds.
"""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask


def settle_identity(facts: Facts) -> list[Finding]:
    """Asked for where something speaks against identity, or where no document speaks for it."""
    stated = facts.situation.identity_confirmed
    if stated is True:
        return []
    if stated is False:
        return [_UNCLEAR_WITH_DOCUMENT] if facts.document is not None else []
    if facts.differences:
        words = "、".join(detail.label for detail in facts.differences)
        return [_found("第五条(二)", f"{words}与人口库不一致，请确认是否本人")]
    if facts.is_against:
        return [_AGAINST]
    return [_TOLERANT] if facts.is_tolerant else []


def _found(clause: str, message: str) -> Finding:
    return Finding(
        clause=clause, code=Ask.SETTLE_IDENTITY, fields=("identity_confirmed",), message=message
    )


_UNCLEAR_WITH_DOCUMENT = _found(
    "第十五条(二)", "已出示有效证件，身份尚不能认定：请继续核实或向户籍派出所协查"
)
_AGAINST = _found("第五条(三)", "比对结果存疑，请进一步核实并确认是否本人")
_TOLERANT = _found("第三条(二)", "容缺受理须由民警明确认定身份")
