"""Counting a batch of cards in, by scanner or by hand; the same at bureau and station (第十一条)."""

from dataclasses import dataclass

from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, Fact, KeyHint, Tag, Tone

UNWANTED_TAG = Tag("件已结束，收下待销毁", Tone.WARN, "撤销、终结的件：不转交、不发放，两人销毁。")


@dataclass(frozen=True, slots=True)
class CardItem:
    """One card in a batch or a pile. ``pick`` is the id to tick, empty where there is nothing to.

    ``trouble`` leads to where a card that cannot be found is declared missing.
    """

    serial: str
    name: str
    id_number: str
    case_number: str
    url: str
    station: str
    tags: tuple[Tag, ...]
    pick: str = ""
    due: DueText | None = None
    current: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BatchScreen:
    """A batch and its counting. ``scan_url`` only where it is counted in here.

    ``heard`` tells what the last scan did and ``ways`` what to do about it; ``gone`` are cards that
    will not come: lost, spoiled, destroyed. ``stations`` shows the cards' stations.
    """

    title: str
    head: str
    facts: tuple[Fact, ...]
    missing: tuple[CardItem, ...]
    found: tuple[CardItem, ...]
    total: int
    scan_url: str = ""
    receive_url: str = ""
    heard: Tag | None = None
    ways: tuple[Action, ...] = ()
    gone: tuple[CardItem, ...] = ()
    missing_note: str = ""
    stations: bool = True
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()
