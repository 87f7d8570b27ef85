"""受理中: every open intake of the station, who had it last and what it lacks; anybody goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.intakes import LapsedIntake, OpenIntake
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag, Tone
from tongban.desks.station.work_rows import Desk
from tongban.policy.assess import assess
from tongban.policy.vocabulary import Ask, Outcome
from tongban.standards.id_number import mask
from tongban.standards.zones import local_date

REFUSED = "属于不予异地受理情形，待办理"
WHOLE = "都齐了，可以合成"


def missing(one: OpenIntake, *, rules: Office) -> tuple[str, ...]:
    """What an intake still lacks, in the order in which it is done; a ground alone where one stands."""
    verdict = assess(one.situation, city=rules.city, terms_book=rules.book)
    if verdict.outcome is Outcome.REFUSE:
        return (REFUSED,)
    asks = [ask.label for ask in Ask if ask in verdict.asks]
    captures = (
        ("标准照片", one.has_photo),
        ("指纹", one.has_fingers),
        ("联系电话", one.has_phone),
    )
    return (*asks, *(label for label, is_there in captures if not is_there))


def state(one: OpenIntake) -> Tag | None:
    """What an intake waits for outside the window; None where it only has to be gone on with."""
    if one.has_answer:
        return Tag("协查已答复", Tone.WARN, "看过答复后在现场比对里确认身份。")
    if one.is_asking:
        return Tag("协查中", Tone.INFO, "等户籍派出所答复，期间一直保留。")
    if one.told_at is not None:
        return Tag("已一次性告知", Tone.INFO, "等申请人补齐。")
    return None


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """One open intake."""

    url: str
    name: str
    id_number: str
    reason: str
    touched: str
    missing: tuple[str, ...]
    tag: Tag | None
    kept: str
    marks: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakesScreen:
    """The list; ``next_url`` is empty on its last page."""

    rows: tuple[IntakeLine, ...]
    empty: EmptyState | None
    next_url: str = ""
    first_url: str = ""
    title: str = "受理中"
    heads: tuple[str, str] = ("还缺", "保留")
    note: str = "本所任一受理民警都可以接着办；没人办的到期失效，失效前短信提醒申请人。"
    "绿色通道的排在前面，其余最近办的在前。"
    keys: tuple[KeyHint, ...] = ()
    actions: tuple[Action, ...] = ()


EMPTY = EmptyState(
    "没有办到一半的受理",
    "开始以后没有合成、没有结束的受理会排在这里，本所任一受理民警都可以接着办。",
)


def intakes_screen(
    desk: Desk, found: Sequence[OpenIntake], *, has_more: bool, is_first: bool
) -> IntakesScreen:
    """One page of the list."""
    url = reverse("station:intakes")
    return IntakesScreen(
        rows=tuple(_line(desk, one) for one in found),
        empty=None if found else EMPTY,
        next_url=f"{url}?{urlencode({'after': str(found[-1].place)})}" if has_more else "",
        first_url="" if is_first else url,
        actions=(
            Action("已失效的", url=f"{url}?lapsed=1"),
            Action("回到受理", url=reverse("station:intake"), key="Escape"),
        ),
    )


def lapsed_screen(desk: Desk, found: Sequence[LapsedIntake], *, has_more: bool) -> IntakesScreen:
    """One page of those that lapsed; each leads to its notice."""
    url = reverse("station:intakes")
    return IntakesScreen(
        title="逾期失效的受理",
        heads=("情况", "失效"),
        note="申请人来问的，打开后打印告知单；要办的，重新受理即可。",
        rows=tuple(_lapsed(desk, one) for one in found),
        empty=None
        if found
        else EmptyState("没有逾期失效的受理", "到期没人办的受理失效后列在这里。"),
        next_url=f"{url}?{urlencode({'lapsed': 1, 'after': str(found[-1].place)})}"
        if has_more
        else "",
        actions=(Action("回到受理中", url=url, key="Escape"),),
    )


def _lapsed(desk: Desk, one: LapsedIntake) -> IntakeLine:
    day = local_date(one.lapsed_at)
    return IntakeLine(
        url=reverse("station:intake-open", args=[one.id]),
        name=one.name,
        id_number=mask(one.id_number),
        reason=one.reason.label if one.reason else "原因未选",
        touched=f"{one.touched_by} {moment_phrase(one.touched_at, desk.at)}".strip(),
        missing=(),
        tag=Tag("逾期失效", Tone.NONE),
        kept=f"{day.year}年{day.month}月{day.day}日",
    )


def _line(desk: Desk, one: OpenIntake) -> IntakeLine:
    days = desk.rules.terms(desk.at).intake_lapse_days
    until = local_date(one.touched_at) + timedelta(days=days)
    return IntakeLine(
        url=reverse("station:intake-open", args=[one.id]),
        name=one.name,
        id_number=mask(one.id_number),
        reason=one.reason.label if one.reason else "原因待选",
        touched=f"{one.touched_by} {moment_phrase(one.touched_at, desk.at)}".strip(),
        missing=missing(one, rules=desk.rules) or (WHOLE,),
        tag=state(one),
        marks=green_tags(one.green, is_visited=one.is_visited),
        kept="答复前一直保留" if one.is_asking else f"保留到 {until.month}月{until.day}日",
    )
