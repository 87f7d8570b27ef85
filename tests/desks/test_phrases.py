"""Deadlines and moments in the words people use."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tongban.desks.shared.phrases import (
    arrival_phrase,
    day_phrase,
    due_phrase,
    due_text,
    moment_phrase,
    span_phrase,
    working_time,
)
from tongban.desks.shared.pieces import Tone
from tongban.standards.calendar import WorkingCalendar, seed_calendar
from tongban.standards.zones import CN

CALENDAR = seed_calendar()


def cn(text: str) -> datetime:
    """A moment in China, given in UTC as the product has it."""
    return datetime.fromisoformat(text).replace(tzinfo=CN).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "now", "phrase"),
    [
        ("2026-11-23 17:00", "2026-11-23 14:45", "今天 17:00 前 · 还剩 2 小时 15 分（工作时间）"),
        ("2026-11-23 17:00", "2026-11-23 06:00", "今天 17:00 前 · 还剩 8 小时 30 分（工作时间）"),
        ("2026-11-23 17:00", "2026-11-23 16:59", "今天 17:00 前 · 还剩 1 分（工作时间）"),
        ("2026-11-24 17:00", "2026-11-23 17:30", "明天 17:00 前 · 还剩 1 个工作日"),
        # Saturday and Sunday are no time to work in.
        ("2026-11-30 17:00", "2026-11-27 09:00", "11月30日（周一）17:00 前 · 还剩 1 个工作日"),
        ("2026-11-23 17:00", "2026-11-23 17:20", "今天 17:00 到期 · 已误期"),
        (
            "2026-11-20 17:00",
            "2026-11-23 10:00",
            "11月20日（周五）17:00 到期 · 已误期 1 小时 30 分（工作时间）",
        ),
        (
            "2026-11-19 17:00",
            "2026-11-24 10:00",
            "11月19日（周四）17:00 到期 · 已误期 2 个工作日 1 小时",
        ),
    ],
)
def test_a_deadline_says_when_and_how_long(due: str, now: str, phrase: str) -> None:
    assert due_phrase(cn(due), cn(now), CALENDAR) == phrase


def test_a_deadline_of_a_year_without_calendar_stays_open() -> None:
    text = due_text(None, cn("2026-12-30 10:00"), CALENDAR)
    assert (text.text, text.tone) == ("期限待定", Tone.WARN)


def test_a_known_deadline_beyond_the_calendar_is_still_shown() -> None:
    text = due_text(cn("2026-11-24 17:00"), cn("2026-11-23 10:00"), WorkingCalendar(()))
    assert text.text == "明天 17:00 前 · 该年工作日历未载入"


@pytest.mark.parametrize(
    ("now", "tone", "ticks"),
    [
        ("2026-11-23 09:00", Tone.INFO, True),
        ("2026-11-23 15:00", Tone.WARN, True),
        ("2026-11-23 17:01", Tone.BAD, False),
        ("2026-11-23 07:00", Tone.INFO, False),
    ],
)
def test_tone_and_countdown(now: str, tone: Tone, *, ticks: bool) -> None:
    text = due_text(cn("2026-11-23 17:00"), cn(now), CALENDAR)
    assert text.tone is tone
    assert (text.seconds is not None) is ticks


def test_working_time_skips_nights_and_weekends() -> None:
    span = working_time(cn("2026-11-27 16:00"), cn("2026-11-30 09:00"), CALENDAR)
    assert span == timedelta(hours=1, minutes=30)
    assert working_time(cn("2026-11-30 09:00"), cn("2026-11-27 16:00"), CALENDAR) == timedelta()


def test_days_near_and_far() -> None:
    today = date(2026, 11, 23)
    assert day_phrase(date(2026, 11, 22), today) == "昨天"
    assert day_phrase(date(2026, 11, 26), today) == "11月26日（周四）"
    assert day_phrase(date(2027, 1, 4), today) == "2027年1月4日（周一）"


def test_moments_and_arrivals() -> None:
    now = cn("2026-11-23 12:00")
    assert moment_phrase(cn("2026-11-23 09:26"), now) == "今天 09:26"
    assert arrival_phrase(cn("2026-11-23 09:26"), now) == "09:26"
    assert arrival_phrase(cn("2026-11-22 17:20"), now) == "昨 17:20"
    assert arrival_phrase(cn("2026-11-20 16:05"), now) == "11-20 16:05"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "不到 1 分"), (900, "15 分"), (7200, "2 小时"), (8100, "2 小时 15 分")],
)
def test_spans(seconds: int, words: str) -> None:
    assert span_phrase(timedelta(seconds=seconds)) == words
