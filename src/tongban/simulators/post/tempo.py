"""What the post does by itself: some days on the way, now and then nobody found at the address."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tongban.ports.post import ENDS, BackReason, ParcelStep, Signer

if TYPE_CHECKING:
    from sqlite3 import Row

    from tongban.simulators.post.ledger import PostLedger

HOUR = 3600.0
PACE: dict[ParcelStep, tuple[float, float]] = {
    ParcelStep.COLLECTED: (2 * HOUR, 10 * HOUR),
    ParcelStep.IN_TRANSIT: (10 * HOUR, 40 * HOUR),
    ParcelStep.OUT_FOR_DELIVERY: (1 * HOUR, 8 * HOUR),
    ParcelStep.NOT_DELIVERED: (16 * HOUR, 26 * HOUR),
    ParcelStep.RETURNING: (20 * HOUR, 50 * HOUR),
}
"""Seconds at speed 1 that a parcel stays in a step, least and most."""
BACK_RATE, MISS_RATE = 0.05, 0.1
_BACK = (BackReason.BAD_ADDRESS, BackReason.NOT_REACHED, BackReason.MOVED, BackReason.REFUSED)
_SIGNERS = (Signer.RECIPIENT, Signer.FAMILY, Signer.AGENT)


def tick(ledger: PostLedger, *, at: datetime) -> int:
    """Move every parcel that is due by one step; returns how many moved. It never loses one."""
    found = ledger.rows(
        "SELECT * FROM parcels WHERE step NOT IN (?, ?, ?) ORDER BY since, tracking_no LIMIT 500",
        *sorted(ENDS),
    )
    done = 0
    for row in found:
        step = ParcelStep(row["step"])
        if ledger.is_due(row["since"], row["tracking_no"], step, at=at, seconds=PACE[step]):
            _move(ledger, row, step, at=at)
            done += 1
    return done


def _move(ledger: PostLedger, row: Row, step: ParcelStep, *, at: datetime) -> None:
    number = row["tracking_no"]
    if step is not ParcelStep.OUT_FOR_DELIVERY:
        ledger.carry(number, at=at)
        return
    # Drawn anew for every attempt.
    attempts = ledger.number("SELECT count(*) FROM events WHERE tracking_no = ?", number)
    luck = ledger.chance("luck", number, attempts)
    drawn = luck.random()
    if drawn < BACK_RATE:
        ledger.turn_round(number, reason=luck.choice(_BACK), at=at)
    elif drawn < BACK_RATE + MISS_RATE:
        ledger.miss(number, words="家中无人，另约投递", at=at)
    else:
        signer = luck.choices(_SIGNERS, (80, 16, 4))[0]
        name = row["name"] if signer is Signer.RECIPIENT else signer.label[:2]
        ledger.deliver(number, signer=signer, name=name, at=at)
