"""One fee: how its money moved, what came a second time, what is to be done (第七条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.queries.day_book import BookLine
from tongban.desks.shared.fields import Field, Problem, problems_of
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.phrases import arrival_phrase, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, KeyHint, Tag, Tone
from tongban.desks.station.present_money import state_of
from tongban.procedure.stages import PaymentStage
from tongban.standards.money import yuan


@dataclass(frozen=True, slots=True)
class ExtraItem:
    """Money that came a second time: how it stands, and the next step."""

    title: str
    state: Tag
    facts: tuple[Fact, ...]
    act: Action | None


@dataclass(frozen=True, slots=True)
class StockForm:
    """The serial of a pre-printed receipt, where no electronic one can be had."""

    use_url: str
    spoil_url: str
    use: tuple[Field, ...]
    spoil: tuple[Field, ...]
    problems: tuple[Problem, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class PaymentScreen:
    """One payment with what can be done; context name ``screen``."""

    name: str
    number: str
    amount: str
    state: Tag
    history: tuple[Fact, ...]
    notes: tuple[Fact, ...]
    extras: tuple[ExtraItem, ...]
    stock: StockForm | None
    give_back_url: str
    give_back_why: str
    sign_error: str
    actions: tuple[Action, ...]
    title: str = "工本费"
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the page's forms and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    sign_error: str = ""


def payment(
    lines: Sequence[BookLine],
    *,
    at: datetime,
    failed: Mapping[UUID, str],
    typed: Typed,
) -> PaymentScreen:
    """The page of a case's fee; ``failed`` says by payment why a refund could not be sent."""
    one, extras = lines[0], lines[1:]
    is_back = one.is_cash_to_give_back
    return PaymentScreen(
        name=one.name,
        number=one.case_number,
        amount=yuan(one.amount_fen),
        state=state_of(one),
        history=_history(one, at=at),
        notes=_notes(one, at=at, failed=failed.get(one.id, "")),
        extras=tuple(_extra(line, at=at, failed=failed.get(line.id, "")) for line in extras),
        stock=_stock(one, typed),
        give_back_url=reverse("station:give-back", args=[one.case_id]) if is_back else "",
        give_back_why=_why_back(one) if is_back else "",
        sign_error=typed.sign_error,
        actions=(
            Action("看全部经过", url=reverse("shared:case", args=[one.case_id])),
            Action("回到账簿", url=reverse("station:money")),
            *_acts(one),
        ),
    )


def _history(one: BookLine, *, at: datetime) -> tuple[Fact, ...]:
    moments = (
        ("收取现金", one.cash_at, f"{one.cashier} · 现金单 {one.cash_no}" if one.cash_no else ""),
        ("缴入省财政", one.paid_at, _paid_by(one)),
        ("提出退费", one.refund_asked_at, one.refund_reason),
        ("批准退费", one.refund_approved_at, "由县局另一位民警批准"),
        ("省财政退费", one.refunded_at, ""),
        ("退还现金", one.cash_back_at, "申请人已签收"),
    )
    return tuple(
        Fact(label, arrival_phrase(moment, at), note=note)
        for label, moment, note in moments
        if moment is not None
    )


def _paid_by(one: BookLine) -> str:
    """Whose phone it was, where it was neither the applicant's nor that of who took the cash."""
    way = "现金代缴" if one.is_on_behalf else "支付码"
    if not one.payer:
        return way
    if one.payer == (one.cashier if one.is_on_behalf else one.name):
        return f"{way} · 缴款人 {one.payer}"
    whose = "同事代付" if one.is_on_behalf else "他人代付"
    return f"{way} · 用 {one.payer} 的手机缴款（{whose}）"


def _notes(one: BookLine, *, at: datetime, failed: str) -> tuple[Fact, ...]:
    facts = []
    if one.code:
        facts.append(Fact("缴款识别码", one.code))
    if one.state is PaymentStage.DUE and one.code_expires_at is not None:
        is_over = one.code_expires_at <= at
        when = moment_phrase(one.code_expires_at, at)
        words = f"{when} 已过期，请换一个" if is_over else f"{when} 前有效"
        facts.append(Fact("支付码", words, Tone.WARN if is_over else Tone.NONE))
    if one.receipt_no:
        facts.append(Fact("财政票据号码", one.receipt_no, note=one.receipt_code))
    return (*facts, *_waits(one, failed=failed))


def _waits(one: BookLine, *, failed: str) -> tuple[Fact, ...]:
    """What a refund waits for; why it could not be sent where it could not."""
    if one.state is PaymentStage.REFUND_ASKED:
        return (Fact("等待", "县局督导批准退费", Tone.WARN, clause="第七条"),)
    if one.state is PaymentStage.REFUNDING and failed:
        return (Fact("退费没有送成", failed, Tone.BAD, note="查明后再送一次"),)
    if one.state is PaymentStage.REFUNDING:
        return (Fact("等待", "省财政退费到账", Tone.WARN, note="每 10 分钟自动查询"),)
    return ()


def _extra(one: BookLine, *, at: datetime, failed: str) -> ExtraItem:
    ask = None
    if one.state.is_paid:
        url = reverse("station:refund-extra", args=[one.case_id, one.id])
        ask = Action("提出退还", url=url, post=True, key="T", style=ActionStyle.PRIMARY)
    order = Fact("缴款单号", one.order_no)
    return ExtraItem(
        title=f"又缴了一次 {yuan(one.amount_fen)} 元",
        state=state_of(one),
        facts=(*_history(one, at=at), order, *_waits(one, failed=failed)),
        act=ask,
    )


def _why_back(one: BookLine) -> str:
    if one.is_by_code:
        return "申请人已自行扫码缴费，收取的现金没有用上。"
    if one.state is PaymentStage.REFUNDED:
        return "件已结束，省财政已把代缴的款项退回。"
    return "件已结束，现金尚未代缴。"


def _stock(one: BookLine, typed: Typed) -> StockForm | None:
    """Offered while the treasury's own receipt has not come."""
    if one.state is not PaymentStage.PAID:
        return None
    use = (
        _field("series", "票据代码", typed, maxlength=8),
        _field("number", "票据号码", typed, maxlength=20),
    )
    spoil = (
        _field("series", "票据代码", typed, scope="spoil", maxlength=8),
        _field("number", "票据号码", typed, scope="spoil", maxlength=20),
        _field("why", "作废原因", typed, scope="spoil", maxlength=100),
    )
    is_spoil = typed.values.get("form") == "spoil"
    return StockForm(
        use_url=reverse("station:stock-receipt", args=[one.case_id]),
        spoil_url=reverse("station:stock-spoiled", args=[one.case_id]),
        use=use,
        spoil=spoil,
        problems=problems_of(spoil if is_spoil else use),
        is_open=bool(typed.errors),
    )


def _field(name: str, label: str, typed: Typed, *, scope: str = "", maxlength: int) -> Field:
    is_meant = (typed.values.get("form") == "spoil") == (scope == "spoil")
    return Field(
        name,
        label,
        value=typed.values.get(name, "") if is_meant else "",
        error=typed.errors.get(name, "") if is_meant else "",
        scope=scope,
        maxlength=maxlength,
        width="m",
        inputmode="" if name == "why" else "numeric",
        spaced=name != "why",
    )


def _acts(one: BookLine) -> tuple[Action, ...]:
    unpaid = one.state in (PaymentStage.DUE, PaymentStage.CASH_HELD)
    acts = []
    if one.receipt_no:
        kind = PaperKind.RECEIPT_SLIP
        acts.append(print_action(kind, case=one.case_id, label="打印取票单", key="P"))
    if one.state is PaymentStage.REFUNDING or (unpaid and one.order_no):
        url = reverse("station:payment-query", args=[one.case_id])
        acts.append(Action("向省财政查询", url=url, post=True, key="Q"))
    if one.state is PaymentStage.CASH_HELD:
        url = reverse("station:pay-on-behalf", args=[one.case_id])
        acts.append(Action("现在代缴", url=url, post=True, key="D", style=ActionStyle.PRIMARY))
    return tuple(acts)
