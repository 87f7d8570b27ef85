"""The row of 第三条 in the live verdict."""

from tongban.policy.desk_row import DeskRow, RowStatus
from tongban.policy.facts import Facts
from tongban.policy.notices.evidence import evidence_not_serving

_RULE = "受理凭证"


def evidence_row(facts: Facts) -> DeskRow:
    """A document that serves; else how far tolerant acceptance has come, or that it is closed."""
    if facts.document is not None:
        sentence = f"{facts.document.kind.label}可作受理凭证"
        return DeskRow(_RULE, RowStatus.OK, sentence, "第三条(一)")
    refused = evidence_not_serving(facts)
    if not facts.is_tolerant:
        sentence = refused[0].message if refused else "请出示任一有效证件，凭现有比对不能容缺受理"
        return DeskRow(_RULE, RowStatus.WARN, sentence, "第三条(一)")
    missing = _missing_parts(facts)
    if not missing:
        return DeskRow(_RULE, RowStatus.OK, "容缺受理条件已齐", "第三条(二)")
    if refused:
        sentence = f"{refused[0].message}；也可容缺受理"
        return DeskRow(_RULE, RowStatus.WARN, sentence, "第三条(一)")
    if len(missing) == _ALL_PARTS:
        return DeskRow(_RULE, RowStatus.OPEN, "请出示受理凭证，确无证件的可容缺受理", "第三条(一)")
    return DeskRow(_RULE, RowStatus.WARN, f"容缺受理还需{'、'.join(missing)}", "第三条(二)")


_ALL_PARTS = 4


def _missing_parts(facts: Facts) -> list[str]:
    situation = facts.situation
    parts = (
        (situation.comparison.history_viewed, "查看历史受理"),
        (facts.is_compared, "现场比对"),
        (situation.commitment_signed, "签署承诺"),
        (situation.identity_confirmed is True, "认定身份"),
    )
    return [name for is_done, name in parts if not is_done]
