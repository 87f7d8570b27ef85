"""第四条, 第十二条: what follows an acceptance and must be told."""

from tongban.policy.verdict import Finding
from tongban.policy.vocabulary import Notice, TemporaryDocument

_GUIDE = Finding(
    clause="第四条",
    code=Notice.GUIDE_RESIDENCE,
    fields=("residence",),
    message="受理后请指导申请人在居住登记平台办理居住登记，并告知向居住地派出所提交居住证明",
)
_LOOK_UP = Finding(
    clause="第四条",
    code=Notice.LOOK_UP_RESIDENCE,
    fields=("residence",),
    message="居住登记情况未知，受理后请再次查询",
)
_EXPLAIN = Finding(
    clause="第十二条",
    code=Notice.EXPLAIN_CERTIFICATE,
    fields=("wants_temporary",),
    message="该户籍地暂不能制发临时居民身份证，请说明原因并当场出具临时身份证明",
)


def residence_notice(followup: bool | None) -> list[Finding]:
    """Told where guidance is due, or not yet known to be."""
    if followup is None:
        return [_LOOK_UP]
    return [_GUIDE] if followup else []


def temporary_notice(document: TemporaryDocument) -> list[Finding]:
    """Told where only a certificate can be given."""
    return [_EXPLAIN] if document is TemporaryDocument.CERTIFICATE else []
