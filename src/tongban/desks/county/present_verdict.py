"""The verdict that stood when the record was composed, rule by rule with its clause."""

from tongban.cases.operations.office import office
from tongban.cases.queries.review_case import ComposedView, ReviewFile
from tongban.desks.shared.pieces import RuleRow, Tone
from tongban.policy.vocabulary import FingerprintResult, Ground, Notice

_SETTLED = frozenset({Notice.MISMATCH_SETTLED, Notice.COMPARISON_SETTLED})


def rules(file: ReviewFile, *, shown: ComposedView) -> tuple[RuleRow, ...]:
    """Category and the five grounds; where a finding was noted, its own sentence.

    Whether a case may be taken is judged where it is: of one accepted elsewhere there is the
    category alone.
    """
    if file.is_incoming:
        return (_category(file),)
    noted = {one["clause"]: one for one in shown.verdict.get("findings", ())}
    rows = [_category(file)]
    for ground, words in _passing(shown).items():
        finding = noted.get(ground.clause)
        if finding is None:
            rows.append(RuleRow(words, ground.clause, Tone.OK))
        else:
            tone = Tone.WARN if finding["code"] in _SETTLED else Tone.OK
            rows.append(RuleRow(finding["message"], ground.clause, tone))
    return tuple(rows)


def _category(file: ReviewFile) -> RuleRow:
    city = office().city
    unit = city.get(file.home_unit)
    home = f"{city.county_of(unit.code).short_name}{unit.short_name}" if unit else _bureau(file)
    return RuleRow(f"{file.category.label} · 户籍地 {home}", "第二条", Tone.OK)


def _bureau(file: ReviewFile) -> str:
    """The home bureau where the station is not known, or not one of ours."""
    county = office().city.get(file.standing.home_county or "")
    return county.short_name if county else file.elsewhere_name or file.home_unit


def _passing(shown: ComposedView) -> dict[Ground, str]:
    same_print = shown.comparison.get("fingerprint") == FingerprintResult.SAME
    return {
        Ground.FIRST_ISSUE: "非首次申领，有发证记录",
        Ground.IDENTITY_UNSETTLED_MISMATCH: "信息与人口库一致",
        Ground.IDENTITY_UNSETTLED_APPEARANCE: "指纹相同，相貌可核实"
        if same_print
        else "人像比对相同",
        Ground.DOCUMENT_OFFENCE: "无伪造、冒用证件记录",
        Ground.BAD_CREDIT: "不在不良信用名单",
    }


def rules_more(file: ReviewFile) -> str:
    """By which rules it was judged, or that it was judged elsewhere."""
    if file.is_incoming:
        return "是否符合受理条件由受理地判定；这里审核文字、照片和指纹。"
    return f"按 {file.policy_version} 版规范判定"
