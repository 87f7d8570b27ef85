"""A forwarded batch in words."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.station_cards import BatchCard, BatchFile
from tongban.desks.shared.counting import UNWANTED_TAG, BatchScreen, CardItem
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, Fact, KeyHint, Tag, Tone
from tongban.procedure.obligations import ObligationKind
from tongban.standards.id_number import mask

MISSING = "没有清点到的留在本批次里，随时可以补点；与县局核对后仍找不到的，点“找不到、损坏”登记，补制新证。"


def batch_screen(
    file: BatchFile,
    *,
    due_at: datetime | None,
    rules: Office,
    at: datetime,
    heard: Tag | None = None,
    latest: str = "",
    ways: tuple[Action, ...] = (),
) -> BatchScreen:
    """The batch; ``latest`` is the serial that was just counted, shown first."""
    missing = [card for card in file.cards if card.is_expected]
    found = [card for card in file.cards if not card.is_expected and not card.gone]
    gone = [card for card in file.cards if card.gone]
    found.sort(key=lambda card: card.serial != latest)
    url = reverse("station:batch", args=[file.id])
    return BatchScreen(
        title=f"批次 {file.number}",
        head="待清点" if missing else "已全部清点",
        facts=_facts(file, due_at=due_at, rules=rules, at=at),
        missing=tuple(_item(card, latest=latest) for card in missing),
        found=tuple(_item(card, latest=latest) for card in found),
        gone=tuple(_item(card, latest=latest) for card in gone),
        total=len(file.cards),
        scan_url=f"{url}scan/" if missing else "",
        receive_url=f"{url}receive/" if missing else "",
        heard=heard,
        ways=ways,
        missing_note=MISSING if found and missing else "",
        stations=False,
        keys=(KeyHint(("F2",), "回到扫描框"),) if missing else (),
        actions=(Action("回到证件", reverse("station:cards")),),
    )


def _facts(
    file: BatchFile, *, due_at: datetime | None, rules: Office, at: datetime
) -> tuple[Fact, ...]:
    facts = [Fact("转交时间", moment_phrase(file.sent_at, at))]
    if due_at is not None:
        due = due_of(
            ObligationKind.WATCH_BATCH, since=file.sent_at, due_at=due_at, rules=rules, now=at
        )
        facts.append(Fact("清点期限", due.text, due.tone, note=due.reason, clause=due.clause))
    if file.received_at:
        facts.append(Fact("首次清点", moment_phrase(file.received_at, at)))
    return tuple(facts)


def _item(card: BatchCard, *, latest: str) -> CardItem:
    tag = Tag("待清点") if card.is_expected else Tag("已收入", Tone.OK)
    if card.gone:
        tag = Tag(card.gone, Tone.WARN)
    to_destroy = (UNWANTED_TAG,) if card.is_unwanted and not card.gone else ()
    return CardItem(
        serial=card.serial,
        name=card.name,
        id_number=mask(card.id_number),
        case_number=card.case_number,
        url=reverse("shared:case", args=[card.case_id]),
        station="",
        tags=(tag, *to_destroy),
        pick=str(card.id) if card.is_expected else "",
        trouble=reverse("shared:card-trouble", args=[card.case_id]) if card.is_expected else "",
        current=bool(latest) and card.serial == latest,
    )
