"""第五条(二): what differs from the register without being a ground."""

from tongban.policy import differences
from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Notice

_CHANGED = Finding(
    clause="第五条(二)",
    code=Notice.ADDRESS_CHANGED_IN_PROVINCE,
    fields=("address",),
    message="省内住址变更，不影响受理",
)


def address_changed_in_province(facts: Facts) -> list[Finding]:
    """Told where the address is another one in the same province."""
    declared = facts.situation.declared
    if declared is None:
        return []
    changed = differences.address_changed_in_province(declared, registered=facts.record.details)
    return [_CHANGED] if changed else []


def mismatch_settled(facts: Facts) -> list[Finding]:
    """Told where details differ and the officer has stated that it is this person."""
    if not facts.differences or facts.situation.identity_confirmed is not True:
        return []
    words = "、".join(detail.label for detail in facts.differences)
    return [
        Finding(
            clause="第五条(二)",
            code=Notice.MISMATCH_SETTLED,
            fields=tuple(str(detail) for detail in facts.differences),
            message=f"{words}与人口库不一致，民警已确认是本人",
        )
    ]
