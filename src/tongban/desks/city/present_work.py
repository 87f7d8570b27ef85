"""市局待办: what the city bureau itself has to see to, each figure with its list (第十三条(三))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tongban.cases.queries.look_ins import UnitLooks
from tongban.cases.queries.overview import DutyCount
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.city.screens import CityItem
from tongban.desks.shared.pieces import Tone
from tongban.procedure.obligations import ObligationKind as K

Duties = Mapping[tuple[str, K], DutyCount]


def city_work(
    duties: Duties,
    *,
    looks: Sequence[UnitLooks],
    health: Sequence[SystemHealth],
    new_refusals: int = 0,
) -> tuple[CityItem, ...]:
    """Return what there is to do, what presses first; nothing where nothing is.

    A system that cannot be had now stands among the systems, and as an alarm above the page.
    """
    found = (
        *_systems(health),
        *_answers(duties),
        *_excused(duties),
        *_refusals(new_refusals),
        *_look_ins(looks),
    )
    return tuple(one for one in found if one.count)


def _systems(health: Sequence[SystemHealth]) -> Iterator[CityItem]:
    url = "/city/upstream/"
    outages = sum(one.outages for one in health)
    said = "已经恢复、影响过单位或件，还没有写明处理情况的时段数。"
    yield CityItem("取不到列表，待说明", outages, url, Tone.WARN, said)
    strays = sum(one.strays for one in health)
    said = "上级系统送来、本系统办不了、还没有处理的消息条数。"
    yield CityItem("没有办成的来文", strays, f"{url}strays/", Tone.BAD, said)
    failed = sum(one.failed for one in health)
    said = "自动重发仍没有送达的消息条数。"
    yield CityItem("没有送达的消息", failed, f"{url}failed/", Tone.BAD, said)


def _answers(duties: Duties) -> Iterator[CityItem]:
    def total(kind: K, *, chased: bool = False) -> int:
        of_kind = (count for (_, found), count in duties.items() if found is kind)
        return sum(count.chased if chased else count.late for count in of_kind)

    said = "本市的审核结果 1 小时内没有送到受理地所在系统的件数。"
    yield CityItem(
        "答复没有送达", total(K.DELIVER_ANSWER), "/city/answers/undelivered/", Tone.BAD, said
    )
    said = "受理所催办后户籍地仍逾期未答复、轮到市局催办的件数。"
    chased = total(K.WATCH_ANSWER, chased=True)
    yield CityItem("待市局催办", chased, "/city/answers/unanswered/", Tone.WARN, said)
    said = "户籍地前后答复矛盾、县局逾期没有核定的件数。"
    late = total(K.SETTLE_ANSWER)
    yield CityItem("矛盾答复未核定", late, "/city/answers/unsettled/", Tone.BAD, said)


def _excused(duties: Duties) -> Iterator[CityItem]:
    count = sum(one.excused for (_, kind), one in duties.items() if kind is K.REVIEW)
    said = "取到时已过 17:00 期限的转入件：不算审核单位误期，请督促尽快办结并查明取数问题。"
    yield CityItem("取到已过期限", count, "/city/duty/REVIEW/?excused=1", Tone.WARN, said)


def _refusals(count: int) -> Iterator[CityItem]:
    said = "您上次打开清单以来，各派出所出具的不予异地受理通知书件数。第十五条"
    yield CityItem("新的不予受理", count, "/refusals/", Tone.INFO, said)


def _look_ins(looks: Sequence[UnitLooks]) -> Iterator[CityItem]:
    missing = sum(one.is_missing for one in looks)
    said = "今天还没有打开清单的单位数；系统取不到的不在内。"
    yield CityItem("今天还没登录的单位", missing, "/city/look-ins/?only=missing", Tone.NONE, said)
