"""The cards of a case in words: every event and finding, and what may be done about them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from tongban.cases.queries.card_trace import FindingLine, Trace, TracedCard
from tongban.desks.shared.card_screens import TracedItem, TraceScreen
from tongban.desks.shared.event_words import tone_of, who_of, words_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, Fact, Happening, Tag, Tone
from tongban.policy.units import City, UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import CardTrouble
from tongban.procedure.table import judge
from tongban.standards.zones import local

TONES = {
    "MISSING": Tone.BAD,
    "SPOILED": Tone.WARN,
    "DESTROYED": Tone.NONE,
    "REJECTED": Tone.WARN,
    "HANDED_OVER": Tone.OK,
}
EMPTY = EmptyState("还没有下达制证", "签发并缴清工本费后自动下达，证件的经过从那时记起。")


def trace_screen(found: Trace, actor: Actor, *, city: City, now: datetime) -> TraceScreen:
    """The way of every card of the case, from its order to a signature or its end."""
    case_url = reverse("shared:case", args=[found.case_id])
    return TraceScreen(
        title="证件经过",
        name=found.name,
        number=found.number,
        case_url=case_url,
        tags=(Tag(found.stage.label),),
        cards=tuple(_card(one, city=city, now=now) for one in found.cards),
        note=_note(found),
        empty=None if found.cards else EMPTY,
        actions=(Action("回到这一件", case_url, key="Escape"), *_actions(found, actor)),
    )


def _note(found: Trace) -> str:
    lost = [one for one in found.cards if one.state == "MISSING"]
    if not lost:
        return ""
    serials = "、".join(one.serial for one in lost)
    return f"{serials} 已登记遗失：找到的登记找回，另行存放待销毁，不得发放。"


def _actions(found: Trace, actor: Actor) -> list[Action]:
    """What the table lets this officer do about the card that is out."""
    is_out = found.live is not None
    lost = "遗失或损坏，登记" if found.is_unwanted else "遗失或损坏，登记并补制"
    ways = (
        (Act.REMAKE, lost, "shared:card-trouble", "L", is_out),
        (Act.WRONG_DATA, "证件信息有误", "shared:card-wrong", "W", is_out),
        (
            Act.SETTLE_CARD_INQUIRY,
            "查明证件去向",
            "shared:card-inquiry",
            "S",
            found.is_inquired,
        ),
    )
    actions = [
        Action(label, reverse(name, args=[found.case_id]), key=key)
        for act, label, name, key, is_due in ways
        if is_due and judge(act, found.standing, actor) is None
    ]
    return [*actions, *_found_again(found, actor)]


def _found_again(found: Trace, actor: Actor) -> list[Action]:
    """Somebody brings in a card that was declared missing, and no batch is being counted."""
    is_keeper = actor.unit_kind in (UnitKind.STATION, UnitKind.COUNTY)
    if not is_keeper or judge(Act.FIND_CARD, found.standing, actor) is not None:
        return []
    url = reverse("shared:card-stray")
    return [
        Action(
            f"登记找回 {one.serial}",
            url,
            post=True,
            fields=(("as", "found"), ("code", one.serial), ("case", str(found.case_id))),
        )
        for one in found.cards
        if one.state == "MISSING"
    ]


def _card(card: TracedCard, *, city: City, now: datetime) -> TracedItem:
    way = " → ".join(part for part in (card.batch, card.transfer) if part)
    held = city.get(card.held_unit)
    facts = [
        Fact("制证单", card.order_no),
        Fact("证件号", card.serial or "尚未制成"),
        *((Fact("批次", way),) if way else ()),
        *((Fact("存放", held.name),) if held and card.state == "SPOILED" else ()),
    ]
    return TracedItem(
        title=f"第 {card.n} 张" if card.n > 1 else "首张",
        state=Tag(card.state.label, TONES.get(card.state, Tone.INFO)),
        facts=tuple(facts),
        findings=tuple(_finding(one, city=city, now=now) for one in card.findings),
        happenings=tuple(
            Happening(
                one.at,
                words_of(one),
                who_of(one, unit=unit.short_name if (unit := city.get(one.unit)) else ""),
                tone_of(one),
                day="" if local(one.at).date() == local(now).date() else f"{local(one.at):%m-%d}",
            )
            for one in card.events
        ),
    )


def _finding(one: FindingLine, *, city: City, now: datetime) -> Fact:
    unit = city.get(one.unit)
    where = f"当时{one.was}" if one.was else ""
    who = " ".join(part for part in (unit.short_name if unit else "", one.by) if part)
    note = " · ".join(part for part in (moment_phrase(one.at, now), who, where) if part)
    said = one.outcome.label if one.outcome else ""
    said = one.fault.label if one.fault else said
    value = "：".join(part for part in (said, one.words) if part) or "已登记"
    is_bad = one.kind in (CardTrouble.MISSING, CardTrouble.DAMAGED, CardTrouble.WRONG_DATA)
    return Fact(one.kind.label, value, Tone.WARN if is_bad else Tone.NONE, note=note)
