"""The workbench: what this station owes, grouped by duty, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.operations.remind import REMINDED
from tongban.cases.queries.station_work import Owed, Source, Waiting
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import DueText, arrival_phrase, moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone
from tongban.desks.shared.systems import system_name
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
    K.WATCH_PRODUCTION: "制证超期",
    K.GUIDE_RESIDENCE: "居住登记待指导",
    K.ARCHIVE: "待归档",
    K.PAY_ON_BEHALF: "现金待代缴",
    K.GIVE_BACK_CASH: "现金待退还",
    K.TAKE_BACK_TEMPORARY: "临时居民身份证待收回",
}
BY_DELIVERY = frozenset({K.TELL, K.COLLECT, K.WATCH_BATCH})


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do: whose, what about it, by when, where it is done."""

    url: str
    name: str
    note: str
    due: DueText | None = None
    tags: tuple[Tag, ...] = ()
    act: Action | None = None


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


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at the bench, by which rules, when."""

    actor: Actor
    rules: Office
    at: datetime

    def due(self, kind: K, due_at: datetime | None, *, since: datetime, note: str = "") -> DueText:
        """A due time in words, with its reasons."""
        return due_of(kind, since=since, due_at=due_at, note=note, rules=self.rules, now=self.at)

    def unit(self, code: str) -> str:
        """The short name of a unit."""
        found = self.rules.city.get(code)
        return found.short_name if found else ""


def groups(desk: Desk, owed: Sequence[Owed], waiting: Sequence[Waiting]) -> tuple[WorkGroup, ...]:
    """The groups: unknown due times first of all, then what is late, then by due."""
    by_kind = [
        _owed_group(desk, kind, list(rows)) for kind, rows in groupby(owed, key=lambda o: o.kind)
    ]
    by_source = [
        _waiting_group(desk, source, [one for one in waiting if one.source is source])
        for source in (Source.BATCH, Source.UNSIGNED, Source.INTAKE, Source.FAILED)
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


def owed_row(desk: Desk, one: Owed) -> WorkRow:
    """One duty as a row."""
    tags = (Tag("督办", Tone.BAD),) if one.is_chased else ()
    if one.kind is K.PAY_ON_BEHALF and one.officer == desk.actor.officer_id:
        tags = (*tags, Tag("本人经手", Tone.WARN))
    return WorkRow(
        url=url_of(desk.actor, one),
        name=one.name,
        note=_note(desk, one),
        due=desk.due(one.kind, one.due_at, since=one.opened_at, note=one.due_note),
        tags=tags,
        act=_remind(one),
    )


def _remind(one: Owed) -> Action | None:
    if one.kind not in REMINDED or one.case_id is None:
        return None
    url = reverse("station:remind", args=[one.case_id, one.kind.value])
    return Action("电话已提醒", url=url, post=True)


def _note(desk: Desk, one: Owed) -> str:
    begun = arrival_phrase(one.opened_at, desk.at)
    if one.due_at is None and one.due_note:
        return one.due_note
    if one.kind in (K.TELL, K.COLLECT, K.PAY):
        return f"{one.phone} · {begun} 起" if one.phone else f"{begun} 起"
    if one.intake_id is not None:
        return f"{begun} 一次性告知"
    return f"{one.number[-12:]} · {begun} 起" if one.number else f"{begun} 起"


def url_of(actor: Actor, one: Owed) -> str:
    """Where a duty is met; a page of another role gives way to the page of the case."""
    if one.intake_id is not None:
        return f"/station/intake/{one.intake_id}/"
    if one.case_id is None:
        return "/station/"
    if one.kind in BY_DELIVERY:
        return reverse("station:card", args=[one.case_id])
    if one.kind is K.TAKE_BACK_TEMPORARY:
        return reverse("shared:temporary", args=[one.case_id])
    if Role.ACCEPTANCE in actor.roles:
        if one.kind is K.FIX_RETURN:
            return reverse("station:return", args=[one.case_id])
        if one.kind in (K.PAY_ON_BEHALF, K.GIVE_BACK_CASH):
            return reverse("station:payment", args=[one.case_id])
        if one.kind is K.ARCHIVE:
            return reverse("station:file", args=[one.case_id])
        if one.kind in (K.PAY, K.GUIDE_RESIDENCE):
            return f"/station/case/{one.case_id}/"
    return reverse("shared:case", args=[one.case_id])


_HINTS = {
    Source.BATCH: ("第十一条", "批次到所后当面清点，逐张扫描收入。"),
    Source.UNSIGNED: ("第六条", "合成后由申请人（监护人）签名才送审；人已离开的可以作废。"),
    Source.INTAKE: ("", "已经开始、还没有办结的受理，任一受理民警都可以接着办。"),
    Source.FAILED: ("", "反复发送不成功，市局已经看到；请先按件核对，不影响其他办理。"),
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
        rows=tuple(_waiting_row(desk, one) for one in rows[:6]),
        more_url=_MORE.get(source, "") if len(rows) > 6 else "",
    )


_MORE = {Source.BATCH: "/station/cards/", Source.INTAKE: "/station/intake/"}


def _waiting_row(desk: Desk, one: Waiting) -> WorkRow:
    begun = arrival_phrase(one.at, desk.at)
    if one.source is Source.BATCH:
        counted = f"已收 {one.note} 张" if one.note != "0" else "未清点"
        note = f"{one.number} 张 · {counted} · {begun} 转出"
        url = reverse("station:batch", args=[one.id])
        due = desk.due(K.WATCH_BATCH, one.due_at, since=one.at) if one.due_at else None
        return WorkRow(url, one.name, note, due)
    if one.source is Source.FAILED:
        name = system_name(one.name)
        note = f"{one.number[-12:]} · {begun}"
        return WorkRow(reverse("shared:case", args=[one.case_id]), name, note)
    if one.source is Source.UNSIGNED:
        version = f"第 {one.note} 版 · " if one.note != "1" else ""
        note = f"{version}{one.number[-12:]} · {begun} 合成"
        return WorkRow(f"/station/case/{one.case_id}/", one.name, note)
    return WorkRow(f"/station/intake/{one.id}/", one.name, f"{begun} 办到一半")


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
