"""The bad credit list, pushed by the exchange and applied here (第五条(五))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from tongban.cases.operations import credit
from tongban.cli.demo_city.hours import at_clock
from tongban.ports.credit import CreditPush, PushKind
from tongban.simulators.credit.ledger import CreditLedger
from tongban.simulators.people.person import Person
from tongban.standards.zones import local_date

DELTAS = 14
"""Days with a push of their own before today."""
_REASONS = ("失信被执行人", "骗取社会保险待遇", "严重交通违法失信", "拖欠税款名单")


def push_list(
    ledger: CreditLedger, people: Sequence[Person], *, days: int, now: datetime, chance: Random
) -> None:
    """Everybody on the list in one full push, then a delta each morning; one record withdrawn."""
    today = local_date(now)
    begins = at_clock(today - timedelta(days=days), 6, 10)
    for person in people:
        since = local_date(begins) - timedelta(days=chance.randint(30, 900))
        _enter(ledger, person, since=since, reason=chance.choice(_REASONS), at=begins)
    _apply(ledger.push(at=begins, kind=PushKind.FULL))
    for n in range(DELTAS, -1, -1):
        at = at_clock(today - timedelta(days=n), 6, 10)
        if at > now:
            continue
        if n == DELTAS // 2:
            ledger.withdraw(f"XY{len(people):010d}", at=at - timedelta(hours=2))
        _apply(ledger.push(at=at))


def _enter(ledger: CreditLedger, person: Person, *, since: date, reason: str, at: datetime) -> None:
    record = person.record
    ledger.add(id_number=record.id_number, name=record.name, reason=reason, since=since, at=at)


def _apply(push: CreditPush) -> None:
    credit.apply_push(
        push.push_no,
        is_full=push.kind is PushKind.FULL,
        issued_at=push.issued_at,
        additions=[
            credit.CreditAddition(r.record_id, r.id_number, r.reason, r.since)
            for r in push.additions
        ],
        withdrawals=[w.record_id for w in push.withdrawals],
        at=push.issued_at + timedelta(seconds=3),
    )
