"""The frame around the pages of the work desks: navigation with counts, upstream health.

Two queries for the counts and the health; every work page has the same head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongban.accounts.requests import ActorRequest
from tongban.cases.queries.duties import open_now
from tongban.cases.queries.upstream_health import SystemHealth, states
from tongban.desks.shared.alarms import alarmed, city_alarms, feed_alarm
from tongban.desks.shared.chrome import Banner, Chrome, NavItem, UpstreamDot
from tongban.desks.shared.frame import chrome_for
from tongban.desks.shared.pieces import Link, Tone
from tongban.desks.shared.systems import SYSTEMS, system_name
from tongban.policy.units import UnitKind
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.roles import Role

SLOW_MS = 2000
BY_ITSELF = frozenset({"province_remote", "national_remote"})
"""Nobody at a desk waits for them: a short trouble passes by itself and is no banner."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: key, label, address, whose roles, and the duties it counts."""

    key: str
    label: str
    url: str
    roles: frozenset[Role]
    counts: tuple[K, ...] = ()


def _for(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


A, D, R, S = Role.ACCEPTANCE, Role.DELIVERY, Role.REVIEW, Role.SUPERVISION
NAVIGATION: Mapping[UnitKind, tuple[Entry, ...]] = {
    UnitKind.STATION: (
        Entry("work", "工作台", "/station/", _for(A, D)),
        Entry("intake", "受理", "/station/intake/", _for(A)),
        Entry("inquiries", "协查", "/station/inquiries/", _for(A), (K.ANSWER_INQUIRY,)),
        Entry("returns", "退回", "/station/returns/", _for(A), (K.FIX_RETURN,)),
        Entry("cards", "证件", "/station/cards/", _for(D), (K.WATCH_BATCH, K.TELL)),
        Entry("money", "缴费账簿", "/station/money/", _for(A)),
        Entry("files", "档案", "/station/files/", _for(A), (K.ARCHIVE,)),
    ),
    UnitKind.COUNTY: (
        Entry("review", "审核签发", "/county/review/", _for(R), (K.REVIEW,)),
        Entry("cards", "证件流转", "/county/cards/", _for(D), (K.FORWARD, K.WATCH_BATCH)),
        Entry("stations", "所辖派出所", "/county/stations/", _for(S), (K.REFUND,)),
        Entry("refusals", "不予受理", "/refusals/", _for(S), (K.CHECK_REFUSAL,)),
        Entry("endings", "核定与终结", "/endings/", _for(S), (K.DECIDE_GROUND,)),
        Entry("inquiries", "证件查询", "/cards/inquiries/", _for(S), (K.INQUIRY_CARD,)),
        Entry("temporary", "临时证件", "/temporary/", _for(A)),
        Entry("files", "档案", "/files/", _for(S)),
        Entry("differences", "款项", "/money/differences/", _for(S)),
    ),
    UnitKind.CITY: (
        Entry("today", "今日", "/city/", _for(S)),
        Entry("chased", "督办", "/city/chased/", _for(S)),
        Entry("refusals", "不予受理", "/refusals/", _for(S)),
        Entry("answers", "答复往来", "/city/answers/", _for(S)),
        Entry("endings", "核定与终结", "/endings/", _for(S)),
        Entry("upstream", "上游监测", "/city/upstream/", _for(S)),
        Entry("files", "档案", "/files/", _for(S)),
        Entry("differences", "款项", "/money/differences/", _for(S)),
        Entry("inquiries", "证件查询", "/cards/inquiries/", _for(S)),
    ),
}


def work_chrome(
    request: ActorRequest,
    *,
    active: str,
    health: Sequence[SystemHealth] | None = None,
    counts: Mapping[K, int] | None = None,
    alarms: Sequence[Banner] = (),
) -> Chrome:
    """Return the frame of a work page; ``active`` is the key of its entry, empty for none.

    ``health`` and ``counts`` (of the unit's own open duties) are given by a page that has read them
    anyway; ``alarms`` stand above all else.
    """
    actor = request.actor
    if counts is None:
        counts = {} if actor.unit_kind is UnitKind.CITY else open_now(actor.unit).counts
    entries = NAVIGATION[actor.unit_kind] if actor.unit_kind else ()
    nav = tuple(
        NavItem(
            label=entry.label,
            url=entry.url,
            count=sum(counts.get(kind, 0) for kind in entry.counts) or None,
            active=entry.key == active,
        )
        for entry in entries
        if entry.roles & actor.roles
    )
    health = states() if health is None else health
    return chrome_for(
        request,
        nav=nav,
        upstream=tuple(dot_of(one) for one in health),
        upstream_url="/city/upstream/" if actor.unit_kind is UnitKind.CITY else "",
        banners=(
            *alarms,
            *(city_alarms(request.at) if actor.unit_kind is UnitKind.CITY else ()),
            *_trouble(health, request=request),
            *_settling(counts, request=request),
        ),
    )


def dot_of(health: SystemHealth) -> UpstreamDot:
    """Return a system's state as a dot with its word."""
    name = system_name(health.system)
    if not health.is_well:
        return UpstreamDot(name, Tone.BAD, "不通" if health.failing_since is None else "取不到列表")
    if health.latency_ms > SLOW_MS:
        return UpstreamDot(name, Tone.WARN, f"缓慢（{health.latency_ms / 1000:.1f} 秒）")
    return UpstreamDot(name, Tone.OK, "正常")


def _settling(counts: Mapping[K, int], *, request: ActorRequest) -> tuple[Banner, ...]:
    """Answers that contradict each other wait for the bureau, of whichever stream they are."""
    count = counts.get(K.SETTLE_ANSWER, 0)
    is_county = request.actor.unit_kind is UnitKind.COUNTY
    if not (count and is_county and request.actor.roles & {R, S}):
        return ()
    text = "户籍地（受理地）前后答复矛盾，电话核实后核定；没有核定的，证件暂缓下达。"
    return (Banner(f"{count} 件答复待核定", text, link=Link("去核定", "/county/settling/")),)


def _trouble(health: Sequence[SystemHealth], *, request: ActorRequest) -> tuple[Banner, ...]:
    """What to say of systems in trouble: of a list that is long overdue more than of a bad call."""
    late = alarmed(health, at=request.at)
    bad = [one for one in health if not one.is_well and one not in late]
    is_city = request.actor.unit_kind is UnitKind.CITY
    return (
        *(feed_alarm(one, at=request.at, is_city=is_city) for one in late),
        *(_banner(one) for one in bad if one.system not in BY_ITSELF),
    )


def _banner(health: SystemHealth) -> Banner:
    name, works = SYSTEMS.get(health.system, (health.system, ""))
    is_down = health.failing_since is None
    return Banner(f"{name}暂时{'不通' if is_down else '取不到列表'}", works)
