"""Whether a guardian acts: by the age of the day, or for want of capacity (第六条)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tongban.policy.guardianship import guardian_acts
from tongban.policy.vocabulary import Ward

BIRTHDAY = date(2026, 11, 23)
BORN = date(2010, 11, 23)


@pytest.mark.parametrize(
    ("days", "ward", "acts"),
    [
        (-1, None, True),
        (-1, Ward.MINOR, True),
        (0, None, False),
        (0, Ward.MINOR, False),
        (0, Ward.NO_CAPACITY, True),
        (20_000, Ward.NO_CAPACITY, True),
    ],
)
def test_the_sixteenth_birthday_decides(days: int, ward: Ward | None, acts: bool) -> None:
    on = BIRTHDAY + timedelta(days=days)
    assert guardian_acts(BORN, on=on, below_age=16, ward=ward) is acts


def test_the_age_is_the_operators_term() -> None:
    assert guardian_acts(BORN, on=BIRTHDAY, below_age=18, ward=None)
