"""The workbench: what this station owes, grouped by duty, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from tongban.cases.queries.station_waiting import Source, Waiting
from tongban.cases.queries.station_work import AWAITED, Owed
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone
from tongban.desks.station.work_rows import Desk, WorkRow, owed_row, waiting_row
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import OWED
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.roles import Role

LABELS = {
    K.FIX_RETURN: "退回待处理",
    K.TELL: "待通知领取",
    K.COLLECT: "待提醒领取",
    K.PAY: "待提醒缴费",
    K.SETTLE_INTAKE: "告知后待办结的受理",
    K.ANSWER_INQUIRY: "协查待答复",
    K.WATCH_PRODUCTION: "制证超期",
    K.WATCH_PARCEL: "速递超期未妥投",
    K.ASK_ADDRESS: "退件待核实地址",
    K.RETURN_OLD_CARD: "妥投后待收旧证",
    K.WATCH_ANSWER: "等户籍地答复",
    K.GUIDE_RESIDENCE: "居住登记待指导",
    K.ARCHIVE: "待归档",
    K.PAY_ON_BEHALF: "现金待代缴",
    K.GIVE_BACK_CASH: "现金待退还",
    K.TAKE_BACK_TEMPORARY: "临时居民身份证待收回",
}


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Things of one kind; ``reason`` is the clause (or term) behind the time, ``hint`` the duty."""

    key: str
    label: str
    total: int
    late: int
    unknown: int
    reason: str
    hint: str
    rows: tuple[WorkRow, ...]
    more_url: str = ""

    @property
    def to_do(self) -> int:
        """How many of them are this station's to do; answers are only waited for until late."""
        return self.late + self.unknown if self.key == AWAITED else self.total

    @property
    def tone(self) -> Tone:
        """BAD with anything late, WARN with an unknown due time."""
        return Tone.BAD if self.late else Tone.WARN if self.unknown else Tone.NONE


@dataclass(frozen=True, slots=True)
class ChaseNote:
    """督办 that nobody here has read."""

    words: str
    about: str
    sent: str
    seen: Action


@dataclass(frozen=True, slots=True)
class WorkScreen:
    """Everything the workbench shows; context name ``screen``."""

    title: str
    chases: tuple[ChaseNote, ...]
    look_in: Tag
    look_in_note: str
    next_person: Action | None
    total: int
    late: int
    unknown: int
    groups: tuple[WorkGroup, ...]
    empty: EmptyState | None
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()


def groups(desk: Desk, owed: Sequence[Owed], waiting: Sequence[Waiting]) -> tuple[WorkGroup, ...]:
    """The groups: unknown due times first of all, then what is late, then by due."""
    by_kind = [
        _owed_group(desk, kind, list(rows)) for kind, rows in groupby(owed, key=lambda o: o.kind)
    ]
    by_source = [
        _waiting_group(desk, source, [one for one in waiting if one.source is source])
        for source in (
            Source.BATCH,
            Source.UNSIGNED,
            Source.ANSWERED,
            Source.INTAKE,
            Source.FAILED,
        )
    ]
    earliest = {group.key: _earliest(owed, waiting, group.key) for group in (*by_kind, *by_source)}
    found = [group for group in (*by_kind, *by_source) if group.rows]
    return tuple(
        sorted(found, key=lambda g: (not g.unknown, not g.late, earliest[g.key], -g.total))
    )


def _earliest(owed: Iterable[Owed], waiting: Iterable[Waiting], key: str) -> float:
    dues = [one.due_at for one in owed if one.kind.value == key]
    dues += [one.due_at for one in waiting if one.source.value == key]
    return min((due.timestamp() for due in dues if due is not None), default=float("inf"))


def _owed_group(desk: Desk, kind: K, rows: list[Owed]) -> WorkGroup:
    source = OWED[kind].source
    return WorkGroup(
        key=kind.value,
        label=LABELS.get(kind, kind.label),
        total=rows[0].total,
        late=rows[0].late,
        unknown=rows[0].unknown,
        reason=source,
        hint=OWED[kind].sentence,
        rows=tuple(owed_row(desk, one) for one in rows),
        more_url=reverse("station:duty", args=[kind.value]) if rows[0].total > len(rows) else "",
    )


_HINTS = {
    Source.BATCH: ("第十一条", "批次到所后当面清点，逐张扫描收入。"),
    Source.UNSIGNED: ("第六条", "合成后由申请人（监护人）签名才送审；人已离开的可以作废。"),
    Source.INTAKE: ("", "已经开始、还没有办结的受理，任一受理民警都可以接着办。"),
    Source.ANSWERED: (
        "第三条(二)",
        "户籍地已经答复；看过后在受理里确认是不是本人，这一行随即消失。",
    ),
    Source.FAILED: ("", "反复发送不成功，县局和市局也能看到；按提示核对后再送一次。"),
}


def _waiting_group(desk: Desk, source: Source, rows: list[Waiting]) -> WorkGroup:
    late = sum(one.due_at is not None and one.due_at < desk.at for one in rows)
    reason, hint = _HINTS[source]
    return WorkGroup(
        key=source.value,
        label=source.label,
        total=len(rows),
        late=late,
        unknown=0,
        reason=reason,
        hint=hint,
        rows=tuple(waiting_row(desk, one) for one in rows[:6]),
        more_url=_MORE.get(source, "") if len(rows) > 6 else "",
    )


_MORE = {Source.BATCH: "/station/cards/", Source.INTAKE: "/station/intakes/"}


def chase_notes(desk: Desk, waiting: Sequence[Waiting]) -> tuple[ChaseNote, ...]:
    """Unread chases, the latest first."""
    found = [one for one in waiting if one.source is Source.CHASE]
    return tuple(
        ChaseNote(
            words=one.name,
            about=K(one.number).label,
            sent=f"{desk.unit(one.note)} {moment_phrase(one.at, desk.at)}",
            seen=Action(
                "已阅", url=reverse("station:chase-seen", args=[one.id]), post=True, key="Y"
            ),
        )
        for one in reversed(found)
    )


def next_person(actor: Actor) -> Action | None:
    """The key that begins with the next person; for officers who accept."""
    if Role.ACCEPTANCE not in actor.roles:
        return None
    return Action("下一位", url="/station/intake/", key="N")


NOTHING = EmptyState(
    "没有待办事项",
    "退回的件、到所的证件、要通知和要归档的都会排到这里，并写明期限和依据。",
)


@dataclass(frozen=True, slots=True)
class DutyScreen:
    """All duties of one kind, page by page."""

    title: str
    note: str
    clause: str
    rows: tuple[WorkRow, ...]
    newer_url: str = ""
    next_url: str = ""
    empty: EmptyState | None = None
    actions: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()


def duty_screen(
    desk: Desk, kind: K, rows: Sequence[Owed], *, next_url: str, is_first: bool
) -> DutyScreen:
    """One page of a kind."""
    source = OWED[kind].source
    url = reverse("station:duty", args=[kind.value])
    return DutyScreen(
        title=LABELS.get(kind, kind.label),
        note=OWED[kind].sentence,
        clause=source,
        rows=tuple(owed_row(desk, one) for one in rows),
        newer_url="" if is_first else url,
        next_url=next_url,
        empty=None if rows else EmptyState("这一类没有待办事项", "都办结了。"),
        actions=(Action("回到工作台", url="/station/", key="Escape"),),
    )


def last_of(rows: Sequence[Owed]) -> tuple[datetime | None, UUID]:
    """The mark behind a page."""
    return rows[-1].due_at, rows[-1].id
