"""日清: an officer's cash since his last close, and the closes as they stand for good (第七条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.urls import reverse

from tongban.cases.queries.cash import CloseLine, Lying, Move, MoveKind, OpenCash
from tongban.desks.shared.fields import Field, FieldKind, Problem, problems_of
from tongban.desks.shared.phrases import arrival_phrase, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Fact, KeyHint, Tag, Tone
from tongban.standards.money import yuan

_MOST = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A movement: of whose case, what, how much with its sign, when, by whom."""

    url: str
    name: str
    number: str
    what: str
    fen: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class LyingRow:
    """Cash that lies in the drawer and what is to be done with it; its own act where there is one."""

    url: str
    name: str
    number: str
    fen: str
    why: str
    act: Action | None


@dataclass(frozen=True, slots=True)
class PastClose:
    """An earlier close in a line."""

    url: str
    day: str
    officer: str
    closing: str
    state: Tag


@dataclass(frozen=True, slots=True)
class CloseScreen:
    """The page on which the day is closed; context name ``screen``."""

    title: str
    since: str
    totals: tuple[Fact, ...]
    moves: tuple[MoveRow, ...]
    lying: tuple[LyingRow, ...]
    is_closed_today: bool
    url: str
    seen_fen: int
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    past: tuple[PastClose, ...]
    empty: EmptyState | None
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fen_of(text: str) -> int | None:
    """``20`` or ``20.00`` yuan in fen; None for what is no amount."""
    try:
        amount = Decimal(text.strip().removesuffix("元").strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) > _MOST or amount != round(amount, 2):
        return None
    return int(amount * 100)


def close_screen(
    cash: OpenCash, *, past: Sequence[CloseLine], at: datetime, typed: Typed
) -> CloseScreen:
    """The officer's cash and the form; without the form once the day is closed."""
    fields = _fields(cash, typed) if not cash.is_closed_today else ()
    since = moment_phrase(cash.last_closed_at, at) if cash.last_closed_at else ""
    is_empty = not (cash.moves or cash.lying or cash.opening_fen)
    return CloseScreen(
        title="现金日清",
        since=f"自 {since} 上次日清以来" if since else "第一次日清",
        totals=_totals(cash),
        moves=tuple(_move(one, at=at) for one in cash.moves),
        lying=tuple(_lying(one) for one in cash.lying),
        is_closed_today=cash.is_closed_today,
        url=reverse("station:cash-close"),
        seen_fen=cash.balance_fen,
        fields=fields,
        problems=problems_of(fields),
        past=tuple(_past(one) for one in past),
        empty=_empty(cash) if is_empty else None,
        actions=_actions(has_form=bool(fields)),
    )


def _actions(*, has_form: bool) -> tuple[Action, ...]:
    book = Action("回到账簿", url=reverse("station:money"))
    items = Action("款项差异", url=reverse("shared:differences"), key="X")
    if not has_form:
        return (book, items)
    style = ActionStyle.PRIMARY
    return (book, items, Action("办理日清", form="close", key="Ctrl+Enter", style=style))


def _totals(cash: OpenCash) -> tuple[Fact, ...]:
    kind = MoveKind
    balance = cash.balance_fen
    return (
        Fact("上次结存", f"{yuan(cash.opening_fen)} 元"),
        Fact("收取现金", f"{yuan(cash.total(kind.TAKEN))} 元", note=_count(cash, kind.TAKEN)),
        Fact("代缴入财政", f"{yuan(cash.total(kind.PAID_ON))} 元", note=_count(cash, kind.PAID_ON)),
        Fact(
            "代缴款退回",
            f"{yuan(cash.total(kind.CAME_BACK))} 元",
            note=_count(cash, kind.CAME_BACK),
        ),
        Fact(
            "退还现金",
            f"{yuan(cash.total(kind.GIVEN_BACK))} 元",
            note=_count(cash, kind.GIVEN_BACK),
        ),
        Fact("账面应有", f"{yuan(balance)} 元", Tone.WARN if balance else Tone.OK),
    )


def _count(cash: OpenCash, kind: MoveKind) -> str:
    return f"{sum(one.kind == kind for one in cash.moves)} 笔"


def _move(one: Move, *, at: datetime) -> MoveRow:
    sign = "+" if one.fen > 0 else ""
    return MoveRow(
        url=reverse("station:payment", args=[one.case_id]),
        name=one.name,
        number=one.number,
        what=one.kind.label,
        fen=f"{sign}{yuan(one.fen)}",
        at=arrival_phrase(one.at, at),
        by=one.by or "系统记账",
    )


def _lying(one: Lying) -> LyingRow:
    url = reverse("station:payment", args=[one.case_id])
    act = None
    if one.fen < 0:
        why = "已先行垫付，等省财政退回"
    elif one.is_to_give_back:
        why, act = "应当退还申请人", Action("退还现金", url=url)
    else:
        why = "还没有代缴"
        behalf = reverse("station:pay-on-behalf", args=[one.case_id])
        act = Action("现在代缴", url=behalf, post=True)
    return LyingRow(url, one.name, one.number, yuan(one.fen), why, act)


def _fields(cash: OpenCash, typed: Typed) -> tuple[Field, ...]:
    balance = cash.balance_fen
    counted = Field(
        "counted",
        "清点出的现金（元）",
        value=typed.values.get("counted", ""),
        hint=f"账面应有 {yuan(balance)} 元；没有现金的填 0",
        error=typed.errors.get("counted", ""),
        width="s",
        maxlength=10,
        inputmode="decimal",
        focus=True,
    )
    words = Field(
        "words",
        "说明",
        FieldKind.TEXTAREA,
        typed.values.get("words", ""),
        hint="还有现金没有代缴或退还、清点数与账面不一致的，写明原因和打算；转为款项差异，由另一位民警办结",
        error=typed.errors.get("words", ""),
        clause="第七条",
        required=balance != 0,
        maxlength=300,
    )
    return (counted, words)


def _past(one: CloseLine) -> PastClose:
    return PastClose(
        url=reverse("station:cash-closed", args=[one.id]),
        day=f"{one.day:%m-%d}",
        officer=one.officer_name,
        closing=yuan(one.closing_fen),
        state=state_of(one),
    )


def state_of(one: CloseLine) -> Tag:
    """How a close came out."""
    if one.counted_fen != one.closing_fen:
        return Tag(f"盘点差 {yuan(one.counted_fen - one.closing_fen)} 元", Tone.BAD)
    if one.closing_fen:
        return Tag(f"结存 {yuan(one.closing_fen)} 元", Tone.WARN)
    return Tag("收付相符", Tone.OK)


def _empty(cash: OpenCash) -> EmptyState:
    if cash.is_closed_today:
        return EmptyState("今天的日清已经办过", "之后的收付记入下一次日清（第七条）。")
    return EmptyState(
        "没有要清的现金", "您没有收取现金，或者都已代缴并日清。没有现金往来的日子不用办理日清。"
    )


@dataclass(frozen=True, slots=True)
class ClosedScreen:
    """A close as it stands for good; context name ``screen``."""

    title: str
    officer: str
    closed_at: str
    state: Tag
    totals: tuple[Fact, ...]
    moves: tuple[MoveRow, ...]
    words: str
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = ()


def closed_screen(one: CloseLine, *, at: datetime) -> ClosedScreen:
    """The page of a close; nothing on it can be changed."""
    return ClosedScreen(
        title=f"现金日清 {one.day:%Y-%m-%d}",
        officer=one.officer_name,
        closed_at=moment_phrase(one.closed_at, at),
        state=state_of(one),
        totals=closed_totals(one),
        moves=tuple(_kept(line, at=at) for line in one.lines),
        words=one.words,
        actions=(
            Action("回到日清", url=reverse("station:cash-close")),
            Action(
                "打印日清单",
                url=reverse("station:cash-print", args=[one.id]),
                post=True,
                new_window=True,
                key="P",
                icon="printer",
            ),
        ),
    )


def closed_totals(one: CloseLine) -> tuple[Fact, ...]:
    """The figures of a close, in the order in which they add up."""
    is_even = one.counted_fen == one.closing_fen
    return (
        Fact("上次结存", f"{yuan(one.opening_fen)} 元"),
        Fact("收取现金", f"{yuan(one.taken_fen)} 元"),
        Fact("代缴入财政", f"{yuan(one.paid_on_fen)} 元"),
        Fact("代缴款退回", f"{yuan(one.came_back_fen)} 元"),
        Fact("退还现金", f"{yuan(one.given_back_fen)} 元"),
        Fact("账面应有", f"{yuan(one.closing_fen)} 元"),
        Fact("清点", f"{yuan(one.counted_fen)} 元", Tone.OK if is_even else Tone.BAD),
    )


def _kept(line: Mapping[str, object], *, at: datetime) -> MoveRow:
    fen = int(str(line["fen"]))
    return MoveRow(
        url=reverse("station:payment", args=[str(line["case"])]),
        name="",
        number=str(line["number"]),
        what=MoveKind(str(line["kind"])).label,
        fen=f"{'+' if fen > 0 else ''}{yuan(fen)}",
        at=arrival_phrase(datetime.fromisoformat(str(line["at"])), at),
        by=str(line["slip"]),
    )
