"""每天登录 (第九、十条): opening a fresh list is the look-in; nobody has to press a button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from uuid_utils.compat import uuid7

from tongban.cases.models import LookIn, Obligation, Outage, UpstreamHealth
from tongban.cases.operations.office import office, opening
from tongban.cases.operations.upstream_health import fresh_for
from tongban.policy.due_notes import CALENDAR_LATE
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LookInOutcome
from tongban.standards.zones import CN, at_local, local_date

CONNECTED = tuple(System)
"""The systems this installation exchanges cases with (第九、十条 name three)."""
BEGINS = time(8, 30)
"""From when on a unit can be expected to open its list; a list that nobody could have between then
and the due time is nobody's omission."""


def record_look_ins(
    actor: Actor, *, at: datetime, fetched: Mapping[System, datetime | None]
) -> frozenset[System]:
    """Record that the actor's unit opened the list of several systems; two queries.

    ``fetched`` says when each was last fetched. Returns those whose duty is met by this look. A
    stale list is recorded and meets nothing: that the system could not be fetched is the city's
    item, not the unit's.
    """
    if actor.officer_id is None:
        raise ValueError("only an officer looks in")
    window = fresh_for(at)
    fresh = frozenset(s for s, when in fetched.items() if when is not None and at - when <= window)
    day = local_date(at)
    # Both or neither: a look without its effect would count as missed.
    with transaction.atomic(savepoint=False):
        LookIn.objects.bulk_create(
            LookIn(
                id=uuid7(),
                unit=actor.unit,
                system=system,
                officer=actor.officer_id,
                at=at,
                day=day,
                is_fresh=system in fresh,
            )
            for system in fetched
        )
        if fresh:
            _open(day).filter(owner_unit=actor.unit, system__in=fresh).update(
                closed_at=at, outcome=LookInOutcome.LOOKED_IN
            )
    return fresh


def open_day(day: date, *, at: datetime, systems: Iterable[System] = CONNECTED) -> int:
    """Make the day's look-in duties of every station and county bureau; safe to repeat.

    Returns how many were new. Weekends are made too (每天) and are due like any day; only working
    days count as missed. The duty begins with the day, however late in it the product was started;
    who has looked in before that has met it.
    """
    rules = office()
    units = [u for u in rules.city.units if u.kind is not UnitKind.CITY]
    midnight = at_local(day, clock=time(0))
    due = opening(ObligationKind.LOOK_IN, at=midnight, unit=units[0].code)
    rows = [
        Obligation(
            id=uuid7(),
            kind=ObligationKind.LOOK_IN,
            owner_unit=unit.code,
            owner_county=rules.city.county_of(unit.code).code,
            system=system,
            day=day,
            opened_at=midnight,
            due_at=due.due_at,
            due_note=due.due_note,
        )
        for unit in units
        for system in systems
    ]
    before = Obligation.objects.filter(kind=ObligationKind.LOOK_IN, day=day).count()
    if before < len(rows):
        Obligation.objects.bulk_create(rows, ignore_conflicts=True)
        looked = _looks(is_fresh=True)
        _open(day).filter(Exists(looked)).update(closed_at=at, outcome=LookInOutcome.LOOKED_IN)
    return len(rows) - before


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """How many look-ins were closed without having been met, and why."""

    upstream_down: int
    days_off: int
    missed: int


def close_days(at: datetime) -> ClosedDays:
    """Close the look-ins whose time is over; no unit is blamed for a list nobody could have.

    From the due time on those of units that opened the list while it could not be fetched, and
    those of everybody where it could not be fetched all day. After the day all the others: a day
    that was missed cannot be made up. Safe to repeat. A day without a calendar stays open.
    """
    today = local_date(at)
    waiting = Obligation.objects.filter(
        kind=ObligationKind.LOOK_IN, closed_at=None, due_at__isnull=False
    )
    is_over = waiting.filter(due_at__lte=at)
    down = _close(is_over.filter(Exists(_looks(is_fresh=False))), LookInOutcome.UPSTREAM_DOWN, at)
    for system, day, due_at in is_over.order_by().values_list("system", "day", "due_at").distinct():
        if day and due_at and _was_down_all_day(PORT_OF[System(system)], day=day, due_at=due_at):
            nobody = is_over.filter(system=system, day=day)
            down += _close(nobody, LookInOutcome.UPSTREAM_DOWN, at)
    past = waiting.filter(day__lt=today).annotate(due_day=TruncDate("due_at", tzinfo=CN))
    off = _close(past.exclude(due_day=F("day")), LookInOutcome.DAY_OFF, at)
    _close(past.filter(due_note=CALENDAR_LATE), LookInOutcome.CALENDAR_LATE, at)
    return ClosedDays(down, off, _close(past, LookInOutcome.MISSED, at))


def _was_down_all_day(port: str, *, day: date, due_at: datetime) -> bool:
    """Whether no list of the system was fresh at any time between opening hour and due time."""
    begins = at_local(day, clock=BEGINS)
    too_old = begins - fresh_for(begins)
    health = UpstreamHealth.objects.filter(system=port)
    if not health.filter(last_fetch_at__gt=too_old).exists():
        return True
    outages = Outage.objects.filter(system=port).filter(Q(until=None) | Q(until__gte=due_at))
    return outages.filter(Q(last_fetch_at=None) | Q(last_fetch_at__lte=too_old)).exists()


def _open(day: date) -> QuerySet[Obligation]:
    return Obligation.objects.filter(kind=ObligationKind.LOOK_IN, day=day, closed_at=None)


def _looks(*, is_fresh: bool) -> QuerySet[LookIn]:
    """The looks of an obligation's unit into its system on its day."""
    return LookIn.objects.filter(
        day=OuterRef("day"),
        unit=OuterRef("owner_unit"),
        system=OuterRef("system"),
        is_fresh=is_fresh,
    )


def _close(rows: QuerySet[Obligation], outcome: LookInOutcome, at: datetime) -> int:
    return rows.update(closed_at=at, outcome=outcome)
