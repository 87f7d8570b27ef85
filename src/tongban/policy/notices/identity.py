"""第五条(三): a doubtful comparison that the officer has settled."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Notice

_SETTLED = Finding(
    clause="第五条(三)",
    code=Notice.COMPARISON_SETTLED,
    fields=("comparison.face", "comparison.fingerprint"),
    message="比对结果存疑，民警已确认是本人",
)


def comparison_settled(facts: Facts) -> list[Finding]:
    """Told where the comparison is against identity and the officer has stated it."""
    settled = facts.is_against and facts.situation.identity_confirmed is True
    return [_SETTLED] if settled else []
