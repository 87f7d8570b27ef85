"""The right side of the intake screen: the live verdict in words."""

from __future__ import annotations

from tongban.cases.refusal_evidence import evidence_for
from tongban.desks.shared.dues import review_by
from tongban.desks.shared.phrases import due_text
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, RuleRow, Tag, Tone
from tongban.desks.shared.present_exchange import answer_by, short
from tongban.desks.station.intake_state import Work
from tongban.desks.station.present_validity import validity_facts
from tongban.desks.station.screens import GroundEvidenceBlock, VerdictPanel
from tongban.policy.desk_row import RowStatus
from tongban.policy.review_unit import accepting_system, bureau_elsewhere
from tongban.policy.verdict import Review
from tongban.policy.vocabulary import Outcome, TemporaryDocument
from tongban.standards.money import yuan

TONES = {
    RowStatus.OK: Tone.OK,
    RowStatus.WARN: Tone.WARN,
    RowStatus.BAR: Tone.BAD,
    RowStatus.OPEN: Tone.NONE,
}
_HEADS = {
    Outcome.ACCEPT: Tone.OK,
    Outcome.ASK: Tone.WARN,
    Outcome.REFUSE: Tone.BAD,
    Outcome.LOCAL: Tone.INFO,
}


def verdict_panel(work: Work, *, can_refuse: bool) -> VerdictPanel:
    """The verdict rule by rule, all that is missing, and what acceptance would bring."""
    desk = work.desk
    verdict = desk.verdict
    evidence = _evidence(work)
    return VerdictPanel(
        headline=Tag(desk.headline, _HEADS[verdict.outcome]),
        summary="" if verdict.outcome is Outcome.LOCAL else desk.grounds_sentence,
        rules=tuple(RuleRow(r.sentence, r.clause, TONES[r.status]) for r in desk.rows),
        asks=tuple(f.message for f in verdict.findings if f.code in verdict.asks),
        # Whoever is refused pays nothing and is reviewed nowhere: the evidence stands there instead.
        facts=() if verdict.outcome is Outcome.REFUSE else _facts(work),
        policy_version=verdict.policy_version,
        evidence=evidence,
        refuse=_refuse(evidence) if can_refuse and verdict.outcome is Outcome.REFUSE else None,
    )


def _evidence(work: Work) -> tuple[GroundEvidenceBlock, ...]:
    """What the grounds that stand rest on, and what is missing for a refusal (第五条)."""
    found = (evidence_for(ground, work.view.basis) for ground in work.desk.verdict.grounds)
    return tuple(
        GroundEvidenceBlock(
            title=f"{one.ground.label}：" + ("依据齐全" if one.is_complete else "依据还缺"),
            clause=one.ground.clause,
            lines=tuple(Fact(term, words) for term, words in one.lines),
            missing=one.missing,
        )
        for one in found
    )


def _refuse(evidence: tuple[GroundEvidenceBlock, ...]) -> Action:
    blocked = "" if any(not one.missing for one in evidence) else "依据还不齐，缺什么见上面所列"
    return Action(
        "不予异地受理", url="#refuse", opens="refuse", style=ActionStyle.DANGER, blocked=blocked
    )


def _facts(work: Work) -> tuple[Fact, ...]:
    desk, reason = work.desk, work.view.reason
    facts = []
    if desk.fee_fen is not None and reason is not None:
        facts.append(Fact("工本费", f"{yuan(desk.fee_fen)} 元", note=reason.label, clause="第七条"))
    elif desk.review is not None:
        facts.append(Fact("工本费", "待选申领原因", clause="第七条"))
    if work.view.is_open and desk.review is not None:
        facts += validity_facts(work)
    if desk.temporary is not None:
        facts.append(_temporary(desk.temporary))
    if desk.review is not None:
        facts += [_residence(desk.residence_followup), *_review(work, desk.review)]
    return tuple(facts)


def _temporary(document: TemporaryDocument) -> Fact:
    if document is TemporaryDocument.CARD:
        return Fact("临时居民身份证", "可当场制发", Tone.OK, clause="第十二条")
    return Fact("临时居民身份证", "出具临时身份证明", clause="第十二条")


def _residence(followup: bool | None) -> Fact:
    words = {True: "受理后应办", False: "不需办理", None: "受理后再查"}[followup]
    return Fact("居住登记", words, clause="第四条")


def _review(work: Work, review: Review) -> tuple[Fact, ...]:
    if review.unit is None:
        return _review_elsewhere(work, review)
    case = work.view.case
    name = work.rules.city.require(review.unit).short_name
    at = case.signed_at if case is not None and case.signed_at else work.at
    when = review_by(at, rules=work.rules, now=work.at)
    if case is None or not case.signed_at:
        when = f"现在送审，{when}"
    return (Fact("审核签发", name, note=when, clause="第九条"),)


def _review_elsewhere(work: Work, review: Review) -> tuple[Fact, ...]:
    """Outside the city: into which system it goes, who answers through which, until when."""
    case = work.view.case
    if case is None or not case.signed_at:
        when = f"现在送审，{answer_by(work.at, rules=work.rules, now=work.at)}应有答复"
    elif case.exchange is not None and case.exchange.watch is not None:
        due = due_text(case.exchange.watch.due_at, work.at, work.rules.calendar)
        when = f"{due.text.partition(' · ')[0]}应有答复" if not due.is_past else due.left
    else:
        when = ""
    note = "，".join(part for part in (f"经{short(review.through)}答复", when) if part)
    category = work.desk.verdict.category
    into = short(accepting_system(category)) if category else ""
    return (
        *((Fact("送审系统", into, clause="第六条"),) if into else ()),
        Fact(
            "审核签发",
            bureau_elsewhere(work.view.record["home_office"]),
            note=note,
            clause="第九条",
        ),
    )
