"""Who has not looked in (每天登录), per unit and system: the unit's omission told from the city's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from tongban.accounts.presence import Presence
from tongban.cases.queries.city_items import OutageLine
from tongban.cases.queries.look_ins import Look, LookState, UnitLooks
from tongban.desks.city.list_screens import FilterLink, moment
from tongban.desks.shared.look_in_words import look_tag
from tongban.desks.shared.page_keys import with_query
from tongban.desks.shared.phrases import arrival_phrase, day_phrase
from tongban.desks.shared.pieces import Action, EmptyState, Link, Tag, Tone
from tongban.desks.shared.systems import system_name
from tongban.policy.units import City
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF
from tongban.standards.zones import local, local_date

PAGE = 60
ONLY = {"missing": "还没打开清单", "waiting": "系统取不到", "streak": "连续未登录"}
"""Which units to show; anything else shows all that have not looked into all systems."""


@dataclass(frozen=True, slots=True)
class LookInsAsked:
    """Which day, which county bureau's area, which units, and behind which one to go on."""

    day: date
    county: str = ""
    only: str = ""
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], *, today: date) -> LookInsAsked:
        """Read the address; what cannot be read is as if it had not been given."""
        try:
            day = min(date.fromisoformat(given.get("day", "")), today)
        except ValueError:
            day = today
        only = given.get("only", "")
        return cls(
            day=day,
            county=given.get("county", "")[:12],
            only=only if only in ONLY else "",
            after=given.get("after", "")[:12],
        )

    def url(self, **changed: str) -> str:
        """The address of this list with something else in it."""
        given = {"day": self.day.isoformat(), "county": self.county, "only": self.only} | changed
        return with_query(reverse("city:look-ins"), **{k: v for k, v in given.items() if v})


@dataclass(frozen=True, slots=True)
class LookInRow:
    """One unit: a tag per system, when it last looked in, how long it has not, who is there."""

    unit: str
    county: str
    cells: tuple[Tag, ...]
    last: str
    streak: Tag | None
    presence: Tag


@dataclass(frozen=True, slots=True)
class LookInsScreen:
    """The page; ``outages`` are the sentences about systems that could not be fetched that day."""

    title: str
    note: str
    summary: tuple[Tag, ...]
    systems: tuple[str, ...]
    rows: tuple[LookInRow, ...]
    filters: tuple[FilterLink, ...]
    outages: tuple[Link, ...]
    earlier: Link
    later: Link | None
    next_url: str = ""
    empty: EmptyState | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class LookInFacts:
    """What the page is drawn from; ``looks`` is the whole day of the area asked for."""

    looks: Sequence[UnitLooks]
    last: Mapping[str, datetime]
    streaks: Mapping[str, int]
    presence: Mapping[str, Presence]
    outages: Sequence[OutageLine]
    now: datetime


def chosen(looks: Sequence[UnitLooks]) -> list[UnitLooks]:
    """Return the units about which something is to be said: the others have looked in."""
    return [one for one in looks if one.is_missing or one.is_waiting]


def look_ins(asked: LookInsAsked, facts: LookInFacts, *, city: City) -> LookInsScreen:
    """Return the page of a day."""
    found = _ordered(asked, facts)
    places = {one.unit: place for place, one in enumerate(found)}
    begins = places.get(asked.after, -1) + 1
    shown = found[begins : begins + PAGE]
    more = len(found) > begins + PAGE
    unit = city.get(asked.county) if asked.county else None
    when = day_phrase(asked.day, local_date(facts.now))
    return LookInsScreen(
        title=f"{unit.short_name if unit else '全市'} · {when} 每天登录",
        note=_note(facts.looks),
        summary=_summary(facts.looks),
        systems=tuple(system_name(PORT_OF[system]) for system in System),
        rows=tuple(_row(one, facts, city=city) for one in shown),
        filters=tuple(
            FilterLink(words, asked.url(only=only), asked.only == only) for only, words in _offers()
        ),
        outages=tuple(outage_link(one, now=facts.now) for one in facts.outages),
        earlier=Link("前一天", asked.url(day=(asked.day - timedelta(days=1)).isoformat())),
        later=_later(asked, facts.now),
        next_url=asked.url(after=shown[-1].unit) if more else "",
        empty=None if shown else _empty(facts.looks),
    )


def _offers() -> tuple[tuple[str, str], ...]:
    return (("", "全部未完成"), *ONLY.items())


def _later(asked: LookInsAsked, now: datetime) -> Link | None:
    if asked.day >= local_date(now):
        return None
    return Link("后一天", asked.url(day=(asked.day + timedelta(days=1)).isoformat()))


def _ordered(asked: LookInsAsked, facts: LookInFacts) -> list[UnitLooks]:
    """The units asked for: those that did nothing first, the longest absent before the others."""
    found = chosen(facts.looks)
    if asked.only == "missing":
        found = [one for one in found if one.is_missing]
    elif asked.only == "waiting":
        found = [one for one in found if one.is_waiting]
    elif asked.only == "streak":
        found = [one for one in found if one.is_missing and facts.streaks.get(one.unit)]
    return sorted(
        found,
        key=lambda one: (
            not one.is_missing,
            -facts.streaks.get(one.unit, 0),
            one.county,
            one.unit != one.county,
            one.unit,
        ),
    )


def _note(looks: Sequence[UnitLooks]) -> str:
    rule = "打开最新的清单即为登录（第九条、第十条）；系统取不到的由市局处理，不算单位未登录。"
    first = next((one for unit in looks for one in unit.looks), None)
    if first is not None and first.is_working_day is False:
        return "这一天不是工作日：登录照记，不计未登录。"
    return rule


def _summary(looks: Sequence[UnitLooks]) -> tuple[Tag, ...]:
    if not looks or any(one.is_day_off for one in looks):
        return ()
    missing = sum(one.is_missing for one in looks)
    waiting = sum(one.is_waiting for one in looks)
    done = len(looks) - missing - waiting
    found = [Tag(f"已登录 {done} 个单位", Tone.OK)]
    if waiting:
        found.insert(0, Tag(f"系统取不到 {waiting} 个单位", Tone.INFO))
    if missing:
        found.insert(0, Tag(f"未打开清单 {missing} 个单位", Tone.WARN))
    return tuple(found)


def _row(one: UnitLooks, facts: LookInFacts, *, city: City) -> LookInRow:
    unit = city.require(one.unit)
    known = {look.system: look for look in one.looks}
    streak = facts.streaks.get(one.unit, 0)
    return LookInRow(
        unit=unit.short_name,
        county=city.county_of(one.unit).short_name,
        cells=tuple(_cell(known.get(system), now=facts.now) for system in System),
        last=moment(facts.last.get(one.unit), facts.now),
        streak=Tag(f"连续 {streak} 个工作日", Tone.BAD) if streak else None,
        presence=_presence(facts.presence.get(one.unit), now=facts.now),
    )


def _cell(look: Look | None, *, now: datetime) -> Tag:
    return look_tag(look, now=now) if look is not None else Tag("—", Tone.NONE)


def _presence(found: Presence | None, *, now: datetime) -> Tag:
    """Whether anybody is there to be spoken to."""
    if found is None or not found.officers:
        return Tag("没有可用账号", Tone.BAD, "请安全管理员核对该单位的人员和岗位。")
    last = found.last_signed_in_at
    if last is None:
        return Tag("从未有人使用", Tone.BAD, "该单位的账号还没有登录过本系统。")
    if local_date(last) == local_date(now):
        return Tag(f"{local(last):%H:%M} 有人使用", Tone.INFO)
    return Tag(f"今天无人使用，最近 {arrival_phrase(last, now)}", Tone.WARN)


def _empty(looks: Sequence[UnitLooks]) -> EmptyState:
    if not looks:
        return EmptyState("这一天没有登录记录", "每天的登录事项由后台逐日生成，这一天没有生成。")
    if any(one.is_day_off for one in looks):
        looked = sum(not one.of(LookState.OPEN) and not one.of(LookState.EXCUSED) for one in looks)
        return EmptyState("不是工作日", f"登录照记，不计未登录；这一天有 {looked} 个单位登录过。")
    return EmptyState("都已登录", "这个范围内的单位这一天都已登录查看三个系统。")


def outage_link(one: OutageLine, *, now: datetime) -> Link:
    """An outage as a sentence that leads to its page."""
    units = f"，{one.units} 个单位打开清单时取不到" if one.units else ""
    return Link(
        f"{system_name(one.system)} {outage_span(one, now=now)}无法获取{units}",
        reverse("city:outage", args=[one.id]),
    )


def outage_span(one: OutageLine, *, now: datetime) -> str:
    """From when to when, as short as it can be said."""
    since = arrival_phrase(one.since, now)
    if one.until is None:
        return f"{since} 起"
    same_day = local_date(one.since) == local_date(one.until)
    until = f"{local(one.until):%H:%M}" if same_day else arrival_phrase(one.until, now)
    return f"{since}–{until} "
