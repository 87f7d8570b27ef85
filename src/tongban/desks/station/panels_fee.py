"""The middle of step 8: a code to scan, or cash that the officer pays on (第七条)."""

from __future__ import annotations

import base64

from django.urls import reverse

from tongban.cases.queries.composed import Fee
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, Fact, Photo, Tag, Tone
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.steps import FeePanel
from tongban.documents.verification import qr_picture
from tongban.procedure.stages import PaymentStage
from tongban.standards.money import yuan
from tongban.standards.zones import local


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
        code_until=_code_until(fee, is_expired=is_expired, work=work) if is_due else "",
        renew=_renew(work, fee) if is_due else None,
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


def _renew(work: Work, fee: Fee) -> Action:
    """A fresh code, or the first one where the treasury had not answered at the signing."""
    url = act_url(work.view.id, "fee-code")
    if not fee.code:
        return Action("显示支付码", url=url, post=True, icon="refresh", key="E")
    return Action(
        "换一个支付码",
        url=url,
        post=True,
        icon="refresh",
        key="E",
        fields=(("renew", "1"),),
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
    if fee.payer and fee.payer != fee.payer_name:
        lines.append(Fact("缴款人", fee.payer, note="票据开给缴款人"))
    if fee.is_cash_unused:
        url = reverse("station:payment", args=[fee.case_id])
        words = "申请人已自行扫码，退还收取的现金"
        lines.append(Fact("现金", words, Tone.BAD, url=url))
    if fee.receipt_no:
        lines += [
            Fact("票据代码", fee.receipt_code),
            Fact("票据号码", fee.receipt_no),
            Fact("校验码", fee.receipt_check, note="凭这三项可在财政票据查验平台取票"),
        ]
    else:
        lines.append(Fact("财政电子票据", "正在开具，开好后自动显示", Tone.INFO))
    return tuple(lines)
