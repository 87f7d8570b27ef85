"""第五条(五): somebody on the bad credit list of the national platform."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ground

_FOUND = Finding(
    clause="第五条(五)",
    code=Ground.BAD_CREDIT,
    fields=("bad_credit",),
    message="在国家信用平台推送的不良信用名单内，不能异地受理，请到户籍派出所办理",
)


def bad_credit(facts: Facts) -> list[Finding]:
    """A ground while the record stands; one withdrawn by the platform no longer counts."""
    return [_FOUND] if facts.situation.bad_credit else []
