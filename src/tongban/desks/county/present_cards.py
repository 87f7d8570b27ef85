"""Batches, piles and cards in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import office
from tongban.cases.queries.county_cards import BatchFile, BatchLine, CardRow, Pile
from tongban.desks.county.card_screens import (
    BatchItem,
    CardsScreen,
    ForwardScreen,
    PileItem,
)
from tongban.desks.shared.counting import UNWANTED_TAG, BatchScreen, CardItem
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import DueText, due_text, moment_phrase
from tongban.desks.shared.pieces import (
    Action,
    ActionStyle,
    EmptyState,
    Fact,
    KeyHint,
    Tag,
    Tone,
)
from tongban.policy.vocabulary import Priority
from tongban.procedure.obligations import ObligationKind
from tongban.standards.id_number import mask

CENTRE = "省厅制证中心"
MISSING = (
    "没有清点到的留在本批次里，随时可以补点；核对清单、包裹和存放处后仍找不到的，"
    "点“找不到、损坏”登记，补制新证。"
)


def unit_name(code: str) -> str:
    """The short name of a unit; the code itself when the city has no such unit."""
    unit = office().city.get(code)
    return unit.short_name if unit else code


def _due(
    kind: ObligationKind,
    due_at: datetime | None,
    *,
    since: datetime | None,
    at: datetime,
    note: str = "",
) -> DueText:
    rules = office()
    if since is None:
        return due_text(due_at, at, rules.calendar, note=note)
    return due_of(kind, since=since, due_at=due_at, note=note, rules=rules, now=at)


def cards_screen(
    *,
    incoming: Sequence[BatchLine],
    piles: Sequence[Pile],
    forwarded: Sequence[BatchLine],
    counted: Sequence[BatchLine],
    at: datetime,
) -> CardsScreen:
    """The overview of cards; the first batch to count and the first pile have keys."""
    return CardsScreen(
        incoming=tuple(_batch(one, at=at) for one in incoming),
        piles=tuple(_pile(one, at=at) for one in piles),
        forwarded=tuple(_batch(one, at=at) for one in forwarded),
        counted=tuple(_batch(one, at=at) for one in counted),
        keys=(
            *((KeyHint(("1",), "最早的批次"),) if incoming else ()),
            *((KeyHint(("2",), "最急的派出所"),) if piles else ()),
        ),
        actions=(
            Action("证件存量", reverse("shared:card-stock"), key="C"),
            Action("销毁", reverse("shared:destruction"), key="D"),
        ),
    )


def _batch(one: BatchLine, *, at: datetime) -> BatchItem:
    is_open = one.missing > 0
    if not is_open:
        state = Tag("已全部清点", Tone.OK)
    elif one.received_at:
        state = Tag(f"还差 {one.missing} 张", Tone.WARN)
    else:
        state = Tag("在途" if one.station else "待清点", Tone.INFO)
    return BatchItem(
        url=reverse("county:batch", args=[one.id]),
        number=one.number,
        unit=unit_name(one.station) if one.station else CENTRE,
        sent=moment_phrase(one.sent_at, at),
        count=f"{one.count} 张",
        state=state,
        due=_due(ObligationKind.WATCH_BATCH, one.due_at, since=one.opened_at, at=at)
        if is_open and one.due_at
        else None,
    )


def _pile(one: Pile, *, at: datetime) -> PileItem:
    return PileItem(
        url=reverse("county:forward", args=[one.station]),
        station=unit_name(one.station),
        count=one.count,
        note=f"加快 {one.expedited} 张" if one.expedited else "",
        due=_due(ObligationKind.FORWARD, one.due_at, since=one.opened_at, at=at),
    )


def _card(
    card: CardRow,
    *,
    tags: tuple[Tag, ...],
    at: datetime,
    pick: bool = False,
    odd: bool = False,
) -> CardItem:
    expedited = (Tag("加快", Tone.WARN),) if card.priority is Priority.EXPEDITED else ()
    return CardItem(
        serial=card.serial,
        name=card.name,
        id_number=mask(card.id_number),
        case_number=card.case_number,
        url=reverse("shared:case", args=[card.case_id]),
        station=unit_name(card.station),
        tags=(*expedited, *tags),
        pick=str(card.id) if pick else "",
        trouble=reverse("shared:card-trouble", args=[card.case_id]) if odd else "",
        due=_due(
            ObligationKind.FORWARD, card.due_at, since=card.opened_at, at=at, note=card.due_note
        )
        if card.due_at or card.due_note
        else None,
    )


def batch_screen(
    batch: BatchFile,
    *,
    at: datetime,
    heard: Tag | None = None,
    latest: str = "",
    ways: tuple[Action, ...] = (),
) -> BatchScreen:
    """A batch; ``latest`` is the serial that was just counted, shown first."""
    here = batch.is_ours
    missing = [card for card in batch.cards if not card.is_in and not card.is_gone]
    gone = [card for card in batch.cards if card.is_gone]
    found = sorted(
        (card for card in batch.cards if card.is_in), key=lambda card: card.serial != latest
    )
    return BatchScreen(
        title=f"批次 {batch.number}",
        head=_head(batch),
        stations=here,
        facts=_batch_facts(batch, at=at),
        missing=tuple(
            _card(card, tags=_expected(card, here=here), at=at, pick=here, odd=here)
            for card in missing
        ),
        gone=tuple(_card(card, tags=(Tag(card.state, Tone.WARN),), at=at) for card in gone),
        found=tuple(_found(card, at=at, latest=latest) for card in found),
        total=len(batch.cards),
        scan_url=reverse("county:batch-scan", args=[batch.id]) if here and missing else "",
        receive_url=reverse("county:batch-receive", args=[batch.id]) if here and missing else "",
        heard=heard,
        ways=ways,
        missing_note=MISSING if here and found and missing else "",
        keys=(KeyHint(("F2",), "回到扫描框"),) if here and missing else (),
        actions=_batch_actions(batch),
    )


def _expected(card: CardRow, *, here: bool) -> tuple[Tag, ...]:
    state = Tag("待清点" if here else "在途")
    return (state, UNWANTED_TAG) if card.is_unwanted else (state,)


def _head(batch: BatchFile) -> str:
    if not batch.missing:
        gone = sum(card.is_gone for card in batch.cards)
        counted = len(batch.cards) - gone
        return f"{counted} 张已清点，{gone} 张不再清点" if gone else f"{counted} 张全部清点"
    if batch.is_ours or batch.received_at:
        return f"还差 {batch.missing} 张"
    return f"{batch.missing} 张在途，等派出所清点"


def _found(card: CardRow, *, at: datetime, latest: str) -> CardItem:
    tone = Tone.WARN if card.is_unwanted else Tone.OK
    item = _card(card, tags=(Tag(card.state, tone),), at=at)
    return replace(item, current=bool(latest) and card.serial == latest)


def _batch_facts(batch: BatchFile, *, at: datetime) -> tuple[Fact, ...]:
    sender = unit_name(batch.origin) if batch.origin else CENTRE
    way = Fact("寄出单位", sender) if batch.is_ours else Fact("转交", unit_name(batch.station))
    carrier = (Fact("运单号", batch.carrier_no),) if batch.carrier_no else ()
    counted = (Fact("首次清点", moment_phrase(batch.received_at, at)),) if batch.received_at else ()
    return (
        way,
        Fact("寄出时间" if batch.is_ours else "转交时间", moment_phrase(batch.sent_at, at)),
        *carrier,
        *counted,
    )


def _batch_actions(batch: BatchFile) -> tuple[Action, ...]:
    back = Action("返回证件流转", reverse("county:cards"), key="Alt+ArrowUp")
    if batch.is_ours:
        return (back,)
    sheet = Action(
        "打印转交清单",
        reverse("county:batch-print", args=[batch.id]),
        key="P",
        style=ActionStyle.PRIMARY,
        post=True,
        new_window=True,
        icon="printer",
    )
    return (back, sheet)


def forward_screen(
    station: str,
    cards: Sequence[CardRow],
    *,
    batch_id: str,
    at: datetime,
    problem: str = "",
) -> ForwardScreen:
    """The cards for one station, all ticked; what stays behind is unticked."""
    back = Action("返回证件流转", reverse("county:cards"), key="Alt+ArrowUp")
    empty = EmptyState(f"没有待转交{unit_name(station)}的证件", "清点入库的证件会排到这里。", back)
    send = Action(
        "转交勾选的证件",
        form="forward",
        key="Ctrl+Enter",
        style=ActionStyle.PRIMARY,
    )
    return ForwardScreen(
        title=f"转交{unit_name(station)}",
        station=station,
        url=reverse("county:forward", args=[station]),
        batch_id=batch_id,
        cards=tuple(_card(card, tags=(), at=at, pick=True) for card in cards),
        problem=problem,
        empty=None if cards else empty,
        actions=(back, send) if cards else (),
    )
