"""Adding months and years to a day (民法典 第二百零二条)."""

import calendar
from datetime import date
from enum import StrEnum


class LeapDay(StrEnum):
    """What stands for a day that the target month does not have."""

    LAST_DAY_OF_MONTH = "LAST_DAY_OF_MONTH"
    FIRST_OF_NEXT_MONTH = "FIRST_OF_NEXT_MONTH"


def add_months(day: date, *, months: int, leap_day: LeapDay = LeapDay.LAST_DAY_OF_MONTH) -> date:
    """The corresponding day ``months`` later; the month's last day where there is none."""
    years, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month0 + 1)[1]
    if day.day <= last:
        return date(years, month0 + 1, day.day)
    if leap_day is LeapDay.LAST_DAY_OF_MONTH:
        return date(years, month0 + 1, last)
    return add_months(date(years, month0 + 1, 1), months=1)
