"""每天登录 (第九、十条): opening a fresh list is the look-in; nobody has to press a button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from tongban.cases.models import LookIn, Obligation
from tongban.cases.operations.office import office, opening
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import System
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.standards.zones import local_date

CONNECTED = tuple(System)
"""The systems this installation exchanges cases with (第九、十条 name three)."""


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
    window = timedelta(minutes=office().terms(at).look_in_fresh_minutes)
    fresh = frozenset(s for s, when in fetched.items() if when is not None and at - when <= window)
    day = local_date(at)
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
        Obligation.objects.filter(
            kind=ObligationKind.LOOK_IN,
            owner_unit=actor.unit,
            system__in=fresh,
            day=day,
            closed_at=None,
        ).update(closed_at=at, outcome="LOOKED_IN")
    return fresh


def open_day(day: date, *, at: datetime, systems: Iterable[System] = CONNECTED) -> int:
    """Make the day's look-in duties of every station and county bureau; safe to repeat.

    Returns how many were new. Weekends are made too (每天) and are due like any day; only working
    days count as missed.
    """
    rules = office()
    units = [u for u in rules.city.units if u.kind is not UnitKind.CITY]
    due = opening(ObligationKind.LOOK_IN, at=at, unit=units[0].code)
    rows = [
        Obligation(
            id=uuid7(),
            kind=ObligationKind.LOOK_IN,
            owner_unit=unit.code,
            owner_county=rules.city.county_of(unit.code).code,
            system=system,
            day=day,
            opened_at=at,
            due_at=due.due_at,
            due_note=due.due_note,
        )
        for unit in units
        for system in systems
    ]
    before = Obligation.objects.filter(kind=ObligationKind.LOOK_IN, day=day).count()
    if before < len(rows):
        Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before
