"""The frame around the pages of the work desks: navigation with counts, upstream health.

Two queries for the counts and the health; every work page has the same head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongban.accounts.requests import ActorRequest
from tongban.cases.queries.duties import open_counts
from tongban.cases.queries.upstream_health import SystemHealth, states
from tongban.desks.shared.alarms import city_alarms
from tongban.desks.shared.chrome import Banner, Chrome, NavItem, UpstreamDot
from tongban.desks.shared.frame import chrome_for
from tongban.desks.shared.pieces import Tone
from tongban.policy.units import UnitKind
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.roles import Role

SLOW_MS = 2000
SYSTEMS = {
    "population": (
        "省实有人口系统",
        "户籍在山东的人要等它恢复才能查询、送审；外省户籍的照常查询，已受理的件照常缴费、签名、发证。",
    ),
    "national_register": (
        "部人口信息系统",
        "外省户籍的人暂时查不到；户籍在山东的照常查询受理，已受理的件照常办。",
    ),
    "treasury": ("省财政缴费", "支付码暂时出不来；可以先收现金，恢复后代缴，受理照常进行。"),
    "card_centre": ("省厅制证中心", "制证单会在恢复后自动补发，受理和审核照常进行。"),
    "sms": ("短信", "领取通知请改用电话，其余照常进行。"),
    "residence": ("居住登记平台", "居住登记情况稍后再查，不影响受理。"),
    "credit": ("信用信息共享交换平台", "名单以最近一次推送为准，请留意推送时间。"),
    "province_remote": (
        "省异地受理签发模块",
        "外市受理的件和外市的答复暂时取不到，恢复后自动取回；其余照常进行。",
    ),
    "national_remote": (
        "全国异地受理系统",
        "外省受理的件和外省的答复暂时取不到，跨省送审会在恢复后自动补发。",
    ),
    "devices": ("本机读卡器和指纹仪", "请检查设备连接；可以手工录入号码、从文件导入照片。"),
}


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
        Entry("returns", "退回", "/station/returns/", _for(A), (K.FIX_RETURN,)),
        Entry("cards", "证件", "/station/cards/", _for(D), (K.WATCH_BATCH, K.TELL)),
        Entry("money", "缴费账簿", "/station/money/", _for(A)),
        Entry("files", "档案", "/station/files/", _for(A), (K.ARCHIVE,)),
    ),
    UnitKind.COUNTY: (
        Entry("review", "审核签发", "/county/review/", _for(R), (K.REVIEW,)),
        Entry("cards", "证件流转", "/county/cards/", _for(D), (K.FORWARD, K.WATCH_BATCH)),
        Entry("stations", "所辖派出所", "/county/stations/", _for(S), (K.REFUND,)),
        Entry("temporary", "临时证件", "/temporary/", _for(A)),
    ),
    UnitKind.CITY: (
        Entry("today", "今日", "/city/", _for(S)),
        Entry("chased", "督办", "/city/chased/", _for(S)),
        Entry("upstream", "上游监测", "/city/upstream/", _for(S)),
    ),
}


def work_chrome(
    request: ActorRequest,
    *,
    active: str,
    health: Sequence[SystemHealth] | None = None,
    alarms: Sequence[Banner] = (),
) -> Chrome:
    """Return the frame of a work page; ``active`` is the key of its entry, empty for none.

    ``health`` is given by a page that has read it anyway; ``alarms`` stand above all else.
    """
    actor = request.actor
    counts = open_counts(actor.unit) if actor.unit_kind is not UnitKind.CITY else {}
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
            *(_banner(one) for one in health if not one.is_well),
        ),
    )


def dot_of(health: SystemHealth) -> UpstreamDot:
    """Return a system's state as a dot with its word."""
    name = SYSTEMS.get(health.system, (health.system, ""))[0]
    if not health.is_well:
        return UpstreamDot(name, Tone.BAD, "不通")
    if health.latency_ms > SLOW_MS:
        return UpstreamDot(name, Tone.WARN, f"缓慢（{health.latency_ms / 1000:.1f} 秒）")
    return UpstreamDot(name, Tone.OK, "正常")


def _banner(health: SystemHealth) -> Banner:
    name, works = SYSTEMS.get(health.system, (health.system, ""))
    return Banner(f"{name}暂时不通", works)
