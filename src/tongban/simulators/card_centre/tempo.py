"""What the centre does by itself: a believable pace, and one batch per county bureau a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import OrderStage
from tongban.simulators.base.ledger import iso, parse_iso

if TYPE_CHECKING:
    from tongban.simulators.card_centre.ledger import CardCentreLedger

HOUR = 3600.0
DAY = 24 * HOUR
ACCEPTING = (2 * 60.0, 10 * 60.0)
PRODUCING = (1 * DAY, 3 * DAY)
POSTING = (2 * HOUR, 8 * HOUR)
COLLECTING = 6 * HOUR
"""Seconds at speed 1; a batch is closed when its first card has waited COLLECTING."""


def tick(ledger: CardCentreLedger, *, at: datetime) -> int:
    """Do all that is due; returns how many orders or batches moved."""
    done = 0
    for order_no in _due(ledger, OrderStage.RECEIVED, ACCEPTING, at):
        ledger.accept(order_no, at=at)
        done += 1
    for order_no in _due(ledger, OrderStage.ACCEPTED, PRODUCING, at):
        ledger.produce(order_no, at=at)
        done += 1
    for order_no in _due(ledger, OrderStage.PRODUCED, POSTING, at, delivery=Delivery.COURIER):
        ledger.dispatch.post(order_no, at=at)
        done += 1
    for county in _counties(ledger, at):
        ledger.dispatch.ship(county, at=at)
        done += 1
    return done


def _due(
    ledger: CardCentreLedger,
    stage: OrderStage,
    seconds: tuple[float, float],
    at: datetime,
    *,
    delivery: Delivery | None = None,
) -> list[str]:
    """Orders that have been in `stage` for their own share of `seconds`, earliest first."""
    least, most = seconds
    found = ledger.rows(
        "SELECT order_no FROM orders WHERE stage = ? AND (? IS NULL OR delivery = ?)"
        " AND (julianday(?) - julianday(since)) * 86400 >= (? + pace * ?) / ?"
        " ORDER BY since, order_no LIMIT 200",
        stage,
        delivery,
        delivery,
        iso(at),
        least,
        most - least,
        ledger.automatic.speed,
    )
    return [row["order_no"] for row in found]


def _counties(ledger: CardCentreLedger, at: datetime) -> list[str]:
    """County bureaus whose batch is closed now: waited long enough, none within the last day."""
    speed = ledger.automatic.speed
    waited = iso(at - timedelta(seconds=COLLECTING / speed))
    found = ledger.rows(
        "SELECT county, (SELECT max(shipped_at) FROM batches b WHERE b.county = o.county) AS last"
        " FROM orders o WHERE stage = ? AND delivery = ?"
        " GROUP BY county HAVING min(since) <= ? ORDER BY county",
        OrderStage.PRODUCED,
        Delivery.STATION,
        waited,
    )
    a_day_ago = at - timedelta(seconds=DAY / speed)
    return [
        row["county"] for row in found if row["last"] is None or parse_iso(row["last"]) <= a_day_ago
    ]
