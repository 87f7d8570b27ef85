"""The working calendar in use: the seed, with the years an operator added (overlay)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from tongban.policy.terms import Terms
from tongban.standards.calendar import CalendarYear, WorkingCalendar, seed_calendar

OVERLAY_NAME = "calendar.yaml"


class CalendarError(ValueError):
    """The operator's calendar file cannot be used; the text says what to put right."""


@cache
def shipped_calendar() -> WorkingCalendar:
    """The years known as shipped."""
    return seed_calendar()


def load_calendar(overlay: Path | None = None) -> WorkingCalendar:
    """The seed with the years of ``overlay``/calendar.yaml added or replaced.

    The file maps a year to ``holidays`` (days without work) and ``workdays`` (weekend days worked),
    each a list of days or of spans written ``2027-02-05/2027-02-11``, and ``source`` (the notice).
    ``holidays`` may be such lists by the name of the festival. Raises ``CalendarError``.
    """
    path = overlay / OVERLAY_NAME if overlay is not None else None
    if path is None or not path.is_file():
        return shipped_calendar()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarError(f"{OVERLAY_NAME} 读不出来，应为 UTF-8 编码的文本：{error}") from error
    return shipped_calendar().with_years(parse_years(text))


def parse_years(text: str) -> tuple[CalendarYear, ...]:
    """The years of a calendar file's ``text``; raises ``CalendarError``."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CalendarError(f"{OVERLAY_NAME} 不是有效的 YAML：{error}") from error
    if document is None:
        return ()
    if not isinstance(document, dict):
        raise CalendarError(f"{OVERLAY_NAME} 应以年份为键")
    return tuple(_year(year, entry) for year, entry in document.items())


def year_to_load(calendar: WorkingCalendar, *, on: date, terms: Terms) -> int | None:
    """The year whose calendar must be loaded now, or None: an alarm stands while it is a year.

    The present year always; the next year from the day the terms name (1 December).
    """
    if not calendar.has_year(on.year):
        return on.year
    if (on.month, on.day) >= terms.calendar_alarm_from and not calendar.has_year(on.year + 1):
        return on.year + 1
    return None


def _year(year: object, entry: object) -> CalendarYear:
    if not isinstance(year, int) or not isinstance(entry, dict):
        raise CalendarError(f"{OVERLAY_NAME} 的 {year} 应为年份，下列 holidays、workdays、source")
    if not entry.get("holidays") or not entry.get("source"):
        raise CalendarError(f"{year} 年须写明 holidays（放假日）与 source（依据的通知）")
    names = dict(_named(entry["holidays"], year=year))
    off = frozenset(names)
    work = frozenset(_days(entry.get("workdays") or [], year=year))
    if off & work:
        raise CalendarError(f"{year} 年有同一天既放假又上班")
    if any(day.weekday() < 5 for day in work):
        raise CalendarError(f"{year} 年的 workdays 只写周末上班日")
    return CalendarYear(year=year, off=off, work=work, source=str(entry["source"]), names=names)


def _named(holidays: object, *, year: int) -> Iterator[tuple[date, str]]:
    """Each day off with its festival, where the file names it."""
    by_name = holidays if isinstance(holidays, dict) else {"": holidays}
    for name, items in by_name.items():
        yield from ((day, str(name)) for day in _days(items, year=year))


def _days(items: object, *, year: int) -> Iterator[date]:
    if not isinstance(items, list):
        raise CalendarError(f"{year} 年的 holidays、workdays 应为日期列表")
    for item in items:
        first, last = _span(item, year=year)
        if first.year != year or last.year != year or last < first:
            raise CalendarError(f"{year} 年的 {item} 不在该年内或先后颠倒")
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _span(item: object, *, year: int) -> tuple[date, date]:
    if isinstance(item, date) and not isinstance(item, datetime):
        return item, item
    try:
        first, _, last = str(item).partition("/")
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise CalendarError(f"{year} 年的 {item} 应写成 2027-01-01 或 起/止") from error
