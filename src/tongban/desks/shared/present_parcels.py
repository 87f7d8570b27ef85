"""A card by courier in words: where it lies, who signed, why it came back (第十一条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.queries.parcels import ParcelView
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Fact, Tag, Tone
from tongban.ports.post import ENDS, ParcelStep
from tongban.standards.zones import local

CLAUSE = "第十一条"
POST_PHONE = "11183"
"""The post's public line, where anybody can ask about a parcel by its number."""
FEE = "邮费由收件人签收时付给邮政，派出所不收、不代收。"
_TONES = {
    ParcelStep.DELIVERED: Tone.OK,
    ParcelStep.NOT_DELIVERED: Tone.WARN,
    ParcelStep.RETURNING: Tone.WARN,
    ParcelStep.SENT_BACK: Tone.WARN,
    ParcelStep.LOST: Tone.BAD,
}


def parcel_tag(parcel: ParcelView) -> Tag:
    """Where a parcel is, in a word; a recalled one says so."""
    if parcel.recalled_at and parcel.step not in ENDS:
        return Tag("追回中", Tone.WARN, "暂扣的证件由邮政退回制证中心。")
    text = parcel.step.label
    if parcel.step in (ParcelStep.RETURNING, ParcelStep.SENT_BACK) and parcel.reason:
        text = f"{text}：{parcel.reason.label}"
    return Tag(text, _TONES.get(parcel.step, Tone.INFO))


def latest_words(parcel: ParcelView, *, now: datetime) -> str:
    """When and where it was last seen, who signed, what the post wrote."""
    parts = [moment_phrase(local(parcel.step_at), local(now)), parcel.place]
    if parcel.signer:
        parts.append(f"{parcel.signer.label} {parcel.signer_name}".strip())
    return " · ".join(part for part in (*parts, parcel.words) if part)


def parcel_facts(parcels: Sequence[ParcelView], *, now: datetime) -> tuple[Fact, ...]:
    """Every mailing of a card, the newest first."""
    facts = []
    for parcel in parcels:
        tag = parcel_tag(parcel)
        sent = f"{moment_phrase(local(parcel.sent_at), local(now))} 寄出"
        facts.append(
            Fact(
                f"邮件 {parcel.tracking_no}",
                f"{tag.text} · {latest_words(parcel, now=now)}",
                tag.tone,
                note=f"{sent} · {parcel.recipient} · {parcel.address}",
                clause=CLAUSE,
            )
        )
    return tuple(facts)
