"""The station's cards by courier as one page (第十一条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.parcels import ParcelLine
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone
from tongban.desks.shared.present_parcels import FEE, latest_words, parcel_tag
from tongban.desks.station.present_mailed import watch_words
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.id_number import mask


@dataclass(frozen=True, slots=True)
class ParcelItem:
    """One card by courier: whose, where it lies, what is owed by when."""

    url: str
    name: str
    id_number: str
    phone: str
    tracking_no: str
    state: Tag | None
    note: str
    due: DueText
    is_held: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """The duties shown: what came back, what is on its way, whose old card is asked for."""

    back: Sequence[ParcelLine]
    moving: Sequence[ParcelLine]
    old: Sequence[ParcelLine]


@dataclass(frozen=True, slots=True)
class More:
    """Where the rest of a list is; empty where all of it is shown."""

    back: str
    old: str


@dataclass(frozen=True, slots=True)
class ParcelsScreen:
    """Cards by courier; context name ``screen``."""

    back: tuple[ParcelItem, ...]
    moving: tuple[ParcelItem, ...]
    old: tuple[ParcelItem, ...]
    more: More
    newer_url: str
    next_url: str
    empty: EmptyState | None
    hint: str
    title: str = "邮政速递"
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


def more_urls(*, back: bool, old: bool) -> More:
    """The pages with the rest of the short lists."""
    return More(
        reverse("station:duty", args=[K.ASK_ADDRESS.value]) if back else "",
        reverse("station:duty", args=[K.RETURN_OLD_CARD.value]) if old else "",
    )


def parcels_screen(
    lists: Lists, *, more: More, newer_url: str, next_url: str, rules: Office, at: datetime
) -> ParcelsScreen:
    """The page; the lists are by due."""

    def items(lines: Sequence[ParcelLine]) -> tuple[ParcelItem, ...]:
        return tuple(_item(one, rules=rules, at=at) for one in lines)

    is_empty = not (lists.back or lists.moving or lists.old or newer_url)
    return ParcelsScreen(
        back=items(lists.back),
        moving=items(lists.moving),
        old=items(lists.old),
        more=more,
        newer_url=newer_url,
        next_url=next_url,
        empty=_EMPTY if is_empty else None,
        hint=f"{watch_words()}。{FEE}",
    )


_EMPTY = EmptyState(
    "没有速递的证件",
    "申请人选邮政速递的，制证中心寄出后出现在这里：在途、退回、妥投都由邮政自动报来（第十一条）。",
)


def _item(one: ParcelLine, *, rules: Office, at: datetime) -> ParcelItem:
    page = "station:card-address" if one.kind is K.ASK_ADDRESS else "station:card"
    parcel = one.parcel
    return ParcelItem(
        url=reverse(page, args=[one.case_id]),
        name=one.name,
        id_number=mask(one.id_number),
        phone=one.phone,
        tracking_no=parcel.tracking_no if parcel else "",
        state=Tag("暂扣", Tone.BAD) if one.is_held else parcel_tag(parcel) if parcel else None,
        note=latest_words(parcel, now=at) if parcel else "",
        due=due_of(
            one.kind,
            since=one.opened_at,
            due_at=one.due_at,
            note=one.due_note,
            rules=rules,
            now=at,
        ),
        is_held=one.is_held,
    )
