"""第三条(二), 第六条: the person is compared with the register at the desk."""

from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Ask, FaceResult

_FACE = Finding(
    clause="第六条",
    code=Ask.COMPARE_ON_SITE,
    fields=("comparison.face",),
    message="请现场比对本人与人口库照片",
)
_FINGERPRINT = Finding(
    clause="第三条(二)",
    code=Ask.COMPARE_ON_SITE,
    fields=("comparison.fingerprint",),
    message="容缺受理还须比对指纹",
)


def compare_on_site(facts: Facts) -> list[Finding]:
    """The face always; on the tolerant path the fingerprint too where the register has one."""
    if facts.situation.comparison.face is FaceResult.NOT_DONE:
        return [_FACE]
    return [_FINGERPRINT] if facts.is_tolerant and not facts.is_compared else []
