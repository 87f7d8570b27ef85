"""How the green channel is shown (绿色通道、上门服务, 第十四条): a word in lists, the reason on pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongban.desks.shared.pieces import Fact, Tag, Tone
from tongban.procedure.reasons import GreenReason, TakenAtHome

GREEN = "绿色通道"
AT_HOME = "绿色通道 · 上门"
HINT = "同一时限内先办（第十四条）"


def green_tags(reason: str, *, is_visited: bool) -> tuple[Tag, ...]:
    """The word in a list; why is nobody's business there."""
    return (Tag(AT_HOME if is_visited else GREEN, Tone.INFO, HINT),) if reason else ()


def green_facts(reason: str, words: str, visit: Mapping[str, Any] | None) -> tuple[Fact, ...]:
    """The reason, and what was done at home."""
    if not reason:
        return ()
    why = "：".join(one for one in (GreenReason(reason).label, words) if one)
    facts = [Fact(GREEN, why, clause="第十四条")]
    if visit:
        facts.append(Fact("上门服务", visit_words(visit)))
    return tuple(facts)


def visit_words(visit: Mapping[str, Any]) -> str:
    """Who went where on which day, and what was taken there."""
    on = date.fromisoformat(visit["on"])
    taken = "、".join(TakenAtHome(one).label for one in visit["taken"])
    return (
        f"{visit['by']} {on.month}月{on.day}日 {visit['place']}{'，采集' + taken if taken else ''}"
    )
