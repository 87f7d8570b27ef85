"""Stations by duty, refunds, refusals and failed messages in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.operations.office import office
from tongban.cases.queries.case_lists import RefusalLine
from tongban.cases.queries.county_watch import OpenDuty, RefundRequest, Tally
from tongban.cases.queries.failed_messages import FailedMessage
from tongban.cases.queries.look_ins import LookState, UnitLooks
from tongban.desks.county.present_cards import unit_name
from tongban.desks.county.watch_screens import (
    Cell,
    ChaseForm,
    DutyHead,
    DutyItem,
    DutyListScreen,
    Notice,
    RefundItem,
    StationRow,
    WatchScreen,
)
from tongban.desks.shared import message_words
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, problems_of
from tongban.desks.shared.look_in_words import look_tag
from tongban.desks.shared.phrases import DueText, due_text, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Tag, Tone
from tongban.desks.shared.systems import system_name
from tongban.policy.units import UnitKind
from tongban.ports.registry import PORT_OF
from tongban.procedure.obligations import OWED, TERM
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.money import yuan

Tallies = Mapping[tuple[str, K], Tally]
COLUMNS = (
    (K.FIX_RETURN, "3/2 日"),
    (K.TELL, "当日"),
    (K.COLLECT, ""),
    (K.WATCH_BATCH, ""),
    (K.GUIDE_RESIDENCE, "3 日"),
    (K.SETTLE_INTAKE, "5 日"),
    (K.ANSWER_INQUIRY, "3 日"),
    (K.PAY_ON_BEHALF, "当日"),
    (K.ARCHIVE, "5 日"),
)
"""The stations' duties that a bureau watches, with the rule in short."""
CHASED = (
    K.FIX_RETURN,
    K.TELL,
    K.WATCH_BATCH,
    K.SETTLE_INTAKE,
    K.ANSWER_INQUIRY,
    K.PAY_ON_BEHALF,
    K.GUIDE_RESIDENCE,
)
_LOOKED = Tag("已登录", Tone.OK)
_DAY_OFF = Tag("非工作日", Tone.NONE, "登录照记，不计未登录。")


def watch_screen(
    county: str,
    *,
    tallies: Tallies,
    looks: Sequence[UnitLooks],
    refunds: Sequence[RefundRequest],
    refusals: Sequence[RefusalLine],
    messages: Sequence[FailedMessage],
    officer: UUID | None,
    at: datetime,
) -> WatchScreen:
    """The page; stations with overdue duties first."""
    by_unit = {one.unit: one for one in looks}
    rows = [
        _row(unit.code, tallies, looks=by_unit.get(unit.code), at=at)
        for unit in office().city.stations_of(county)
    ]
    rows.sort(key=lambda row: (-sum(cell.late for cell in row.cells), row.look_in is _LOOKED))
    late = overdue(county, tallies)
    return WatchScreen(
        summary=_summary(looks, county=county, late=sum(count for _, _, count in late)),
        own_look_in=_own(by_unit.get(county), at=at),
        heads=tuple(_head(kind, rule) for kind, rule in COLUMNS),
        rows=tuple(rows),
        refunds=tuple(_refund(one, officer=officer, at=at) for one in refunds),
        refusals=tuple(_refusal(one, at=at) for one in refusals),
        messages=tuple(_message(one, at=at) for one in messages),
        chase=chase_form(late) if late else None,
        actions=(_chase_action(),) if late else (),
    )


def overdue(county: str, tallies: Tallies) -> list[tuple[str, K, int]]:
    """The bureau's stations with overdue duties that can be chased: unit, duty, how many."""
    stations = {unit.code for unit in office().city.stations_of(county)}
    return [
        (unit, kind, tally.late)
        for (unit, kind), tally in sorted(tallies.items())
        if unit in stations and kind in CHASED and tally.late
    ]


def _summary(looks: Sequence[UnitLooks], *, county: str, late: int) -> Tag:
    stations = [one for one in looks if one.unit != county]
    absent = sum(one.is_missing for one in stations)
    waiting = sum(one.is_waiting for one in stations)
    if late:
        return Tag(f"误期 {late} 件", Tone.BAD)
    if absent:
        return Tag(f"{absent} 个派出所今天还没有登录", Tone.WARN)
    if waiting:
        return Tag(f"没有误期事项，{waiting} 个派出所有系统取不到，市局在处理", Tone.OK)
    if any(one.is_day_off for one in stations):
        return Tag("没有误期事项，今天不是工作日", Tone.OK)
    return Tag("没有误期事项，今天都已登录", Tone.OK)


def _own(looks: UnitLooks | None, *, at: datetime) -> str:
    """How the bureau itself stands: it too looks in every day (第九条)."""
    if looks is None or not (looks.is_missing or looks.is_waiting):
        return "本局审核签发今天已登录"
    return f"本局审核签发：{look_in_tag(looks, at=at).text}"


def look_in_tag(looks: UnitLooks | None, *, at: datetime) -> Tag:
    """How a unit's day stands; system by system on hover. None: nothing is missing."""
    if looks is not None and looks.is_day_off:
        return _DAY_OFF
    if looks is None or not (looks.is_missing or looks.is_waiting):
        return _LOOKED
    hint = "；".join(look_tag(one, now=at).hint for one in looks.looks)
    if looks.is_missing:
        is_late = any(one.due_at and one.due_at < at and one.is_working_day for one in looks.looks)
        tone = Tone.BAD if is_late else Tone.WARN
        return Tag("今天未登录", tone, f"{hint}。每个工作日 17:00 前登录查看（第十条）")
    names = "、".join(system_name(PORT_OF[one]) for one in looks.of(LookState.UNFETCHED))
    return Tag(f"{names} 取不到", Tone.INFO, f"{hint}。已打开清单，不算未登录")


def _head(kind: K, rule: str) -> DutyHead:
    owed = OWED[kind]
    source = "" if owed.source == TERM else f"（{owed.source}）"
    return DutyHead(kind.label, rule, f"{owed.sentence}{source}")


def _row(station: str, tallies: Tallies, *, looks: UnitLooks | None, at: datetime) -> StationRow:
    cells = []
    for kind, _ in COLUMNS:
        tally = tallies.get((station, kind), Tally())
        cells.append(Cell(tally.open, tally.late, duty_url(station, kind)))
    return StationRow(unit_name(station), tuple(cells), look_in_tag(looks, at=at))


def duty_url(station: str, kind: K) -> str:
    """The list behind a figure."""
    return reverse("county:duty", args=[station, kind.value.lower()])


def _chase_action() -> Action:
    return Action(
        "督办误期事项",
        reverse("county:stations") + "?chase=1",
        key="D",
        style=ActionStyle.PRIMARY,
        opens="chase",
    )


def chase_form(
    late: Sequence[tuple[str, K, int]], *, words: str = "", error: str = "", is_open: bool = False
) -> ChaseForm:
    """The words that go to every station with overdue duties."""
    field = Field(
        "words",
        "督办内容",
        FieldKind.TEXTAREA,
        words or "以上事项已经误期，请今天 17:00 前办结，办不了的说明原因。",
        error=error,
        maxlength=300,
        focus=True,
    )
    units = tuple(f"{unit_name(unit)} {kind.label} {count} 件" for unit, kind, count in late)
    return ChaseForm(
        url=reverse("county:chase"),
        units=units,
        words=field,
        problems=problems_of((field,)),
        open=is_open or bool(error),
    )


def _refund(one: RefundRequest, *, officer: UUID | None, at: datetime) -> RefundItem:
    own = one.asked_by is not None and one.asked_by == officer
    asked = moment_phrase(one.asked_at, at) if one.asked_at else ""
    approve = Action(
        f"批准退费 {yuan(one.amount_fen)} 元",
        reverse("county:refund", args=[one.case_id]),
        post=True,
        fields=(("payment", str(one.payment_id)),),
        blocked="退费须由另一位民警批准，不能由提出的人自己批准。" if own else "",
    )
    lines = [
        f"{unit_name(one.station)} · {one.reason or '未写明原因'}",
        f"{one.asked_name} {asked} 提出" if asked else "",
        "现金代缴的，退到后由派出所退还现金" if one.is_cash else "",
    ]
    return RefundItem(
        url=reverse("shared:case", args=[one.case_id]),
        name=one.name,
        lines=tuple(line for line in lines if line),
        due=_refund_due(one, at=at),
        approve=approve,
    )


def _refund_due(one: RefundRequest, *, at: datetime) -> DueText:
    rules = office()
    if one.opened_at is None:
        return due_text(one.due_at, at, rules.calendar)
    return due_of(K.REFUND, since=one.opened_at, due_at=one.due_at, rules=rules, now=at)


def _refusal(one: RefusalLine, *, at: datetime) -> Notice:
    return Notice(
        f"{unit_name(one.station)} · {'、'.join(one.grounds)}",
        (one.words, f"{moment_phrase(one.at, at)} · 通知书 {one.number}"),
        url=reverse("shared:refusal", args=[one.id]),
    )


def _message(one: FailedMessage, *, at: datetime) -> Notice:
    return Notice(
        f"{system_name(one.system)} · {message_words.sent(one.kind)}",
        (
            f"{unit_name(one.accepting_unit)} {one.case_number}",
            f"{moment_phrase(one.created_at, at)} · {message_words.error(one.error)}",
        ),
        url=reverse("shared:case", args=[one.case_id]) if one.case_id else "",
        action=Action("再送一次", reverse("county:resend", args=[one.id]), post=True),
    )


def duty_list(
    station: str, kind: K, duties: Sequence[OpenDuty], *, limit: int, at: datetime
) -> DutyListScreen:
    """The duties behind one figure."""
    owed = OWED[kind]
    more = len(duties) > limit
    shown = duties[:limit]
    return DutyListScreen(
        title=f"{unit_name(station)} · {kind.label}",
        definition=owed.sentence,
        clause="" if owed.source == TERM else owed.source,
        items=tuple(_duty(one, at=at) for one in shown),
        empty=None
        if shown
        else EmptyState("没有未办事项", f"{unit_name(station)}的这一项已经全部办结。"),
        next_url=f"{duty_url(station, kind)}?after={shown[-1].id}" if more else "",
        actions=(Action("返回所辖派出所", reverse("county:stations"), key="Alt+ArrowUp"),),
    )


def _duty(one: OpenDuty, *, at: datetime) -> DutyItem:
    note = " · ".join(part for part in (one.category, one.due_note) if part)
    return DutyItem(
        name=one.name or "—",
        number=one.number or "受理中",
        note=note,
        since=moment_phrase(one.opened_at, at),
        due=due_of(
            one.kind,
            since=one.opened_at,
            due_at=one.due_at,
            note=one.due_note,
            rules=office(),
            now=at,
        ),
        url=reverse("shared:case", args=[one.case_id]) if one.case_id else "",
    )


def is_station_of(county: str, station: str) -> bool:
    """Whether the bureau has this station."""
    unit = office().city.get(station)
    return unit is not None and unit.kind is UnitKind.STATION and unit.parent == county
