"""第五条(三): changed looks, no fingerprint on record, identity cannot be settled."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import FaceResult, Ground

_FOUND = Finding(
    clause="第五条(三)",
    code=Ground.IDENTITY_UNSETTLED_APPEARANCE,
    fields=("comparison.face", "record.card.fingerprint_registered"),
    message="相貌变化较大且没有登记指纹，经各种手段仍不能确认身份，请到户籍派出所办理",
)


def identity_unsettled_appearance(facts: Facts) -> list[Finding]:
    """A ground only with all three together."""
    situation = facts.situation
    holds = (
        situation.identity_confirmed is False
        and situation.comparison.face is FaceResult.DIFFERENT
        and not facts.record.card.fingerprint_registered
    )
    return [_FOUND] if holds else []
