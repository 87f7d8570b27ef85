"""What can be done from anywhere on the intake screen: the primary act, notices, rare acts."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from tongban.desks.shared.fields import Field, FieldKind
from tongban.desks.shared.pieces import Action, ActionStyle
from tongban.desks.station import panels_case
from tongban.desks.station.intake_state import (
    COMMITMENT,
    Work,
    act_url,
    commitment_url,
    next_step,
    step_url,
)
from tongban.desks.station.panels_capture import Begun, locked
from tongban.desks.station.panels_green import green_dialog, take_off_action
from tongban.desks.station.panels_offence import OFFENCE, offence_dialog
from tongban.desks.station.screens import StepKey, WordsDialog
from tongban.policy.vocabulary import Outcome
from tongban.procedure.stages import IntakeStage, Stage

PRIMARY = ActionStyle.PRIMARY
FORM = "step-form"
GO = "Ctrl+Enter"
REFUSED = "属于不予异地受理情形，请在右侧判定下面办理"
REFUSE_PHONE = "refuse_phone"
WITHDRAWABLE = (Stage.COMPOSED, Stage.IN_REVIEW, Stage.RETURNED, Stage.ISSUED)


def summary(work: Work) -> str:
    """市内跨县区 · 损坏换领."""
    category = work.desk.verdict.category
    words = [category.label if category else "", work.view.reason.label if work.view.reason else ""]
    return " · ".join(word for word in words if word)


def actions(work: Work, key: StepKey) -> tuple[Action, ...]:
    """The foot: the one-time notice while something is missing, and the one primary act."""
    plain = []
    if work.view.is_open and work.desk.verdict.outcome is Outcome.ASK:
        plain.append(
            Action(
                "打印一次性告知",
                url=act_url(work.view.id, "notice"),
                post=True,
                new_window=True,
                icon="printer",
            )
        )
    return (*plain, _primary(work, key))


def _primary(work: Work, key: StepKey) -> Action:
    if not work.view.is_open and work.view.case is None:
        return _next_person()
    if work.is_refused_now:
        return Action("下一项", key=GO, style=PRIMARY, blocked=REFUSED)
    return _PRIMARY[key](work)


def _next_person() -> Action:
    return Action(
        "接待下一位", url=panels_case.new_intake_url(), key=GO, style=PRIMARY, icon="user"
    )


def _onwards(work: Work, key: StepKey) -> Action:
    """Go to what is missing next; from the last step in its phase simply to the following one."""
    target = next_step(work)
    if work.lacks_commitment_only and not work.lacks_guardian:
        url = commitment_url(work.view.id)
        return Action("下一项 签署承诺", url=url, key=GO, style=PRIMARY)
    if target is key or target.number < key.number:
        target = list(StepKey)[min(key.number, len(StepKey) - 1)]
    return Action(
        f"下一项 {target.label}", url=step_url(work.view.id, target), key=GO, style=PRIMARY
    )


def _submit(label: str, *, form: str = FORM) -> Action:
    return Action(label, key=GO, style=PRIMARY, form=form, name="then", value="next")


def _identity(work: Work) -> Action:
    return _submit("保存并到下一项")


def _evidence(work: Work) -> Action:
    if work.part == COMMITMENT:
        return _commitment(work)
    if work.lacks_guardian and (work.is_evidence_done or work.is_tolerant_begun):
        return _submit("登记监护人", form="guardian-form")
    if work.is_evidence_done or work.is_tolerant_begun:
        return _onwards(work, StepKey.EVIDENCE)
    return _submit("登记这种证件")


def _commitment(work: Work) -> Action:
    if work.lacks_commitment_only and not work.lacks_guardian:
        return Action("签署承诺", key=GO, style=PRIMARY, form=FORM)
    return _onwards(work, StepKey.EVIDENCE)


def _compare(work: Work) -> Action:
    if work.is_compared:
        return _onwards(work, StepKey.COMPARE)
    return Action("下一项", key=GO, style=PRIMARY, blocked="请先比对，并由您确认是不是本人")


def _photo(work: Work) -> Action:
    if locked(work):
        return _onwards_or_blocked(work, StepKey.PHOTO)
    if Begun.of(work.view.draft):
        return _submit("保存证件照")
    if work.view.has_photo:
        return _onwards(work, StepKey.PHOTO)
    return Action("保存证件照", key=GO, style=PRIMARY, blocked="请先拍照或上传照片")


def _fingers(work: Work) -> Action:
    if locked(work):
        return _onwards_or_blocked(work, StepKey.FINGERPRINTS)
    if work.view.fingers:
        return _onwards(work, StepKey.FINGERPRINTS)
    return Action("下一项", key=GO, style=PRIMARY, blocked="左右手各采一枚，或写明采不到的原因")


def _onwards_or_blocked(work: Work, key: StepKey) -> Action:
    target = next_step(work)
    if target.number < key.number:
        return Action(
            f"先办 {target.label}", url=step_url(work.view.id, target), key=GO, style=PRIMARY
        )
    return Action("下一项", key=GO, style=PRIMARY, blocked=locked(work))


def _details(work: Work) -> Action:
    return _submit("保存并到下一项")


def _compose(work: Work) -> Action:
    case = work.view.case
    if work.view.is_open or case is None:
        lacks = panels_case.missing(work)
        return Action(
            "合成受理信息",
            url=act_url(work.view.id, "compose"),
            post=True,
            key=GO,
            style=PRIMARY,
            blocked="还有没办的，见上面所列" if lacks else "",
        )
    if case.stage is Stage.COMPOSED:
        return Action("签名并送审", key=GO, style=PRIMARY, form=FORM)
    if case.stage is Stage.RETURNED:
        url = reverse("station:return", args=[case.id])
        return Action("去改正退回件", url=url, key=GO, style=PRIMARY)
    return _onwards(work, StepKey.COMPOSE)


def _fee(work: Work) -> Action:
    return Action(
        "下一项 告知与打印",
        url=step_url(work.view.id, StepKey.FINISH),
        key=GO,
        style=PRIMARY,
    )


def _finish(work: Work) -> Action:
    return _next_person()


_PRIMARY = {
    StepKey.IDENTITY: _identity,
    StepKey.EVIDENCE: _evidence,
    StepKey.COMPARE: _compare,
    StepKey.PHOTO: _photo,
    StepKey.FINGERPRINTS: _fingers,
    StepKey.DETAILS: _details,
    StepKey.COMPOSE: _compose,
    StepKey.FEE: _fee,
    StepKey.FINISH: _finish,
}


def menu(work: Work, key: StepKey) -> tuple[Action, ...]:
    """Rare acts, apart from the primary."""
    view = work.view
    if view.standing.stage is IntakeStage.OPEN:
        return (
            *((take_off_action(work, key=key),) if view.green else ()),
            Action("登记证件违法行为", url=f"?open={OFFENCE}", opens=OFFENCE),
            Action("申请人不办了", url="?open=withdraw", opens="withdraw"),
        )
    case = view.case
    if case is not None and case.stage in WITHDRAWABLE:
        return (Action("申请人撤回", url="?open=withdraw-case", opens="withdraw-case"),)
    return ()


def dialogs(work: Work, key: StepKey, *, opened: str) -> tuple[WordsDialog, ...]:
    """The windows that ask for words, those that may be needed here."""
    view = work.view
    found = []
    if view.is_open and work.desk.verdict.outcome is Outcome.REFUSE:
        found.append(_refuse(work))
    if view.is_open:
        found += [green_dialog(work, key=key), _withdraw(work), offence_dialog(work)]
    case = view.case
    if case is not None and case.stage is Stage.COMPOSED:
        found.append(_void(work))
    if case is not None and case.stage in WITHDRAWABLE:
        found.append(_withdraw_case(work))
    return tuple(
        replace(one, open=True, close_url="?") if one.id == opened else one for one in found
    )


def _words(work: Work, label: str, *, window: str, hint: str = "") -> Field:
    """The words that a window asks for; several windows of the page ask for some."""
    return Field(
        "words",
        label,
        FieldKind.TEXTAREA,
        value=work.typed.value("words", ""),
        error=work.typed.error("words"),
        hint=hint,
        maxlength=500,
        focus=True,
        scope=window,
    )


def _refuse(work: Work) -> WordsDialog:
    grounds = "；".join(f"{g.label}（{g.clause}）" for g in work.desk.verdict.grounds)
    return WordsDialog(
        id="refuse",
        title="不予异地受理",
        note=f"认定的情形：{grounds}。随后打印通知书，当面交给申请人，告知到户籍地派出所办理。",
        url=act_url(work.view.id, "refuse"),
        fields=(_phone(work),),
        words=_words(
            work, "认定的依据", window="refuse", hint="查到的记录、比对的结果、申请人的陈述。"
        ),
        submit="不予异地受理",
        clause="第五条、第十五条(一)",
    )


def _phone(work: Work) -> Field:
    return Field(
        REFUSE_PHONE,
        "申请人联系电话",
        FieldKind.TEL,
        value=work.typed.value(REFUSE_PHONE, work.view.phone),
        error=work.typed.error(REFUSE_PHONE),
        hint="名单撤销或者核查改正时据此告知可以重新申办；不愿留的不填。",
        required=False,
        width="m",
        maxlength=20,
    )


def _withdraw(work: Work) -> WordsDialog:
    return WordsDialog(
        id="withdraw",
        title="申请人不办了",
        note="缺材料的不要在这里结束：打印一次性告知，受理会保留。这里只记申请人自己的意思。",
        url=act_url(work.view.id, "withdraw"),
        words=_words(work, "申请人怎么说", window="withdraw"),
        submit="结束这次受理",
        phrases=("改天再办", "回户籍地办理"),
    )


def _void(work: Work) -> WordsDialog:
    return WordsDialog(
        id="void",
        title="作废这次合成",
        note="受理编号不再使用，已缴的费用退回；受理重新打开，照片和指纹都还在。",
        url=act_url(work.view.id, "void"),
        words=_words(work, "作废的原因", window="void"),
        submit="作废",
        phrases=("申请人离开，未签名", "信息填写有误", "原因选择有误"),
        hidden=(("seen_version", str(work.case.version)),),
    )


def _withdraw_case(work: Work) -> WordsDialog:
    return WordsDialog(
        id="withdraw-case",
        title="申请人撤回申请",
        note=f"撤回后这一件终止，已缴的费用原路退回；可以随时重新申办。{_told_there(work)}",
        url=act_url(work.view.id, "withdraw-case"),
        words=_words(work, "申请人撤回的原因", window="withdraw-case"),
        submit="撤回这一件",
        phrases=("回户籍地办理", "旧证已找到"),
        file=Field(
            "signed_page",
            "申请人签名的撤回申请",
            FieldKind.FILE,
            accept="application/pdf,image/jpeg,image/png",
            error=work.typed.error("signature"),
            hint="由申请人写明并签名后扫描或拍照上传。",
        ),
        hidden=(("seen_version", str(work.case.version)),),
    )


def _told_there(work: Work) -> str:
    """What a withdrawal means where another city decides."""
    if work.case.exchange is None or not work.case.standing.reached_review:
        return ""
    return "撤回会通知上级系统；户籍地已经签发的，由县局与户籍地核实。"
