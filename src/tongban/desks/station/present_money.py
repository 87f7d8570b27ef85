"""The fee day book: what came, what went on, what is still in hand, to the fen (第七条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse

from tongban.cases.queries.day_book import BookLine, bounds
from tongban.desks.shared.phrases import arrival_phrase, day_phrase
from tongban.desks.shared.pieces import Action, EmptyState, Fact, KeyHint, Link, Tag, Tone
from tongban.procedure.stages import PaymentStage
from tongban.standards.money import yuan
from tongban.standards.zones import local_date

TONES = {
    PaymentStage.DUE: Tone.INFO,
    PaymentStage.CASH_HELD: Tone.WARN,
    PaymentStage.PAID: Tone.OK,
    PaymentStage.RECEIPTED: Tone.OK,
    PaymentStage.REFUND_ASKED: Tone.WARN,
    PaymentStage.REFUNDING: Tone.WARN,
    PaymentStage.REFUNDED: Tone.INFO,
    PaymentStage.CANCELLED: Tone.NONE,
}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One payment: who, how much, when, how it stands."""

    url: str
    name: str
    number: str
    amount: str
    taken: str
    cashier: str
    paid: str
    receipt: str
    state: Tag
    act: Action | None = None


@dataclass(frozen=True, slots=True)
class MoneyScreen:
    """The day book of a day; context name ``screen``."""

    title: str
    day: str
    whose: tuple[Link, ...]
    earlier: Link
    later: Link | None
    totals: tuple[Fact, ...]
    in_hand: tuple[MoneyRow, ...]
    in_hand_total: str
    book: tuple[MoneyRow, ...]
    refunds: tuple[MoneyRow, ...]
    empty: EmptyState | None
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The lines of a day, sorted by what they mean."""

    lines: Sequence[BookLine]
    day: date

    def _is_today(self, moment: datetime | None) -> bool:
        begins, ends = bounds(self.day)
        return moment is not None and begins <= moment < ends

    @property
    def taken(self) -> list[BookLine]:
        """Cash that was taken on the day."""
        return [one for one in self.lines if self._is_today(one.cash_at)]

    @property
    def paid_on(self) -> list[BookLine]:
        """Cash paid into the treasury on the day, whenever it was taken."""
        return [one for one in self.lines if one.is_on_behalf and self._is_today(one.paid_at)]

    @property
    def by_code(self) -> list[BookLine]:
        """Paid by the payer's code on the day."""
        return [one for one in self.lines if not one.is_on_behalf and self._is_today(one.paid_at)]

    @property
    def in_hand(self) -> list[BookLine]:
        """Cash of any day that is not yet paid on."""
        return [one for one in self.lines if one.state is PaymentStage.CASH_HELD]

    @property
    def to_give_back(self) -> list[BookLine]:
        """Cash of any day that must go back to the payer."""
        return [one for one in self.lines if one.is_cash_to_give_back]

    @property
    def given_back(self) -> list[BookLine]:
        """Cash given back on the day."""
        return [one for one in self.lines if self._is_today(one.cash_back_at)]

    @property
    def refunds(self) -> list[BookLine]:
        """Refunds under way, those of the day, and cash to give back."""
        open_states = (PaymentStage.REFUND_ASKED, PaymentStage.REFUNDING)
        return [
            one
            for one in self.lines
            if one.state in open_states
            or one.is_cash_to_give_back
            or (one.is_extra and one.state.is_paid)
            or self._is_today(one.refunded_at)
        ]

    @property
    def moved(self) -> list[BookLine]:
        """What was taken or paid on the day."""
        return [
            one for one in self.lines if self._is_today(one.cash_at) or self._is_today(one.paid_at)
        ]


def total(lines: Sequence[BookLine]) -> str:
    """The sum of the lines in yuan."""
    return yuan(sum(one.amount_fen for one in lines))


def totals(book: Book) -> tuple[Fact, ...]:
    """The day in figures, each a count and a sum."""

    def fact(label: str, lines: list[BookLine], tone: Tone = Tone.NONE) -> Fact:
        return Fact(label, f"{total(lines)} 元", tone, note=f"{len(lines)} 笔")

    held = book.in_hand
    return (
        fact("收取现金", book.taken),
        fact("现金已代缴", book.paid_on),
        fact("支付码缴费", book.by_code),
        fact("已退还现金", book.given_back),
        fact("尚未代缴", held, Tone.BAD if held else Tone.OK),
    )


def row(one: BookLine, *, at: datetime, officer: UUID | None, with_act: bool = False) -> MoneyRow:
    """A payment as a row."""
    return MoneyRow(
        url=reverse("station:payment", args=[one.case_id]),
        name=one.name,
        number=one.case_number,
        amount=yuan(one.amount_fen),
        taken=arrival_phrase(one.cash_at, at) if one.cash_at else "",
        cashier=("本人" if one.cash_by == officer else one.cashier) if one.cash_by else "",
        paid=arrival_phrase(one.paid_at, at) if one.paid_at else "",
        receipt=one.receipt_no,
        state=state_of(one),
        act=_act(one) if with_act else None,
    )


def state_of(one: BookLine) -> Tag:
    """How a payment stands, in a word."""
    if one.is_cash_to_give_back:
        return Tag("现金待退还", Tone.BAD)
    if one.is_extra and one.state.is_paid:
        return Tag("多缴待退", Tone.BAD, "同一笔工本费缴了两次，多的一笔退还缴款人。")
    if one.cash_back_at is not None:
        return Tag("现金已退还", Tone.OK)
    return Tag(one.state.label, TONES[one.state])


def _act(one: BookLine) -> Action | None:
    if one.state is PaymentStage.CASH_HELD:
        return Action(
            "现在代缴", url=reverse("station:pay-on-behalf", args=[one.case_id]), post=True
        )
    if one.is_extra and one.state.is_paid:
        return Action("办理退还", url=reverse("station:payment", args=[one.case_id]))
    if one.is_cash_to_give_back:
        return Action("退还现金", url=reverse("station:payment", args=[one.case_id]))
    return None


def screen(
    book: Book,
    *,
    officer: UUID | None,
    is_own: bool,
    at: datetime,
    is_cut: bool,
    differences: int = 0,
) -> MoneyScreen:
    """The page of a day; ``differences`` is how many wait to be settled."""
    words = day_phrase(book.day, local_date(at))
    held, refunds = book.in_hand, book.refunds
    is_empty = not (held or refunds or book.moved)
    earlier, later = _days_beside(book.day, is_own=is_own, today=local_date(at))
    return MoneyScreen(
        title="缴费账簿",
        day=f"{words} {book.day:%Y-%m-%d}" if words in ("今天", "昨天", "明天") else words,
        whose=_whose(book.day, is_own=is_own),
        earlier=earlier,
        later=later,
        totals=totals(book),
        in_hand=tuple(row(one, at=at, officer=officer, with_act=True) for one in held),
        in_hand_total=total(held),
        book=tuple(row(one, at=at, officer=officer) for one in book.moved),
        refunds=tuple(row(one, at=at, officer=officer, with_act=True) for one in refunds),
        empty=_empty(words) if is_empty else None,
        actions=_actions(book.day, differences=differences),
        is_cut=is_cut,
    )


def _whose(day: date, *, is_own: bool) -> tuple[Link, ...]:
    return (
        Link("本人经手" if not is_own else "本人经手 ✓", _url(day, whose="own")),
        Link("全所" if is_own else "全所 ✓", _url(day)),
    )


def _days_beside(day: date, *, is_own: bool, today: date) -> tuple[Link, Link | None]:
    """The day before, and the day after unless it has not come yet."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    later = Link("后一天", _url(after, own=is_own), key="]") if day < today else None
    return Link("前一天", _url(before, own=is_own), key="["), later


def _actions(day: date, *, differences: int) -> tuple[Action, ...]:
    return (
        Action(
            f"款项差异 {differences} 项" if differences else "款项差异",
            url=reverse("shared:differences"),
            key="X",
        ),
        Action("现金日清", url=reverse("station:cash-close"), key="C"),
        Action(
            "打印代缴日结单",
            url=reverse("station:day-sheet"),
            post=True,
            fields=(("day", day.isoformat()),),
            new_window=True,
            key="P",
            icon="printer",
        ),
    )


def _url(day: date, *, whose: str = "", own: bool = False) -> str:
    base = f"{reverse('station:money')}?day={day.isoformat()}"
    return f"{base}&whose=own" if whose == "own" or own else base


def _empty(words: str) -> EmptyState:
    return EmptyState(
        f"{words}没有缴费往来",
        "工本费由申请人扫支付码直接缴入省财政；不便手机支付的收现金、当日代缴，都会记在这里（第七条）。",
    )
