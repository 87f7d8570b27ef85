"""The five rows of 第五条 in the live verdict."""

from datetime import datetime

from tongban.policy.desk_row import DeskRow, RowStatus
from tongban.policy.differences import address_changed_in_province
from tongban.policy.facts import Facts
from tongban.policy.verdict import Verdict
from tongban.policy.vocabulary import FaceResult, FingerprintResult, Ground
from tongban.standards.zones import local


def ground_rows(
    facts: Facts, *, verdict: Verdict, credit_list_as_of: datetime | None
) -> tuple[DeskRow, ...]:
    """One row per ground: barred with the ground's own sentence, else how it stands."""
    bars = {finding.code: finding.message for finding in verdict.findings}
    passing = {
        Ground.FIRST_ISSUE: (RowStatus.OK, "非首次申领，有发证记录"),
        Ground.IDENTITY_UNSETTLED_MISMATCH: _details(facts),
        Ground.IDENTITY_UNSETTLED_APPEARANCE: _appearance(facts),
        Ground.DOCUMENT_OFFENCE: (RowStatus.OK, "无伪造、冒用证件记录"),
        Ground.BAD_CREDIT: (RowStatus.OK, _credit(facts, as_of=credit_list_as_of)),
    }
    standing = passing | {ground: (RowStatus.BAR, bars[ground]) for ground in verdict.grounds}
    return tuple(
        DeskRow(ground.label, status, sentence, ground.clause)
        for ground, (status, sentence) in standing.items()
    )


def _details(facts: Facts) -> tuple[RowStatus, str]:
    declared = facts.situation.declared
    if declared is None:
        return RowStatus.OPEN, "尚未填写申报信息"
    if facts.differences:
        words = "、".join(detail.label for detail in facts.differences)
        if facts.situation.identity_confirmed is True:
            return RowStatus.OK, f"{words}不一致，民警已确认是本人"
        return RowStatus.WARN, f"{words}不一致：请核实并确认身份"
    if address_changed_in_province(declared, registered=facts.record.details):
        return RowStatus.OK, "信息一致，省内住址变更不影响受理"
    return RowStatus.OK, "信息与人口库一致"


def _appearance(facts: Facts) -> tuple[RowStatus, str]:
    comparison, stated = facts.situation.comparison, facts.situation.identity_confirmed
    if comparison.face is FaceResult.NOT_DONE:
        return RowStatus.OPEN, "请现场比对人像"
    if facts.is_against and stated is True:
        return RowStatus.OK, "比对存疑，民警已确认是本人"
    if stated is False:
        return RowStatus.WARN, "身份尚不能认定：请出示证件、比对指纹或发起协查"
    if comparison.fingerprint is FingerprintResult.DIFFERENT:
        return RowStatus.WARN, "指纹不符：请核实并确认身份"
    if facts.is_against:
        return RowStatus.WARN, _doubt(facts)
    if comparison.fingerprint is FingerprintResult.SAME:
        return RowStatus.OK, "指纹相同，相貌可核实"
    return RowStatus.OK, "人像比对相同"


def _doubt(facts: Facts) -> str:
    face = facts.situation.comparison.face.label
    if facts.record.card.fingerprint_registered and not facts.is_compared:
        return f"人像比对{face}：请比对指纹并确认"
    return f"人像比对{face}：请核实并确认身份"


def _credit(facts: Facts, *, as_of: datetime | None) -> str:
    if as_of is None:
        return "不在不良信用名单"
    updated, asked = local(as_of), local(facts.situation.at)
    is_today = updated.date() == asked.date()
    day = "今日" if is_today else f"{updated.month} 月 {updated.day} 日"
    return f"不在不良信用名单（{day} {updated:%H:%M} 更新）"
