"""How long a unit has for something: the shape of a deadline as a dated term."""

from dataclasses import dataclass
from datetime import time

from tongban.standards.labels import Labelled


class DueRule(Labelled):
    """How a due time follows from the moment that starts it."""

    BY_CLOCK = "BY_CLOCK", "当个工作日规定时刻前"
    WORKING_DAYS = "WORKING_DAYS", "若干工作日内"
    CALENDAR_DAYS = "CALENDAR_DAYS", "若干自然日内"
    SAME_DAY = "SAME_DAY", "当日内"
    HOURS = "HOURS", "若干小时内"
    MONTHS = "MONTHS", "若干个月内"


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of obligation: its rule, its amount and where both come from.

    ``amount`` counts days, hours or months as the rule says; ``expedited`` replaces it for
    expedited cards; ``by`` is the time of day at which a period counted in days ends;
    ``reminders`` are calendar days after the start.
    """

    kind: str
    rule: DueRule
    amount: int
    expedited: int | None
    by: time
    reminders: tuple[int, ...]
    clause: str
    source: str
