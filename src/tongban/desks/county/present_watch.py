"""Stations by duty, refunds, refusals and failed messages in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.operations.office import office
from tongban.cases.queries.case_lists import RefusalLine
from tongban.cases.queries.county_watch import OpenDuty, RefundRequest, Tally
from tongban.cases.queries.failed_messages import FailedMessage
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
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, problems_of
from tongban.desks.shared.phrases import DueText, due_text, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, Tag, Tone
from tongban.desks.shared.work_frame import SYSTEMS
from tongban.policy.units import UnitKind
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
    (K.PAY_ON_BEHALF, "当日"),
    (K.ARCHIVE, "5 日"),
)
"""The stations' duties that a bureau watches, with the rule in short."""
CHASED = (K.FIX_RETURN, K.TELL, K.WATCH_BATCH, K.SETTLE_INTAKE, K.PAY_ON_BEHALF, K.GUIDE_RESIDENCE)
_MESSAGES = {
    "submit": "送审信息",
    "decision": "审核结果",
    "cancel": "撤回通知",
    "temporary_card": "临时居民身份证备案",
    "order": "制证单",
    "void_code": "缴款码作废",
    "refund": "退费申请",
    "fetch_receipt": "取回票据",
    "collect": "领取短信",
}
_NO_LOOK = Tag("今天未登录", Tone.WARN, "每个工作日 17:00 前登录查看（第十条）")


def watch_screen(
    county: str,
    *,
    tallies: Tallies,
    refunds: Sequence[RefundRequest],
    refusals: Sequence[RefusalLine],
    messages: Sequence[FailedMessage],
    officer: UUID | None,
    at: datetime,
) -> WatchScreen:
    """The page; stations with overdue duties first."""
    rows = [_row(unit.code, tallies) for unit in office().city.stations_of(county)]
    rows.sort(key=lambda row: (-sum(cell.late for cell in row.cells), row.look_in is not _NO_LOOK))
    late = overdue(county, tallies)
    return WatchScreen(
        summary=_summary(rows, late=sum(count for _, _, count in late)),
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


def _summary(rows: Sequence[StationRow], *, late: int) -> Tag:
    absent = sum(row.look_in is _NO_LOOK for row in rows)
    if late:
        return Tag(f"误期 {late} 件", Tone.BAD)
    if absent:
        return Tag(f"{absent} 个派出所今天还没有登录", Tone.WARN)
    return Tag("没有误期事项，今天都已登录", Tone.OK)


def _head(kind: K, rule: str) -> DutyHead:
    owed = OWED[kind]
    source = "" if owed.source == TERM else f"（{owed.source}）"
    return DutyHead(kind.label, rule, f"{owed.sentence}{source}")


def _row(station: str, tallies: Tallies) -> StationRow:
    cells = []
    for kind, _ in COLUMNS:
        tally = tallies.get((station, kind), Tally())
        cells.append(Cell(tally.open, tally.late, duty_url(station, kind)))
    absent = (station, K.LOOK_IN) in tallies
    return StationRow(
        unit_name(station), tuple(cells), _NO_LOOK if absent else Tag("已登录", Tone.OK)
    )


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
    )


def _message(one: FailedMessage, *, at: datetime) -> Notice:
    system = SYSTEMS.get(one.system, (one.system, ""))[0]
    return Notice(
        f"{system} · {_MESSAGES.get(one.kind, one.kind)}",
        (
            f"{unit_name(one.accepting_unit)} {one.case_number}",
            f"{moment_phrase(one.created_at, at)} · 原因代码 {one.error}",
        ),
        url=reverse("shared:case", args=[one.case_id]) if one.case_id else "",
        action=Action("再发一次", reverse("county:resend", args=[one.id]), post=True),
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
