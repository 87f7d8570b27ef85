"""Differences, uncounted cash and statements as the pages show them (第七条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import office
from tongban.cases.queries.cash import Unclosed
from tongban.cases.queries.differences import PAGE, DifferenceLine, StatementLine
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem, problems_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Fact, KeyHint, Tag, Tone
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.differences import DifferenceKind as K
from tongban.procedure.differences import DifferenceOutcome
from tongban.standards.money import yuan
from tongban.standards.zones import local_date

_OF_CASH = (K.COUNT, K.HELD)
ADVICE: Mapping[K, str] = {
    K.PAID_THERE: "到账通知可能晚到或丢失。先在缴费页“向省财政查询”，查到即补记；查不到的，"
    "与省财政核对缴款单号。件已结束或已缴过的，补记后自动转为退费。",
    K.PAID_HERE: "对账单可能漏列或列在另一天。向省财政查询这一笔：仍显示已缴款的，请省财政更正对账单。",
    K.AMOUNT: "工本费只有 20.00 元和 40.00 元。向省财政核实实际到账数，多收的退还，少收的由缴款人补足。",
    K.WAY: "省财政记为本所账户代缴，而本系统没有收现金的记录。问清是谁代缴、现金在谁手上。",
    K.BACK_THERE: "省财政已把款项退回，本系统没有记到。先在缴费页“向省财政查询”；不是本所提出的退费，"
    "问清由谁办理。",
    K.BACK_HERE: "本系统记了退费到账，对账单没有。向省财政查询这一笔是否真的退出。",
    K.UNKNOWN_ORDER: "这一缴款单不是本市开出的。请省财政查明缴款人和开单单位，确属误入的退还缴款人。",
    K.COUNT: "清点出的现金与账面不一致。由另一位民警当面复点，查对收条号和缴款记录，补齐或退还长短款。",
    K.HELD: "收取的现金当日没有代缴或退还。由另一位民警核实现金在哪里，督促代缴。",
}
"""What a difference can come from and how it is settled."""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference in a line."""

    url: str
    what: str
    unit: str
    about: str
    day: str
    sides: str
    state: Tag


@dataclass(frozen=True, slots=True)
class UnclosedRow:
    """An officer with cash or movements that no close has counted."""

    unit: str
    name: str
    balance: str
    moves: str
    last: str
    state: Tag


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A day of the treasury's beside ours."""

    day: str
    ours: str
    theirs: str
    state: Tag
    read_at: str


@dataclass(frozen=True, slots=True)
class DifferencesScreen:
    """The list; context name ``screen``."""

    title: str
    tabs: tuple[tuple[str, str, bool], ...]
    rows: tuple[DifferenceRow, ...]
    unclosed: tuple[UnclosedRow, ...]
    statements: tuple[StatementRow, ...]
    is_bureau: bool
    empty: EmptyState | None
    is_cut: bool
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()


def list_screen(
    lines: Sequence[DifferenceLine],
    *,
    is_settled: bool,
    unclosed: Sequence[Unclosed],
    statements: Sequence[StatementLine],
    actor: Actor,
    at: datetime,
) -> DifferencesScreen:
    """The differences of the actor's unit, and for a bureau what it watches."""
    url = reverse("shared:differences")
    is_bureau = actor.unit_kind is not UnitKind.STATION
    return DifferencesScreen(
        title="款项差异",
        tabs=(("未办结", url, not is_settled), ("已办结", f"{url}?settled=1", is_settled)),
        rows=tuple(_row(one, at=at) for one in lines[:PAGE]),
        unclosed=tuple(_unclosed(one, at=at) for one in unclosed),
        statements=tuple(_statement(one, at=at) for one in statements),
        is_bureau=is_bureau,
        empty=None if lines else _empty(is_settled=is_settled),
        is_cut=len(lines) > PAGE,
        actions=() if is_bureau else (Action("回到账簿", url=reverse("station:money")),),
    )


def _empty(*, is_settled: bool) -> EmptyState:
    if is_settled:
        return EmptyState("还没有办结过差异", "办结的差异连同说明留在这里。")
    return EmptyState(
        "没有款项差异", "日清和省财政对账单逐笔相符；不相符的会列在这里，办结前不会消失。"
    )


def unit_name(code: str) -> str:
    """The short name of a unit."""
    found = office().city.get(code)
    return found.short_name if found else code


def _row(one: DifferenceLine, *, at: datetime) -> DifferenceRow:
    return DifferenceRow(
        url=reverse("shared:difference", args=[one.id]),
        what=one.kind.label,
        unit=unit_name(one.unit),
        about=one.officer_name or one.case_number or one.order_no,
        day=f"{one.day:%m-%d}",
        sides=_sides(one),
        state=_state(one, at=at),
    )


def _sides(one: DifferenceLine) -> str:
    if one.kind is K.COUNT:
        return f"账面 {yuan(one.ours_fen)} · 清点 {yuan(one.theirs_fen)}"
    if one.kind is K.HELD:
        return f"结存 {yuan(one.theirs_fen)}"
    return f"本系统 {yuan(one.ours_fen)} · 财政 {yuan(one.theirs_fen)}"


def _state(one: DifferenceLine, *, at: datetime) -> Tag:
    if one.outcome is not None:
        return Tag(one.outcome.label, Tone.OK, one.words)
    if local_date(one.opened_at) < local_date(at):
        return Tag("次日仍未办结", Tone.BAD, "县局督导一并办理")
    return Tag("待核实", Tone.WARN)


def _unclosed(one: Unclosed, *, at: datetime) -> UnclosedRow:
    is_old = one.since is not None and local_date(one.since) < local_date(at)
    state = Tag("未日清", Tone.BAD if is_old else Tone.WARN)
    if not one.moves:
        state = Tag("已日清，有结存", Tone.WARN)
    return UnclosedRow(
        unit=unit_name(one.unit),
        name=one.name,
        balance=yuan(one.balance_fen),
        moves=f"{one.moves} 笔",
        last=f"{one.last_day:%m-%d}" if one.last_day else "没有办过",
        state=state,
    )


def _statement(one: StatementLine, *, at: datetime) -> StatementRow:
    is_even = not one.differences and one.ours_fen == one.theirs_fen
    return StatementRow(
        day=f"{one.day:%m-%d}",
        ours=f"{yuan(one.ours_fen)} 元（{one.ours_count} 笔）",
        theirs=f"{yuan(one.theirs_fen)} 元（{one.theirs_count} 笔）",
        state=Tag("逐笔相符", Tone.OK)
        if is_even
        else Tag(f"{one.differences} 项差异", Tone.BAD, "逐项列在款项差异中"),
        read_at=moment_phrase(one.read_at, at),
    )


@dataclass(frozen=True, slots=True)
class DifferenceScreen:
    """One difference; context name ``screen``."""

    title: str
    tag: Tag
    facts: tuple[Fact, ...]
    advice: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    blocked: str
    url: str
    actions: tuple[Action, ...]
    keys: tuple[KeyHint, ...] = ()


def item_screen(
    one: DifferenceLine,
    *,
    actor: Actor,
    at: datetime,
    values: Mapping[str, str],
    errors: Mapping[str, str],
) -> DifferenceScreen:
    """The two sides, the advice, and the form while it is open."""
    is_own = one.officer is not None and one.officer == actor.officer_id
    fields = () if is_own or one.settled_at else _fields(values, errors)
    settle = Action("办结这项差异", form="settle", key="Ctrl+Enter", style=ActionStyle.PRIMARY)
    return DifferenceScreen(
        title=one.kind.label,
        tag=_state(one, at=at),
        facts=_facts(one, at=at),
        advice=ADVICE[one.kind],
        fields=fields,
        problems=problems_of(fields),
        blocked="本人经手的现金差异，须由另一位民警核实办结。"
        if is_own and not one.settled_at
        else "",
        url=reverse("shared:difference", args=[one.id]),
        actions=(
            Action("回到款项差异", url=reverse("shared:differences"), key="Escape"),
            *_links(one, actor=actor),
            *((settle,) if fields else ()),
        ),
    )


def _links(one: DifferenceLine, *, actor: Actor) -> tuple[Action, ...]:
    links = []
    is_station = actor.unit_kind is UnitKind.STATION
    if one.case_id is not None:
        name = "station:payment" if is_station else "shared:case"
        label = "打开缴费页" if is_station else "看这一件"
        links.append(Action(label, url=reverse(name, args=[one.case_id]), key="O"))
    if one.close_id is not None and is_station:
        url = reverse("station:cash-closed", args=[one.close_id])
        links.append(Action("看这次日清", url=url, key="O"))
    return tuple(links)


def _facts(one: DifferenceLine, *, at: datetime) -> tuple[Fact, ...]:
    is_cash = one.kind in _OF_CASH
    facts = [
        Fact("单位", unit_name(one.unit)),
        Fact("日期", f"{one.day:%Y-%m-%d}"),
        Fact("账面应有" if is_cash else "本系统", f"{yuan(one.ours_fen)} 元"),
        Fact("实际" if is_cash else "省财政", f"{yuan(one.theirs_fen)} 元"),
        Fact("相差", f"{yuan(one.theirs_fen - one.ours_fen)} 元", Tone.BAD),
    ]
    more = (
        ("收款民警", one.officer_name),
        ("受理编号", one.case_number),
        ("缴款单号", one.order_no),
        ("缴费现在", one.state.label if one.state else ""),
        ("日清时的说明", one.close_words),
    )
    facts += [Fact(term, value) for term, value in more if value]
    if one.settled_at is not None and one.outcome is not None:
        who = f"{one.settled_by} {moment_phrase(one.settled_at, at)}"
        facts.append(Fact("办结", one.outcome.label, Tone.OK, note=who))
        facts.append(Fact("办理情况", one.words))
    return tuple(facts)


def _fields(values: Mapping[str, str], errors: Mapping[str, str]) -> tuple[Field, ...]:
    options = tuple(Option(one.value, one.label) for one in DifferenceOutcome)
    return (
        Field(
            "outcome",
            "怎样办结的",
            FieldKind.SELECT,
            values.get("outcome", ""),
            error=errors.get("outcome", ""),
            options=(Option("", "请选择"), *options),
            width="l",
            focus=True,
        ),
        Field(
            "words",
            "原因和办理情况",
            FieldKind.TEXTAREA,
            values.get("words", ""),
            error=errors.get("words", ""),
            clause="第七条",
            maxlength=300,
        ),
    )
