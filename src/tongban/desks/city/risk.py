"""What will miss its deadline today at the present speed: plain arithmetic, shown on hover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from tongban.cases.queries.overview import DutyCount
from tongban.procedure.obligations import ObligationKind as K

PACED = (K.REVIEW, K.FIX_RETURN, K.FORWARD)
"""The duties that run out at the close of business; the others are watched, not paced."""

DEFINITION = (
    "今天到期还没办的件数，减去按今天已办速度（件/小时，按工作时间）到 17:00 还能办的件数；"
    "已经误期的另计在各单位的红色数字里。"
)


@dataclass(frozen=True, slots=True)
class Risk:
    """A county's duty that will not be done in time: ``count`` of ``due``, at ``per_hour``."""

    county: str
    kind: K
    count: int
    due: int
    per_hour: float


def risks(
    duties: Mapping[tuple[str, K], DutyCount], *, hours_worked: float, hours_left: float
) -> list[Risk]:
    """Return what will be late today, the largest first.

    ``hours_worked`` and ``hours_left`` are working hours of today. Before half an hour of work has
    passed there is no speed to speak of, and nothing is foretold.
    """
    if hours_worked < 0.5:
        return []
    found = []
    for (county, kind), duty in duties.items():
        if kind not in PACED or not duty.due_today:
            continue
        per_hour = duty.closed_today / hours_worked
        late = duty.due_today - int(per_hour * hours_left)
        if late > 0:
            found.append(Risk(county, kind, late, duty.due_today, per_hour))
    return sorted(found, key=lambda r: (-r.count, r.county, r.kind))


def share(count: int, *, largest: int) -> float:
    """Return the length of a bar, 0 to 100 of the column's largest."""
    return ceil(1000 * count / largest) / 10 if largest else 0.0
