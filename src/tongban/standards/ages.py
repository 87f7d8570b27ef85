"""Age in full years, as the identity card law and the civil code count it."""

from datetime import date


def full_years(birth: date, *, on: date) -> int:
    """Full years lived on the day ``on``; negative before birth.

    The year is full on the birthday itself (居民身份证法 第五条); who was born on 29 February is a
    year older from 1 March in common years.
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
