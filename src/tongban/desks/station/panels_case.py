"""The middle of steps 7 to 9: composing and signature, fee, papers and what to tell."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tongban.biometrics.fingers import Finger
from tongban.cases.operations.office import opening
from tongban.cases.queries.composed import Composed, Fee
from tongban.cases.queries.intake_screen import Duty
from tongban.cases.queries.papers import Printed
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.papers import PaperKind, print_action
from tongban.desks.shared.phrases import due_text, moment_phrase
from tongban.desks.shared.pictures import intake_picture_url, picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Photo, Tag, Tone
from tongban.desks.station.intake_state import Work, act_url, next_step, step_url
from tongban.desks.station.present_identity import shown
from tongban.desks.station.screens import StepKey
from tongban.desks.station.steps import ComposePanel, FeePanel, FinishPanel, Paper
from tongban.documents.verification import qr_picture
from tongban.policy.vocabulary import Ask, Detail, Outcome, Reason, TemporaryDocument
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ResidenceOutcome
from tongban.procedure.stages import IntakeStage, PaymentStage, Stage
from tongban.standards import id_number
from tongban.standards.money import yuan
from tongban.standards.zones import local


def compose_panel(work: Work, *, version: Composed | None) -> ComposePanel:
    """Step 7: before composing what will be locked; after it the form and the signature."""
    if version is None:
        return _before(work)
    case = work.case
    is_unsigned = version.signed_at is None and case.stage is Stage.COMPOSED
    return ComposePanel(
        content=_content(work, version.text),
        photo=Photo(picture_url(case.id, version.n, "photo"), "标准照片"),
        composed=Tag(f"受理编号 {case.number} · 第 {version.n} 版", Tone.OK),
        print_form=print_action(
            PaperKind.REGISTRATION, case=case.id, label="打印登记表", key="P" if is_unsigned else ""
        ),
        sign_url=act_url(work.view.id, "sign") if is_unsigned else "",
        signer=_signer(version) if is_unsigned else None,
        signed=_signed(work, version),
        signed_note=_signed_note(version),
        sign_error=work.typed.error("signature"),
        seen_version=str(case.version),
        void=Action("作废", url="?open=void", opens="void", style=ActionStyle.DANGER)
        if is_unsigned
        else None,
    )


def _before(work: Work) -> ComposePanel:
    view = work.view
    record = dict(view.record)
    return ComposePanel(
        content=_content(work, record | {"phone": view.phone, "delivery_address": view.address}),
        photo=Photo(intake_picture_url(view.id, "photo"), "标准照片") if view.has_photo else None,
        missing=missing(work),
    )


def missing(work: Work) -> tuple[str, ...]:
    """What must still be done before composing, told at once."""
    view = work.view
    if work.desk.verdict.outcome is Outcome.REFUSE:
        return ("属于不予异地受理情形，不能合成。",)
    asked = [
        f"{f.message}（{f.clause}）" for f in work.desk.verdict.findings if f.code in _asks(work)
    ]
    if not view.has_photo:
        asked.append("采集标准照片（第六条）")
    if not view.fingers:
        asked.append("采集指纹，或写明采不到的原因（第六条）")
    if not view.phone:
        asked.append("填写联系电话（第十一条）")
    return tuple(asked)


def _asks(work: Work) -> frozenset[Ask]:
    return work.desk.verdict.asks


def _content(work: Work, text: Mapping[str, Any]) -> tuple[Fact, ...]:
    declared = work.view.situation.record
    details = shown(declared.details) if declared else {}
    view = work.view
    lines = [
        Fact(
            "住址" if one is Detail.ADDRESS else one.label,
            id_number.group(value) if one is Detail.ID_NUMBER else value,
        )
        for one, value in details.items()
    ]
    reason = view.reason.label if isinstance(view.reason, Reason) else "待选"
    lines += [
        Fact("申领原因", f"{reason} · {view.priority.label}"),
        Fact("领证方式", view.delivery.label),
        Fact("联系电话", str(text.get("phone", "")) or "待填写"),
        Fact("指纹", _fingers(view.fingers)),
        Fact("受理凭证", work.serving or "待出示"),
    ]
    if text.get("delivery_address"):
        lines.append(Fact("登记地址", str(text["delivery_address"])))
    if view.guardian:
        lines.append(Fact("监护人", f"{view.guardian['name']}（{view.guardian['relation']}）"))
    return tuple(lines)


def _fingers(stored: Sequence[Mapping[str, Any]]) -> str:
    words = [
        f"{Finger(one['code']).label}{'' if one['template'] else '：' + one['missing_reason']}"
        for one in stored
    ]
    return "，".join(words) or "待采集"


def _signer(version: Composed) -> Field | None:
    if not version.guardian:
        return None
    options = (Option("APPLICANT", "申请人本人"), Option("GUARDIAN", "监护人"))
    return Field("signer", "签名人", FieldKind.RADIO, "GUARDIAN", options=options)


def _signed(work: Work, version: Composed) -> Photo | None:
    if not version.way:
        return None
    url = picture_url(work.case.id, version.n, version.way)
    return Photo(url, "签名" if version.way == "sign" else "已签名的登记表")


def _signed_note(version: Composed) -> str:
    if version.signed_at is None:
        return ""
    who = "监护人" if version.signer == "GUARDIAN" else "申请人本人"
    return f"{who} {local(version.signed_at):%m月%d日 %H:%M} 签名，已送户籍地县局审核签发。"


def fee_panel(work: Work, *, fee: Fee | None) -> FeePanel:
    """Step 8: a code to scan, or cash that the officer pays on; nothing else can be charged."""
    reason = work.view.reason.label if work.view.reason else ""
    if fee is None:
        return FeePanel("0.00", reason, Tag("没有待缴的费用", Tone.INFO))
    intake = work.view.id
    is_due = fee.state is PaymentStage.DUE
    is_held = fee.state is PaymentStage.CASH_HELD
    is_expired = fee.code_expires_at is not None and fee.code_expires_at <= work.at
    poll = f"{act_url(intake, 'fee-poll')}?state={fee.state}&receipt={fee.receipt_no}"
    waits = is_due or (fee.state is PaymentStage.PAID and not fee.receipt_no)
    return FeePanel(
        amount=yuan(fee.amount_fen),
        reason=reason,
        state=Tag(fee.state.label, _FEE_TONES.get(fee.state, Tone.WARN)),
        code=_code(fee) if is_due and fee.qr and not is_expired else None,
        code_until=_code_until(fee, is_expired=is_expired, work=work),
        renew=_renew(work, fee, is_expired=is_expired) if is_due and fee.code else None,
        query=Action("查询是否已缴", url=act_url(intake, "fee-query"), post=True, key="R")
        if is_due and fee.order_no
        else None,
        cash=_cash(work, is_due=is_due, is_held=is_held),
        cash_note=_cash_note(fee) if is_held else "",
        receipt=_receipt(fee, work=work),
        poll_url=poll if waits and fee.order_no else "",
    )


_FEE_TONES = {
    PaymentStage.PAID: Tone.OK,
    PaymentStage.RECEIPTED: Tone.OK,
    PaymentStage.REFUNDED: Tone.INFO,
}


def _code(fee: Fee) -> Photo:
    svg = base64.b64encode(qr_picture(fee.qr)).decode()
    return Photo(f"data:image/svg+xml;base64,{svg}", "支付码", f"缴款识别码 {fee.code}")


def _code_until(fee: Fee, *, is_expired: bool, work: Work) -> str:
    if fee.code_expires_at is None:
        return ""
    when = moment_phrase(fee.code_expires_at, work.at)
    return "支付码已过期，请换一个" if is_expired else f"请申请人扫码，{when} 前有效"


def _renew(work: Work, fee: Fee, *, is_expired: bool) -> Action:
    style = ActionStyle.PRIMARY if is_expired else ActionStyle.PLAIN
    url = act_url(work.view.id, "fee-code")
    return Action(
        "换一个支付码", url=url, post=True, icon="refresh", style=style, fields=(("renew", "1"),)
    )


def _cash(work: Work, *, is_due: bool, is_held: bool) -> Action | None:
    if is_due:
        return Action(
            "收下现金", url=act_url(work.view.id, "fee-cash"), post=True, icon="cash", key="C"
        )
    if is_held:
        return Action(
            "扫码代缴", url=act_url(work.view.id, "fee-behalf"), post=True, icon="cash", key="C"
        )
    return None


def _cash_note(fee: Fee) -> str:
    when = f"{local(fee.cash_at):%H:%M}" if fee.cash_at else ""
    return f"{when} 已收现金 {yuan(fee.amount_fen)} 元，收条号 {fee.cash_no}。请于今天代缴。"


def _receipt(fee: Fee, *, work: Work) -> tuple[Fact, ...]:
    if fee.paid_at is None:
        return ()
    way = "现金代缴" if fee.is_on_behalf else "支付码"
    lines = [Fact("到账", f"{moment_phrase(fee.paid_at, work.at)} · {way}", Tone.OK)]
    if fee.receipt_no:
        lines += [
            Fact("票据代码", fee.receipt_code),
            Fact("票据号码", fee.receipt_no),
            Fact("校验码", fee.receipt_check, note="凭这三项可在财政票据查验平台取票"),
        ]
    else:
        lines.append(Fact("财政电子票据", "正在开具，开好后自动显示", Tone.INFO))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Ending:
    """What the last step shows: papers printed before, duties of the case, the refusal's number."""

    printed: Mapping[str, Printed]
    duties: Mapping[ObligationKind, Duty]


def finish_panel(work: Work, *, ending: Ending) -> FinishPanel:
    """Step 9: every paper, residence registration, and what the applicant must know."""
    stage = work.view.standing.stage
    if work.view.case is None:
        return _without_case(work, stage=stage, ending=ending)
    case = work.case
    papers = [
        _paper(PaperKind.COLLECTION_SLIP, "交给申请人，凭此领证", work, ending, key="P"),
        _paper(PaperKind.REGISTRATION, "签名后存档，申请人要的可再印一份", work, ending),
    ]
    due = ending.duties.get(ObligationKind.GUIDE_RESIDENCE)
    if due is not None:
        papers.append(_paper(PaperKind.RESIDENCE_SHEET, "办理居住登记的说明", work, ending))
    if case.stage is Stage.WITHDRAWN:
        papers = [_paper(PaperKind.WITHDRAWAL, "申请人签名的撤回申请，存档", work, ending)]
    return FinishPanel(
        papers=tuple(papers),
        next_steps=_next_steps(work, ending),
        temporary=_temporary(work),
        residence=_residence(due),
        residence_url=act_url(work.view.id, "residence"),
        residence_options=tuple(Option(o.value, _RESIDENCE[o]) for o in ResidenceOutcome)
        if due is not None and due.closed_at is None
        else (),
        residence_done=_residence_done(due),
    )


_RESIDENCE = {
    ResidenceOutcome.GUIDED: "已当面指导",
    ResidenceOutcome.REGISTERED: "已登记或已帮助登记",
    ResidenceOutcome.DECLINED: "申请人不办",
}


def _paper(kind: PaperKind, note: str, work: Work, ending: Ending, *, key: str = "") -> Paper:
    printed = ending.printed.get(kind.value)
    again = printed is not None and printed.prints > 0
    case = None if kind.is_of_intake else work.case.id
    return Paper(
        label=kind.label,
        note=note if not again or printed is None else f"{note} · 已打印 {printed.prints} 次",
        print_action=print_action(
            kind,
            case=case,
            intake=work.view.id,
            label="再印一份" if again else "打印",
            key="" if again else key,
        ),
        printed_at=printed.last_at if again and printed is not None else None,
        needed=kind is not PaperKind.REGISTRATION,
    )


def _without_case(work: Work, *, stage: IntakeStage, ending: Ending) -> FinishPanel:
    if stage is IntakeStage.REFUSED:
        steps: tuple[Fact, ...] = (
            Fact("去哪里办", "请到户籍地派出所申请办理", clause="第十五条(一)"),
            Fact("不同意的", "可以向市局反映，通知书上写有联系方式"),
        )
        paper = _paper(PaperKind.REFUSAL, "当面交给申请人并说明", work, ending, key="P")
        return FinishPanel(papers=(paper,), next_steps=steps)
    steps = (Fact("以后再办", "任何时候都可以重新申请，不受这一次影响"),)
    return FinishPanel(papers=(), next_steps=steps)


def _temporary(work: Work) -> Fact | None:
    match work.desk.temporary:
        case TemporaryDocument.CARD:
            return Fact(
                "临时居民身份证",
                "申请人需要的，可当场制发",
                note="本系统暂不制发，请在原系统办理；领证时收回，不收费。",
                clause="第十二条",
            )
        case TemporaryDocument.CERTIFICATE:
            return Fact(
                "临时身份证明",
                "申请人需要的，当场出具",
                note="该户籍地暂不能制发临时居民身份证，请说明原因。",
                clause="第十二条",
            )
        case _:
            return None


def _residence(due: Duty | None) -> Fact | None:
    if due is None:
        return None
    return Fact(
        "居住登记",
        "请指导（帮助）办理" if due.closed_at is None else "已办结",
        Tone.WARN if due.closed_at is None else Tone.OK,
        "在“山东公安居住登记平台”登记，并到居住地户籍派出所提交居住证明材料。",
        "第四条",
    )


def _residence_done(due: Duty | None) -> Tag | None:
    if due is None or due.closed_at is None:
        return None
    return Tag(ResidenceOutcome(due.outcome).label, Tone.OK)


def _next_steps(work: Work, ending: Ending) -> tuple[Fact, ...]:
    case, rules = work.case, work.rules
    bureau = rules.city.get(case.home_county)
    name = bureau.short_name if bureau else "户籍地公安机关"
    owed = ending.duties.get(ObligationKind.REVIEW)
    if case.stage is Stage.COMPOSED:
        due = opening(ObligationKind.REVIEW, at=work.at, unit=case.home_county).due_at
        review = f"签名后送{name}"
    else:
        due = owed.due_at if owed else None
        review = name
    if owed is not None and owed.closed_at is not None:
        when = "已办结"
    else:
        when = due_text(due, work.at, rules.calendar).text.partition(" · ")[0]
    county = rules.city.county_of(case.standing.accepting_unit).short_name
    paid = "" if case.is_paid else "，缴费到账后"
    return (
        Fact("审核签发", review, note=when, clause="第九条"),
        Fact("制证", f"省厅制证中心，签发{paid}制证，寄到{county}", clause="第十一条"),
        Fact("领取", "到所后短信通知，本人带领取凭证来领；换领的交回旧证", clause="第十一条"),
        Fact("最迟", "自提交登记表之日起 60 日内", note="居民身份证法 第十二条"),
    )


def following(work: Work) -> tuple[StepKey, str]:
    """The step to go to next and its address."""
    key = next_step(work)
    return key, step_url(work.view.id, key)


def new_intake_url() -> str:
    """Where the next person begins."""
    return reverse("station:intake")
