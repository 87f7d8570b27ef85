"""From which day a card is issued for longer (居民身份证法 第五条)."""

from __future__ import annotations

from datetime import date

import pytest

from tongban.standards.ages import full_years
from tongban.standards.card_validity import next_change, validity_years

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2010, 11, 24), (date(2026, 11, 24), 10)),
        (date(2010, 11, 23), (date(2036, 11, 23), 20)),
        (date(2012, 2, 29), (date(2028, 2, 29), 10)),
        (date(2008, 2, 29), (date(2034, 3, 1), 20)),
        (date(1980, 11, 24), (date(2026, 11, 24), None)),
        (date(1980, 11, 23), None),
    ],
)
def test_the_next_birthday_that_matters(
    birth: date, expected: tuple[date, int | None] | None
) -> None:
    assert next_change(birth, on=ON) == expected
    if expected is not None:
        day, years = expected
        assert validity_years(full_years(birth, on=day)) == years
