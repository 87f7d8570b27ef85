"""Cards at the station: to count in, to tell, to collect, and the counter (第十一条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.station_cards import BatchLine, CardLine, Found
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import DueText, arrival_phrase
from tongban.desks.shared.pieces import (
    Action,
    EmptyState,
    KeyHint,
    Tag,
    Tone,
)
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.standards.id_number import mask

SMS = {
    "WAITING": Tag("短信待发", Tone.INFO),
    "SENT": Tag("短信已发，等回执", Tone.INFO),
    "FAILED": Tag("短信没有发出，请电话通知", Tone.BAD),
    "DROPPED": Tag("短信不再发送，请电话通知", Tone.WARN),
}


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A batch on its way here."""

    url: str
    number: str
    note: str
    due: DueText | None


@dataclass(frozen=True, slots=True)
class CardItem:
    """A card at the station; ``tell`` where the applicant is not told yet."""

    url: str
    name: str
    id_number: str
    number: str
    phone: str
    note: str
    state: Tag | None
    due: DueText
    tell: Action | None = None


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An answer to the search at the counter."""

    url: str
    name: str
    id_number: str
    number: str
    stage: Tag


@dataclass(frozen=True, slots=True)
class CardsScreen:
    """Everything about cards here; context name ``screen``."""

    find_url: str
    asked: str
    found: tuple[FoundItem, ...]
    advice: str
    batches: tuple[BatchItem, ...]
    to_tell: tuple[CardItem, ...]
    to_tell_more: str
    to_collect: tuple[CardItem, ...]
    newer_url: str
    next_url: str
    empty: EmptyState | None
    title: str = "证件"
    keys: tuple[KeyHint, ...] = (KeyHint(("F2",), "查找领证人"),)
    actions: tuple[Action, ...] = ()


def batch_items(
    lines: Sequence[BatchLine], *, rules: Office, at: datetime
) -> tuple[BatchItem, ...]:
    """Batches on their way, the oldest first."""
    return tuple(
        BatchItem(
            url=reverse("station:batch", args=[one.id]),
            number=one.number,
            note=f"{one.count} 张 · {arrival_phrase(one.sent_at, at)} 转出"
            + (f" · 已收 {one.found} 张" if one.found else ""),
            due=due_of(
                ObligationKind.WATCH_BATCH,
                since=one.sent_at,
                due_at=one.due_at,
                rules=rules,
                now=at,
            )
            if one.due_at
            else None,
        )
        for one in lines
    )


def card_items(
    lines: Sequence[CardLine], *, actor: Actor, rules: Office, at: datetime
) -> tuple[CardItem, ...]:
    """Cards at the station, by due."""
    return tuple(_card(one, rules=rules, at=at) for one in lines)


def _card(one: CardLine, *, rules: Office, at: datetime) -> CardItem:
    arrived = arrival_phrase(one.arrived_at, at) if one.arrived_at else ""
    told = told_tag(one.told_at, one.told_way, at=at)
    tell = Action("电话已通知", url=reverse("station:card-told", args=[one.case_id]), post=True)
    return CardItem(
        url=reverse("station:card", args=[one.case_id]),
        name=one.name,
        id_number=mask(one.id_number),
        number=one.number,
        phone=one.phone,
        note=arrived,
        state=told or SMS.get(one.sms),
        due=due_of(
            one.kind,
            since=one.opened_at,
            due_at=one.due_at,
            note=one.due_note,
            rules=rules,
            now=at,
        ),
        tell=None if told else tell,
    )


def told_tag(at_: datetime | None, way: str, *, at: datetime) -> Tag | None:
    """When and how the applicant was told; None while nobody was."""
    if at_ is None:
        return None
    words = "短信已送达" if way == "SMS" else "已电话通知"
    return Tag(f"{arrival_phrase(at_, at)} {words}", Tone.OK)


def found_items(found: Sequence[Found]) -> tuple[FoundItem, ...]:
    """Answers to the search, cards that lie here first."""
    return tuple(
        FoundItem(
            url=reverse("station:card", args=[one.case_id]),
            name=one.name,
            id_number=mask(one.id_number),
            number=one.number,
            stage=Tag(one.stage.label, Tone.OK if one.stage is Stage.AT_STATION else Tone.INFO),
        )
        for one in found
    )


def actions(actor: Actor) -> tuple[Action, ...]:
    """The way to what is to be destroyed, for those who keep the cards."""
    if Role.DELIVERY not in actor.roles:
        return ()
    return (Action("销毁旧证、废证", reverse("shared:destruction"), key="D"),)


EMPTY = EmptyState(
    "没有在所的证件",
    "县局转来的批次会出现在这里，清点后系统发短信通知领取；短信没有送达的由本所打电话（第十一条）。",
)
