"""An explanation of a deadline as sentences an officer can read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from tongban.policy.due_explained import Explanation, LeftOut
from tongban.policy.due_notes import calendar_missing
from tongban.policy.duty import DueRule
from tongban.standards.calendar import DayKind
from tongban.standards.zones import local

_WEEKDAYS = "一二三四五六日"
_FEW = 5
"""Up to so many counted days are named one by one."""

BEGINNINGS: Mapping[str, str] = {
    "REVIEW": "送到",
    "FIX_RETURN": "退回",
    "FORWARD": "县局收到证件",
    "TELL": "证件到所",
    "LOOK_IN": "起应登录",
    "PAY": "合成受理信息",
    "COLLECT": "通知领取",
    "WATCH_ANSWER": "报送",
    "SETTLE_ANSWER": "收到不一致的答复",
    "DECIDE_GROUND": "暂扣或报告",
    "WATCH_PRODUCTION": "下达制证",
    "WATCH_BATCH": "寄出或转交",
    "WATCH_PARCEL": "交邮",
    "ASK_ADDRESS": "退件",
    "SETTLE_INTAKE": "一次性告知",
    "ANSWER_INQUIRY": "发起协查",
    "GUIDE_RESIDENCE": "受理",
    "ARCHIVE": "结束",
    "PAY_ON_BEHALF": "收取现金",
    "DELIVER_ANSWER": "作出答复",
    "REFUND": "申请退费",
    "GIVE_BACK_CASH": "退费到账",
    "TAKE_BACK_TEMPORARY": "制发",
    "RETURN_OLD_CARD": "妥投",
    "INQUIRY_CARD": "登记遗失或损坏",
    "CHECK_REFUSAL": "不予受理",
    "TELL_AGAIN": "可以重新申办",
}
"""What happened at the moment from which each kind of obligation is counted."""


def sentences(why: Explanation) -> tuple[str, ...]:
    """The explanation in words, one thought a sentence, without a full stop."""
    if not why.is_as_stored:
        return (_begin(why), "按当时的日历和运行参数算定，以后的更正不改变已定的期限")
    if why.reminder is not None:
        return (f"{_begin(why)}，第 {why.reminder} 天{_reminding(why)}",)
    match why.duty.rule:
        case DueRule.BY_CLOCK:
            return (_by_clock(why), *_on_the_way(why), *_ending(why))
        case DueRule.WORKING_DAYS:
            amount = f"{_whose(why)}{why.amount} 个工作日"
            return (f"{_begin(why)}，当日不计，{amount}", *_on_the_way(why), *_ending(why))
        case DueRule.CALENDAR_DAYS:
            return (f"{_begin(why)}，{why.amount} 天，自然日，不论节假日",)
        case DueRule.SAME_DAY:
            return (f"{_begin(why)}，当日 24:00 前，不论是否工作日",)
        case DueRule.HOURS:
            return (f"{_begin(why)}，{why.amount} 小时内，不分昼夜和节假日",)
        case DueRule.MONTHS:
            return (f"{_begin(why)}，满 {why.amount} 个月",)


def postponed(why: Explanation) -> str:
    """Why a deadline by the clock is not the closing time of the day it begins; empty where it is."""
    if why.missing_year is not None:
        return calendar_missing(why.missing_year)
    if why.due is None or why.due.date() == why.begins.date():
        return ""
    if why.begins_on is not None and not why.begins_on.is_working:
        return "当日不是工作日，顺延到下一工作日"
    return f"已过 {why.duty.by:%H:%M}，顺延到下一工作日"


def day_words(day: date, *, beside: date | None = None) -> str:
    """9月25日（周五）; with the year where ``beside`` lies in another one."""
    words = f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
    return words if beside is None or beside.year == day.year else f"{day.year}年{words}"


def moment_words(at: datetime, *, beside: date | None = None) -> str:
    """9月25日（周五）17:30."""
    here = local(at)
    return f"{day_words(here.date(), beside=beside)}{here:%H:%M}"


def span_words(first: date, last: date) -> str:
    """10月1日至7日, 9月30日至10月2日, or 10月1日（周四） for a single day."""
    if first == last:
        return day_words(first)
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}"


def _begin(why: Explanation) -> str:
    return f"{moment_words(why.begins)} {BEGINNINGS.get(why.duty.kind, '开始')}"


def _reminding(why: Explanation) -> str:
    return "再次提醒" if why.reminder in why.duty.reminders else "起可以终结"


def _whose(why: Explanation) -> str:
    if why.was_expedited is None:
        return ""
    return "加快件 " if why.was_expedited else "普通件 "


def _by_clock(why: Explanation) -> str:
    by = f"{why.duty.by:%H:%M}"
    if why.begins_on is None:
        return f"{_begin(why)}，工作日 {by} 前办结"
    if not why.begins_on.is_working:
        return f"{_begin(why)}，当日不是工作日，顺延到下一工作日"
    if why.begins.time() > why.duty.by:
        return f"{_begin(why)}，已过 {by}，顺延到下一工作日"
    worked = "当日调休上班，" if why.begins_on is DayKind.MAKE_UP else ""
    return f"{_begin(why)}，{worked}未过 {by}，当日 {by} 前办结"


def _on_the_way(why: Explanation) -> tuple[str, ...]:
    """The days that do not count, and the weekend days that do."""
    said = []
    for (kind, festival), runs in groupby(why.left_out, key=lambda one: (one.kind, one.festival)):
        said.append(_left_out(tuple(runs), kind=kind, festival=festival))
    if why.duty.rule is DueRule.BY_CLOCK and why.begins.date() in why.make_up:
        return tuple(said)
    said += [f"{day_words(day)}为调休工作日，计入" for day in why.make_up]
    return tuple(said)


def _left_out(runs: Sequence[LeftOut], *, kind: DayKind, festival: str) -> str:
    when = "、".join(span_words(one.first, one.last) for one in runs)
    if kind is DayKind.WEEKEND:
        return f"{when}为周末，不计入"
    return f"{when}{festival}放假，不计入"


def _ending(why: Explanation) -> tuple[str, ...]:
    if why.missing_year is not None:
        return (f"{calendar_missing(why.missing_year)}，载入后自动算定；在此之前不算误期",)
    if why.due is None or not why.counted or why.due.date() == why.begins.date():
        return ()
    by = f"{why.due:%H:%M} 到期"
    last = day_words(why.due.date(), beside=why.begins.date())
    if len(why.counted) == 1:
        return (f"{last}{by}",)
    if len(why.counted) <= _FEW:
        return (f"计入 {_named(why.counted)}，末日 {by}",)
    return (f"第 {len(why.counted)} 个工作日是 {last}，{by}",)


def _named(days: Sequence[date]) -> str:
    """9月24日、28日、10月8日: the month only where it changes."""
    words, month = [], 0
    for day in days:
        words.append(f"{day.day}日" if day.month == month else f"{day.month}月{day.day}日")
        month = day.month
    return "、".join(words)
