"""The statutory working calendar of China: working days, holidays, make-up workdays (调休).

A year that is not loaded is never guessed: judging a day in it raises ``UnknownYear``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from functools import cache
from types import MappingProxyType

from chinese_calendar import constants

from tongban.standards.labels import Labelled

_SATURDAY = 5
_SHORT_NAMES = frozenset({"清明", "端午", "中秋"})
"""Festivals that the package writes without 节."""


class DayKind(Labelled):
    """What a day is in the working calendar."""

    WORKING = "WORKING", "工作日"
    MAKE_UP = "MAKE_UP", "调休工作日"
    WEEKEND = "WEEKEND", "周末"
    HOLIDAY = "HOLIDAY", "节假日"

    @property
    def is_working(self) -> bool:
        """Whether offices work on it."""
        return self in (DayKind.WORKING, DayKind.MAKE_UP)


class UnknownYear(LookupError):
    """The calendar of ``year`` is not loaded; nothing in it can be judged."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年工作日历尚未载入，无法计算期限")
        self.year = year


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What a year's notice decides: ``off`` days without work, ``work`` on a weekend.

    A day in neither set is a working day from Monday to Friday. ``names`` has the festival of a
    day off, where it is known.
    """

    year: int
    off: frozenset[date]
    work: frozenset[date]
    source: str
    names: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))


class WorkingCalendar:
    """The loaded years; immutable."""

    __slots__ = ("_years",)

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self._years: Mapping[int, CalendarYear] = {year.year: year for year in years}

    @property
    def years(self) -> tuple[int, ...]:
        """The years loaded, ascending."""
        return tuple(sorted(self._years))

    def has_year(self, year: int) -> bool:
        """Whether days of ``year`` can be judged."""
        return year in self._years

    def year(self, year: int) -> CalendarYear:
        """The decisions for one year; raises ``UnknownYear``."""
        found = self._years.get(year)
        if found is None:
            raise UnknownYear(year)
        return found

    def with_years(self, years: Iterable[CalendarYear]) -> "WorkingCalendar":
        """A calendar in which ``years`` are added or replaced."""
        return WorkingCalendar([*self._years.values(), *years])

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day; raises ``UnknownYear``."""
        year = self.year(day.year)
        if day in year.work:
            return True
        return day.weekday() < _SATURDAY and day not in year.off

    def kind_of(self, day: date) -> DayKind:
        """What ``day`` is; a weekend inside a holiday is the holiday. Raises ``UnknownYear``."""
        year = self.year(day.year)
        if day in year.work:
            return DayKind.MAKE_UP
        if day in year.off:
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKING

    def festival(self, day: date) -> str:
        """The festival for which ``day`` is off, empty where none is known. Raises ``UnknownYear``."""
        return self.year(day.year).names.get(day, "")

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day`` (which is not judged); raises ``UnknownYear``."""
        while True:
            if day == date.max:
                raise UnknownYear(MAXYEAR + 1)
            day += timedelta(days=1)
            if self.is_working(day):
                return day

    def add_working_days(self, day: date, *, days: int) -> date:
        """The ``days``-th working day after ``day``; ``day`` itself does not count.

        (民法典 第二百零一条: the first day is left out.) Raises ``UnknownYear``.
        """
        for _ in range(days):
            day = self.next_working_day(day)
        return day


@cache
def seed_calendar() -> WorkingCalendar:
    """The years that the package ``chinesecalendar`` knows from the State Council's notices."""
    off = set(constants.holidays)
    work = set(constants.workdays)
    names = {day: _festival(name) for day, name in constants.holidays.items()}
    return WorkingCalendar(
        CalendarYear(
            year=year,
            off=frozenset(day for day in off if day.year == year),
            work=frozenset(day for day in work if day.year == year),
            source="国务院办公厅节假日安排通知（chinesecalendar）",
            names={day: name for day, name in names.items() if day.year == year},
        )
        for year in sorted({day.year for day in off})
    )


def _festival(name: str) -> str:
    """The Chinese name of a festival that the package names in English; empty when it is new."""
    short = next((known.chinese for known in constants.Holiday if known.value == name), "")
    return f"{short}节" if short in _SHORT_NAMES else short
