"""What a scanned card is told to be, at bureau and station alike, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from tongban.cases.queries.scanned_card import ScannedCard
from tongban.desks.shared.pieces import Action, Tag, Tone
from tongban.policy.units import City, UnitKind
from tongban.procedure.actors import Actor

MOVING = ("SHIPPED", "AT_COUNTY", "TO_STATION", "AT_STATION")
DONE = {
    "misrouted": "已登记错投：装入信封，写明应收的县局，随下一次交接送去，由该局清点。",
    "surplus": "已登记多出的证件，市局查明归属；查明之前单独存放。",
    "found": "已登记找回：不得发放，单独存放，列入下一次销毁清单。",
    "unwanted": "已登记收下：这一件已经结束，不要转送，单独存放，列入下一次销毁清单。",
}
"""What is said once it is recorded, by the word in the address."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a scan did or says; ``counts`` where the card is to be counted in."""

    tag: Tag
    ways: tuple[Action, ...] = ()
    counts: bool = False


UNWANTED = "这一件已经撤销或终结：收下单独存放，不转交、不发放，列入销毁清单。"
"""What the officer who holds such a card does with it."""


def said_of(done: str) -> Tag | None:
    """Return the sentence after something was recorded; None for any other word."""
    return Tag(DONE[done], Tone.OK) if done in DONE else None


def hear(card: ScannedCard | None, *, code: str, batch_id: UUID, actor: Actor, city: City) -> Heard:
    """Return what the number says to the unit that counts a batch."""
    if not code:
        return Heard(Tag("没有读到编号，请再扫一次。", Tone.WARN))
    if card is None:
        words = f"清单和本市都没有编号为 {code} 的证件。请核对编号；确是多出的，单独放好并登记。"
        return Heard(Tag(words, Tone.BAD), _ways("surplus", "登记多出的证件", code, batch_id))
    if card.is_lost:
        words = "这一张已登记遗失，不得发放。"
        return Heard(Tag(words, Tone.BAD), _ways("found", "登记找回", code, batch_id))
    if card.is_gone:
        return Heard(Tag(f"这一张现为“{card.state.label}”，不得发放。", Tone.BAD))
    if not card.is_of(actor.unit):
        return _of_others(card, batch_id=batch_id, city=city)
    return _of_ours(card, batch_id=batch_id, actor=actor)


def _of_others(card: ScannedCard, *, batch_id: UUID, city: City) -> Heard:
    bureau = city.get(card.county)
    name = bureau.short_name if bureau else card.county
    if card.state not in MOVING:
        words = f"这一张是{name}的，现为“{card.state.label}”。单独放好，与该局联系。"
        return Heard(Tag(words, Tone.BAD))
    words, label = f"错投：这一张应当送{name}。", f"登记错投，转往{name}"
    if card.is_unwanted:
        words, label = f"错投：这一张是{name}的。{UNWANTED}", "登记错投，收下待销毁"
    return Heard(Tag(words, Tone.BAD), _ways("misrouted", label, card.code, batch_id))


def _of_ours(card: ScannedCard, *, batch_id: UUID, actor: Actor) -> Heard:
    is_station = actor.unit_kind is UnitKind.STATION
    if is_station and card.state in ("SHIPPED", "AT_COUNTY"):
        words = "这一张是本所的，县局还没有登记转交：请县局补登记后再清点。"
        return Heard(Tag(words, Tone.WARN))
    awaited = "TO_STATION" if is_station else "SHIPPED"
    if card.state != awaited:
        words = f"这一张已经清点过，现为“{card.state.label}”。"
        return Heard(Tag(words, Tone.WARN))
    if card.batch_id != batch_id:
        words = f"这一张属于批次 {card.batch_number or '（未寄出）'}，请到该批次清点。"
        return Heard(Tag(words, Tone.BAD))
    if card.is_unwanted:
        return Heard(Tag(f"已收下 {card.code}。{UNWANTED}", Tone.BAD), counts=True)
    return Heard(Tag(card.code, Tone.OK), counts=True)


def _ways(kind: str, label: str, code: str, batch_id: UUID) -> tuple[Action, ...]:
    fields = (("as", kind), ("code", code), ("batch", str(batch_id)))
    return (Action(label, url=reverse("shared:card-stray"), post=True, fields=fields),)
