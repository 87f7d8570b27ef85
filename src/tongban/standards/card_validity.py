"""For how long a card is valid (居民身份证法 第五条)."""

from datetime import date

from tongban.standards.ages import full_years
from tongban.standards.months import LeapDay, add_months

PERMANENT = "长期"


def validity_years(age: int) -> int | None:
    """Years for a holder of ``age`` full years on the day of issue; None means permanent."""
    if age < 16:
        return 5
    if age < 26:
        return 10
    if age < 46:
        return 20
    return None


def validity(
    birth: date, *, issued_on: date, leap_day: LeapDay = LeapDay.LAST_DAY_OF_MONTH
) -> tuple[date, date | None]:
    """First and last day of a card issued on ``issued_on``; a last day of None is permanent.

    The age of the day of issue counts, not that of the application. Cards print the same month
    and day years on; ``leap_day`` says what stands for 29 February (an operator's term).
    """
    years = validity_years(full_years(birth, on=issued_on))
    if years is None:
        return issued_on, None
    return issued_on, add_months(issued_on, months=12 * years, leap_day=leap_day)


def next_change(birth: date, *, on: date) -> tuple[date, int | None] | None:
    """The first day after ``on`` from which a card issued is valid for longer, and its years.

    Years of None are permanent; None once the holder's cards are. A birthday on 29 February is
    reached on 1 March in common years, as ``full_years`` counts.
    """
    for age in (16, 26, 46):
        if full_years(birth, on=on) < age:
            day = add_months(birth, months=12 * age, leap_day=LeapDay.FIRST_OF_NEXT_MONTH)
            return day, validity_years(age)
    return None


def printed(span: tuple[date, date | None]) -> str:
    """As printed on the card: ``2016.05.19-2036.05.19`` or ``2016.05.19-长期``."""
    start, end = span
    return f"{start:%Y.%m.%d}-{PERMANENT if end is None else format(end, '%Y.%m.%d')}"
