"""Lists about cards in words: inquiries, surplus cards, the figures of where all cards are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.card_inquiries import InquiryLine, SurplusLine
from tongban.cases.queries.card_stock import Contradiction, Place, Stock
from tongban.desks.shared.card_screens import (
    InquiriesScreen,
    InquiryItem,
    StockLine,
    StockScreen,
)
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, Fact, KeyHint, Tag, Tone
from tongban.policy.units import City
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble
from tongban.procedure.roles import Role

NOTHING = EmptyState(
    "没有待查的证件", "清点时找不到或损坏的证件登记补制后，列在这里由督导查明去向（第十一条）。"
)
WRONG = {
    "stage": "证件与件的环节不一致",
    "no batch": "没有批次",
    "no transfer": "没有转交批次",
    "transfer too early": "还在县局却有转交批次",
    "no parcel": "没有邮件",
    "handed over unsigned": "已领取却没有签名",
    "lost unrecorded": "遗失没有登记",
    "spoiled unrecorded": "作废没有登记",
    "destroyed unlisted": "已销毁却不在清单上",
    "listed but whole": "在销毁清单上却没有销毁",
    "nowhere": "件在流转却没有证件",
}


def inquiries_screen(
    *,
    waiting: Sequence[InquiryLine],
    closed: Sequence[InquiryLine],
    surplus: Sequence[SurplusLine],
    rules: Office,
    is_city: bool,
    now: datetime,
) -> InquiriesScreen:
    """Cards looked for first; then those found out about, and cards of nobody's."""
    return InquiriesScreen(
        title="遗失、损坏的证件",
        open=tuple(_inquiry(one, rules=rules, now=now) for one in waiting),
        settled=tuple(_inquiry(one, rules=rules, now=now) for one in closed),
        surplus=tuple(_surplus(one, rules=rules, is_city=is_city, now=now) for one in surplus),
        empty=None if waiting else NOTHING,
        keys=(KeyHint(("J", "K"), "下一件 上一件"), KeyHint(("Enter",), "打开")),
        actions=(Action("证件存量", reverse("shared:card-stock"), key="C"),),
    )


def _inquiry(one: InquiryLine, *, rules: Office, now: datetime) -> InquiryItem:
    unit = rules.city.get(one.unit)
    found = " ".join(part for part in (unit.short_name if unit else "邮政速递", one.by) if part)
    due = None
    if one.closed_at is None:
        due = due_of(
            ObligationKind.INQUIRY_CARD,
            since=one.opened_at,
            due_at=one.due_at,
            note=one.due_note,
            rules=rules,
            now=now,
        )
    page = "shared:card-trace" if one.closed_at else "shared:card-inquiry"
    return InquiryItem(
        url=reverse(page, args=[one.case_id]),
        name=one.name,
        number=one.number,
        kind=Tag(one.kind.label, Tone.BAD if one.kind is CardTrouble.MISSING else Tone.WARN),
        serial=one.serial,
        found=f"{moment_phrase(one.at, now)} {found}",
        words=one.words,
        state="已找回，待销毁" if one.turned_up else "",
        due=due,
        outcome=_outcome(one),
    )


def _outcome(one: InquiryLine) -> str:
    if one.closed_at is None:
        return ""
    if one.outcome in CardInquiryOutcome.__members__:
        return "：".join(p for p in (CardInquiryOutcome(one.outcome).label, one.found_out) if p)
    act = Act(one.outcome).label if one.outcome in Act.__members__ else "件已结束"
    return f"随“{act}”了结"


def _surplus(one: SurplusLine, *, rules: Office, is_city: bool, now: datetime) -> InquiryItem:
    unit = rules.city.get(one.unit)
    return InquiryItem(
        url=reverse("city:stray", args=[one.id]) if is_city else "",
        name="",
        number=one.batch,
        kind=Tag("多出", Tone.WARN),
        serial=one.serial,
        found=f"{moment_phrase(one.at, now)} {unit.short_name if unit else ''}",
        words=one.settled,
        state="市局已查明" if one.is_settled else "等市局查明归属",
        due=None,
    )


def stock_screen(
    found: Stock,
    *,
    wrong: Sequence[Contradiction],
    held: int,
    city: City,
    is_city: bool,
    actor: Actor,
) -> StockScreen:
    """The figures by unit and place; a place where no card is has no column."""
    totals = found.totals
    places = list(Place)
    is_right = found.adds_up and not wrong
    sum_words = f"合计 {sum(totals.values())} 张，与下达制证的 {found.ordered} 张"
    words = f"{sum_words}{'一致' if found.adds_up else '不一致'}"
    return StockScreen(
        title="证件存量",
        heads=tuple(one.label for one in places),
        rows=tuple(
            StockLine(
                _name(row.unit, city),
                tuple(str(row.counts.get(place, 0)) for place in places),
                str(row.total),
            )
            for row in found.rows
        ),
        totals=tuple(str(totals[place]) for place in places),
        total=str(sum(totals.values())),
        check=Tag(words, Tone.OK if is_right else Tone.BAD),
        facts=(Fact("本单位存放的作废证件", f"{held} 张"),) if not is_city else (),
        wrong=tuple(Fact(one.order_no, WRONG.get(one.why, one.why), Tone.BAD) for one in wrong),
        empty=None
        if found.rows
        else EmptyState("还没有证件", "下达制证后从这里看每张证件在哪里。"),
        actions=_stock_actions(actor, is_city=is_city),
    )


def _stock_actions(actor: Actor, *, is_city: bool) -> tuple[Action, ...]:
    ways = []
    if not is_city and Role.DELIVERY in actor.roles:
        ways.append(Action("返回证件流转", reverse("county:cards"), key="Alt+ArrowUp"))
        ways.append(Action("销毁", reverse("shared:destruction"), key="D"))
    if Role.SUPERVISION in actor.roles:
        ways.append(Action("遗失、损坏的证件", reverse("shared:card-inquiries"), key="L"))
    return tuple(ways)


def _name(code: str, city: City) -> str:
    unit = city.get(code)
    return unit.short_name if unit else code
