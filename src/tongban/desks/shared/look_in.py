"""每天登录 in one calm line (第九、十条): opening a page with the unit's list is the look-in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.lookin import record_look_ins
from tongban.cases.queries.look_ins import LookState, own_looks
from tongban.cases.queries.upstream_health import SystemHealth, last_fetches
from tongban.desks.shared.look_in_words import LookInLine
from tongban.desks.shared.phrases import arrival_phrase
from tongban.desks.shared.pieces import Tag, Tone
from tongban.desks.shared.systems import system_name
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF
from tongban.standards.zones import local_date


def look_in_owed(
    request: ActorRequest, *, health: Sequence[SystemHealth], owed: frozenset[System]
) -> LookInLine:
    """The same for a page that knows already into which systems its unit has still to look.

    No query once the day is met, two before.
    """
    fetched = {s: at for s, at in last_fetches(health).items() if s in owed}
    met = record_look_ins(request.actor, at=request.at, fetched=fetched) if fetched else frozenset()
    return line(met.union(frozenset(System) - owed), health=health, now=request.at)


def look_in(request: ActorRequest, *, health: Sequence[SystemHealth]) -> LookInLine:
    """Record that the unit's list was opened, where that is still owed, and say how the day stands.

    One query once the day is met, three before.
    """
    own = own_looks(request.actor.unit, day=local_date(request.at))
    fetched = last_fetches(health)
    known = {one.system: one for one in own.looks}
    owed = {s: at for s, at in fetched.items() if s not in known or known[s].at is None}
    fresh = record_look_ins(request.actor, at=request.at, fetched=owed) if owed else frozenset()
    met = fresh.union(own.of(LookState.MET))
    return line(met, health=health, now=request.at)


def line(met: Iterable[System], *, health: Sequence[SystemHealth], now: datetime) -> LookInLine:
    """Return the words for a day on which these systems have been looked into."""
    met = frozenset(met)
    fetched = last_fetches(health)
    hint = "；".join(_of_system(s, fetched[s], is_met=s in met, now=now) for s in System)
    missing = [s for s in System if s not in met]
    if not missing:
        oldest = min((at for at in fetched.values() if at), default=None)
        words = f"今天{_count(len(met))}系统均已登录"
        return LookInLine(Tag("今天已登录", Tone.OK, hint), words + _fetched(oldest, now=now))
    words = "，".join(_why(s, health=health, fetched=fetched[s], now=now) for s in missing)
    rest = f"；其余 {len(met)} 个系统已登录" if met else ""
    return LookInLine(Tag("系统暂时取不到", Tone.WARN, hint), f"{words}，不算本单位未登录{rest}")


def _count(n: int) -> str:
    return {3: "三个", 2: "两个"}.get(n, f" {n} 个")


def _fetched(at: datetime | None, *, now: datetime) -> str:
    return f" · 列表 {arrival_phrase(at, now)} 获取" if at else ""


def _of_system(system: System, fetched: datetime | None, *, is_met: bool, now: datetime) -> str:
    state = "已登录" if is_met else "未登录"
    return f"{system_name(PORT_OF[system])}{state}{_fetched(fetched, now=now)}"


def _why(
    system: System, *, health: Sequence[SystemHealth], fetched: datetime | None, now: datetime
) -> str:
    port = PORT_OF[system]
    since = next((one.failing_since for one in health if one.system == port), None)
    if since is not None:
        return f"{system_name(port)} {arrival_phrase(since, now)} 起取不到列表"
    if fetched is not None:
        return f"{system_name(port)}的列表还是 {arrival_phrase(fetched, now)} 的"
    return f"{system_name(port)}还没有取到过列表"
