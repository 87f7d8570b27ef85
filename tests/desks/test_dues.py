"""The piece that shows a deadline: when, how long still, why then, and whose lateness it is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from tongban.cases.operations.office import Office
from tongban.desks.shared.dues import due_of, fetched_late, review_by
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Tone
from tongban.policy.due_notes import CALENDAR_LATE, FETCHED_LATE, calendar_missing
from tongban.policy.terms import shipped_terms
from tongban.policy.units import shipped_city
from tongban.policy.working_calendar import parse_years
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import LateCause
from tongban.standards.calendar import seed_calendar
from tongban.standards.zones import CN

RULES = Office(city=shipped_city(), book=shipped_terms(), calendar=seed_calendar())


def cn(text: str) -> datetime:
    """A moment in China, given in UTC as the product has it."""
    return datetime.fromisoformat(text).replace(tzinfo=CN).astimezone(UTC)


def shown(
    kind: K, since: str, due: str | None, now: str, *, note: str = "", rules: Office = RULES
) -> DueText:
    due_at = cn(due) if due else None
    return due_of(kind, since=cn(since), due_at=due_at, note=note, rules=rules, now=cn(now))


def draw(text: str, due: DueText | None) -> str:
    return Template("{% load tongban %}" + text).render(Context({"d": due}))


def test_the_hover_tells_the_date_and_the_reasons() -> None:
    due = shown(K.REVIEW, "2026-11-20 17:30", "2026-11-23 17:00", "2026-11-23 14:45")
    assert due.text == "今天 17:00 前 · 还剩 2 小时 15 分（工作时间）"
    assert due.hint.split("\n") == [
        "2026-11-23 17:00（北京时间）",
        "11月20日（周五）17:30 送到，已过 17:00，顺延到下一工作日",
        "11月21日至22日为周末，不计入",
        "11月23日（周一）17:00 到期",
        "第九条",
    ]
    html = draw("{% due d %}", due)
    assert 'title="2026-11-23 17:00（北京时间）\n11月20日' in html


def test_what_is_overdue_says_since_when_and_why() -> None:
    due = shown(K.FIX_RETURN, "2026-11-17 10:00", "2026-11-19 17:00", "2026-11-24 10:00")
    assert due.text == "11月19日（周四）17:00 到期 · 已误期 2 个工作日 1 小时"
    assert (due.tone, due.is_past, due.clause) == (Tone.BAD, True, "第十条")
    assert due.reason == (
        "11月17日（周二）10:00 退回，当日不计，加快件 2 个工作日；计入 11月18日、19日，末日 17:00 到期。"
    )
    opened = draw("{% due_open d %}{% due_why d %}", due)
    assert "<details" not in opened
    assert "加快件 2 个工作日" in opened


def test_the_reasons_open_by_key() -> None:
    due = shown(K.REVIEW, "2026-11-23 10:00", "2026-11-23 17:00", "2026-11-23 14:45")
    html = draw('{% due_open d "T" %}', due)
    assert '<summary data-key="T" data-key-label="期限的理由">' in html
    assert "当日 17:00 前办结。" in html
    assert '<span class="clause">第九条</span>' in html


@pytest.mark.parametrize("note", [CALENDAR_LATE, FETCHED_LATE])
def test_what_was_past_before_the_unit_could_act_is_no_lateness(note: str) -> None:
    due = shown(K.REVIEW, "2026-11-20 10:00", "2026-11-20 17:00", "2026-11-23 10:00", note=note)
    assert due.tone is Tone.WARN
    assert due.text == f"11月20日（周五）17:00 到期 · {note}，不计误期"
    assert "已误期" not in due.hint
    assert "不计" in due.why[-1]


def test_a_remark_excuses_nothing_before_the_time_is_over() -> None:
    due = shown(
        K.REVIEW, "2026-11-23 10:00", "2026-11-23 17:00", "2026-11-23 14:00", note=CALENDAR_LATE
    )
    assert due.text.startswith("今天 17:00 前 · 还剩 3 小时")


def test_a_year_without_calendar_is_named() -> None:
    note = calendar_missing(2027)
    due = shown(K.FIX_RETURN, "2026-12-30 10:00", None, "2026-12-31 10:00", note=note)
    assert (due.text, due.left, due.tone) == ("期限待定", note, Tone.WARN)
    assert due.why[-1] == "2027 年工作日历尚未载入，载入后自动算定；在此之前不算误期"


def test_between_loading_and_setting_it_says_that_it_is_being_set() -> None:
    years = parse_years("2027: {source: 通知, holidays: [2027-01-01/2027-01-03]}")
    rules = Office(city=RULES.city, book=RULES.book, calendar=RULES.calendar.with_years(years))
    note = calendar_missing(2027)
    due = shown(K.FIX_RETURN, "2026-12-30 10:00", None, "2027-01-02 10:00", note=note, rules=rules)
    assert due.why == ("工作日历已经载入，系统正在算定期限，十分钟内显示",)


def test_a_day_that_does_not_end_with_the_office_is_not_counted_in_working_time() -> None:
    due = shown(K.PAY_ON_BEHALF, "2026-11-23 10:00", "2026-11-23 23:59:59", "2026-11-23 20:00")
    assert due.left == "还剩 3 小时 59 分"


def test_a_case_from_elsewhere_says_how_late_it_came() -> None:
    late = fetched_late(
        arrived_at=cn("2026-11-20 09:12"),
        fetched_at=cn("2026-11-20 14:30"),
        cause=LateCause.UPSTREAM_DOWN,
        due_at=cn("2026-11-20 17:00"),
        events=(),
        rules=RULES,
    )
    assert late is not None
    due = due_of(
        K.REVIEW,
        since=late.arrived_at,
        due_at=cn("2026-11-20 17:00"),
        rules=RULES,
        now=cn("2026-11-20 15:00"),
        late=late,
    )
    assert due.why[:2] == (
        "上级系统 11月20日（周五）09:12 收到，14:30 才取到，晚取 5 小时 18 分",
        "当时无法连接上级系统",
    )
    ours = fetched_late(
        arrived_at=None, fetched_at=None, cause="", due_at=None, events=(), rules=RULES
    )
    assert ours is None


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23 10:00", "今天 17:00 前"),
        ("2026-11-23 17:10", "明天 17:00 前（已过 17:00，顺延到下一工作日）"),
        ("2026-11-21 10:00", "11月23日（周一）17:00 前（当日不是工作日，顺延到下一工作日）"),
        ("2026-10-10 16:59", "今天 17:00 前"),
        ("2026-12-31 18:00", "期限待定（2027 年工作日历尚未载入）"),
    ],
)
def test_by_when_a_case_will_be_reviewed_and_why_not_today(at: str, words: str) -> None:
    assert review_by(cn(at), rules=RULES, now=cn(at)) == words
