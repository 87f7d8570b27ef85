"""When the daily work is done, by the clocks of China: the scheduler itself counts in UTC."""

from __future__ import annotations

from datetime import UTC, date, time

from tongban.standards.zones import at_local


def hours(first: int, last: int) -> str:
    """Return the cron line of every full hour from ``first`` to ``last``, in China's time.

    What is done in such hours is done once for each subject: a later run takes what an earlier one
    could not, such as while the worker was stopped, or what was too much for it.
    """
    day = date(2026, 1, 1)
    inside = (at_local(day, clock=time(hour)).astimezone(UTC) for hour in range(first, last + 1))
    return f"0 {','.join(str(at.hour) for at in inside)} * * *"


OFFICE_HOURS = hours(9, 17)
"""When applicants may be written to."""
NIGHT = hours(1, 5)
