"""A case fetched late: what it says of the two times, of the outage and of whose lateness it is."""

from datetime import datetime, timedelta

import pytest

from tongban.policy.late_fetch import Outage, duration_words, late_fetch, late_fetch_sentences
from tongban.policy.terms import shipped_terms
from tongban.standards.zones import CN

TERMS = shipped_terms().versions[0]


def cn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CN)


ARRIVED, DUE = cn("2026-09-24 09:12"), cn("2026-09-24 17:00")
IN_TIME = "取到时期限未过，仍须按期办结；取数由市局负责（第十三条(三)）"
OVERDUE = "取到时期限已过，不计审核单位误期；取数由市局负责（第十三条(三)）"


@pytest.mark.parametrize(
    ("fetched", "down", "outage", "when", "why", "fault"),
    [
        (
            "2026-09-24 14:30",
            True,
            None,
            "14:30 才取到，晚取 5 小时 18 分",
            "当时无法连接上级系统",
            IN_TIME,
        ),
        (
            "2026-09-24 14:30",
            None,
            Outage(cn("2026-09-24 08:50"), cn("2026-09-24 14:20")),
            "14:30 才取到，晚取 5 小时 18 分",
            "上级系统 9月24日（周四）08:50 至 9月24日（周四）14:20 无法连接",
            IN_TIME,
        ),
        (
            "2026-09-28 09:12",
            None,
            Outage(cn("2026-09-24 08:50")),
            "9月28日（周一）09:12 才取到，晚取 4 天",
            "上级系统自 9月24日（周四）08:50 起无法连接",
            OVERDUE,
        ),
        # An outage that was over before the case arrived explains nothing.
        (
            "2026-09-24 17:01",
            None,
            Outage(cn("2026-09-24 01:00"), cn("2026-09-24 02:00")),
            "17:01 才取到，晚取 7 小时 49 分",
            "本系统当时没有运行或没有获取",
            OVERDUE,
        ),
    ],
)
def test_a_late_fetch_in_words(
    fetched: str, down: bool | None, outage: Outage | None, when: str, why: str, fault: str
) -> None:
    late = late_fetch(
        ARRIVED, fetched_at=cn(fetched), terms=TERMS, is_down=down, outage=outage, due_at=DUE
    )
    assert late is not None
    assert late_fetch_sentences(late) == (
        f"上级系统 9月24日（周四）09:12 收到，{when}",
        why,
        "期限从上级系统收到时起算",
        fault,
    )


def test_good_time_is_what_a_look_in_counts_as_fresh() -> None:
    window = timedelta(minutes=TERMS.look_in_fresh_minutes)
    second = timedelta(seconds=1)
    assert late_fetch(ARRIVED, fetched_at=ARRIVED + window, terms=TERMS, due_at=DUE) is None
    assert late_fetch(ARRIVED, fetched_at=ARRIVED + window + second, terms=TERMS) is not None


def test_a_short_delay_over_the_closing_time_is_born_overdue() -> None:
    arrived = cn("2026-09-24 16:59")
    late = late_fetch(arrived, fetched_at=cn("2026-09-24 17:02"), terms=TERMS, due_at=DUE)
    assert late is not None
    assert late.is_born_overdue
    assert late.delay == timedelta(minutes=3)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "不到 1 分"),
        (timedelta(minutes=18), "18 分"),
        (timedelta(hours=5, minutes=18), "5 小时 18 分"),
        (timedelta(days=2, minutes=5), "2 天 5 分"),
        (timedelta(days=2, hours=3, minutes=5), "2 天 3 小时"),
    ],
)
def test_durations(span: timedelta, words: str) -> None:
    assert duration_words(span) == words
