"""第五条(二): details differ from the register and identity cannot be settled."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ground


def identity_unsettled_mismatch(facts: Facts) -> list[Finding]:
    """A ground only with both: a detail differs, and the officer says it cannot be settled."""
    if not facts.differences or facts.situation.identity_confirmed is not False:
        return []
    words = "、".join(detail.label for detail in facts.differences)
    return [
        Finding(
            clause="第五条(二)",
            code=Ground.IDENTITY_UNSETTLED_MISMATCH,
            fields=tuple(str(detail) for detail in facts.differences),
            message=f"申报的{words}与人口库不一致，经各种手段仍不能确认身份，请到户籍派出所办理",
        )
    ]
