"""The commitment within step 2: what the paper says, to be signed on the pad or as a scan."""

from __future__ import annotations

from datetime import datetime

from tongban.desks.shared import commitment_words as words
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import Action, Fact, Photo, Tone
from tongban.desks.station.intake_state import Work, act_url, step_url
from tongban.desks.station.screens import StepKey
from tongban.desks.station.steps_tolerant import CommitmentPanel
from tongban.policy.vocabulary import Ask
from tongban.standards.zones import local


def commitment_panel(work: Work) -> CommitmentPanel:
    """Read before signing; the same words as on the paper."""
    view = work.view
    by_guardian = work.is_guardian_needed and bool(view.guardian)
    lacking = missing(work)
    can_sign = not lacking and view.commitment is None
    return CommitmentPanel(
        parts=_parts(work),
        opening=words.opening(by_guardian=by_guardian),
        commitments=words.commitments(by_guardian=by_guardian),
        clause=words.CLAUSE,
        signer=_signer(work),
        by_guardian=by_guardian,
        missing=() if view.commitment else lacking,
        print_form=print_action(PaperKind.COMMITMENT, intake=view.id, label="打印承诺书", key="P"),
        sign_url=act_url(view.id, "commit") if can_sign else "",
        sign_error=work.typed.error("signature"),
        signed=_signed(work),
        signed_note=_signed_note(work),
        back=Action("有证件，去登记", url=step_url(view.id, StepKey.EVIDENCE)),
    )


def missing(work: Work) -> tuple[str, ...]:
    """What comes before the commitment, told at once."""
    if work.serving:
        return (f"已登记{work.serving}，可作受理凭证，不需要书面承诺（第三条(一)）",)
    found = [
        f"{one.message}（{one.clause}）"
        for one in work.desk.verdict.findings
        if one.code in work.lacks - {Ask.SIGN_COMMITMENT}
    ]
    if work.is_refused_now:
        found.append("属于不予异地受理情形，不能容缺受理（第十五条(一)）")
    if work.lacks_guardian:
        found.append("请先登记监护人，由监护人签署（第六条）")
    return tuple(found)


def _parts(work: Work) -> tuple[Fact, ...]:
    view = work.view
    facts = {
        "history_viewed_at": _iso(view.history_viewed_at),
        "face": view.face,
        "fingerprint": view.fingerprint,
        "prints_registered": view.record["card"]["fingerprint_registered"],
        "compared_at": _iso(view.compared_at),
        "compared_by": "compared",
        "confirmed": view.identity_confirmed,
        "identity_at": _iso(view.identity_at),
        "identity_by": "confirmed",
    }
    names = {"compared": view.compared_by, "confirmed": view.identity_by}
    return tuple(
        Fact(
            part.what,
            part.outcome,
            Tone.WARN if part.outcome.startswith("尚未") else Tone.NONE,
            note=" ".join(text for text in (part.by, _clock(part.at)) if text),
        )
        for part in words.parts(facts, officers=names)
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _clock(at: datetime | None) -> str:
    return f"{local(at):%m月%d日 %H:%M}" if at else ""


def _signer(work: Work) -> str:
    guardian = work.view.guardian
    if work.is_guardian_needed and guardian:
        return f"监护人 {guardian['name']}（{guardian['relation']}）"
    return f"申请人 {work.view.declared['name']}"


def _signed(work: Work) -> Photo | None:
    if not work.view.commitment:
        return None
    return Photo(intake_picture_url(work.view.id, "commitment"), "承诺人签名或承诺书扫描件")


def _signed_note(work: Work) -> str:
    kept = work.view.commitment
    if not kept:
        return ""
    who = "监护人" if kept["signer"] == "GUARDIAN" else "申请人本人"
    at = local(datetime.fromisoformat(kept["at"]))
    return (
        f"{who} {at:%m月%d日 %H:%M} 签署，已存档。申报信息或比对结果有变化的，自动作废，重新签署。"
    )
