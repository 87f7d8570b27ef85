"""The remarks that stand beside a due time when it is missing, or when it is nobody's fault.

They are stored with the obligation and read by lists and figures.
"""

import re

CALENDAR_LATE = "日历载入晚"
"""The due time was past already when the year's calendar was loaded and it could be computed."""

FETCHED_LATE = "取到已过期限"
"""The due time was past already when the case was fetched from the other side's system."""

EXCUSED = (CALENDAR_LATE, FETCHED_LATE)
"""A due time with such a remark was past before the unit could act: not the unit's lateness."""

_MISSING = re.compile(r"(\d{4}) 年工作日历尚未载入")

_WHY_EXCUSED = {
    CALENDAR_LATE: "载入该年工作日历时期限已过，不计本单位误期；请尽快办结。",
    FETCHED_LATE: "取到此件时期限已过，不计审核单位误期，取数问题由市局查明；请尽快办结。",
}


def calendar_missing(year: int) -> str:
    """The remark of a due time that cannot be computed before the calendar of ``year`` is there."""
    return f"{year} 年工作日历尚未载入"


def missing_year(note: str) -> int | None:
    """The year whose calendar a remark says is missing; None for any other remark."""
    found = _MISSING.fullmatch(note)
    return int(found[1]) if found else None


def why_excused(note: str) -> str:
    """What an excused remark means for the unit, as a sentence; empty for any other remark."""
    return _WHY_EXCUSED.get(note, "")
