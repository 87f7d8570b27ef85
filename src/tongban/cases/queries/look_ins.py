"""Who has looked in, per unit and system (每天登录, 第九、十条)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from tongban.cases.models import LookIn, Obligation
from tongban.policy.vocabulary import System
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LookInOutcome
from tongban.standards.labels import Labelled
from tongban.standards.zones import CN

DAYS_BACK = 30
"""How far back a row of missed days is looked for."""


class LookState(Labelled):
    """How a unit stands to one system on one day."""

    MET = "MET", "已登录"
    UNFETCHED = "UNFETCHED", "已打开清单，系统无法获取"
    OPEN = "OPEN", "还没有打开清单"
    MISSED = "MISSED", "未登录"
    EXCUSED = "EXCUSED", "不计"


_ENDED = {
    LookInOutcome.LOOKED_IN: LookState.MET,
    LookInOutcome.UPSTREAM_DOWN: LookState.UNFETCHED,
    LookInOutcome.MISSED: LookState.MISSED,
}


@dataclass(frozen=True, slots=True)
class Look:
    """A unit and a system on a day; ``at`` when it was met (or closed), None while it is open.

    ``is_working_day`` is None where the calendar of the year is not loaded.
    """

    county: str
    unit: str
    system: System
    state: LookState
    at: datetime | None
    due_at: datetime | None
    is_working_day: bool | None


@dataclass(frozen=True, slots=True)
class UnitLooks:
    """A unit's day, system by system, as far as asked for."""

    county: str
    unit: str
    looks: tuple[Look, ...]

    def of(self, state: LookState) -> tuple[System, ...]:
        """The systems to which the unit stands so."""
        return tuple(one.system for one in self.looks if one.state is state)

    @property
    def is_day_off(self) -> bool:
        """Whether the day is none of work: what is done then is recorded, and nothing is missed."""
        return any(one.is_working_day is False for one in self.looks)

    @property
    def is_missing(self) -> bool:
        """Whether the unit itself has not done what it could: opened its list."""
        if self.is_day_off:
            return False
        return bool(self.of(LookState.OPEN) or self.of(LookState.MISSED))

    @property
    def is_waiting(self) -> bool:
        """Whether the unit opened its list and a system could not be fetched: the city's item."""
        return not (self.is_missing or self.is_day_off) and bool(self.of(LookState.UNFETCHED))


def unit_looks(
    day: date, *, county: str = "", units: Sequence[str] = (), is_short: bool = False
) -> list[UnitLooks]:
    """Return the day of every unit (of a county bureau's area, or of ``units``); one query.

    ``is_short`` leaves out what was met: nothing is said of a unit without trouble.
    """
    rows = Obligation.objects.filter(kind=ObligationKind.LOOK_IN, day=day)
    if county:
        rows = rows.filter(owner_county=county)
    if units:
        rows = rows.filter(owner_unit__in=units)
    if is_short:
        rows = rows.exclude(outcome=LookInOutcome.LOOKED_IN)
    return _by_unit(_looks(rows, day=day))


def own_looks(unit: str, *, day: date) -> UnitLooks:
    """Return a unit's own day; without rows where the day has not been made yet; one query."""
    found = unit_looks(day, units=(unit,))
    return found[0] if found else UnitLooks("", unit, ())


def _looks(rows: QuerySet[Obligation], *, day: date) -> Iterator[Look]:
    opened_in_vain = LookIn.objects.filter(
        day=day, unit=OuterRef("owner_unit"), system=OuterRef("system"), is_fresh=False
    )
    rows = rows.annotate(in_vain=Exists(opened_in_vain), due_day=TruncDate("due_at", tzinfo=CN))
    values = rows.order_by("owner_county", "owner_unit", "system").values_list(
        "owner_county",
        "owner_unit",
        "system",
        "closed_at",
        "outcome",
        "in_vain",
        "due_at",
        "due_day",
    )
    for county, unit, system, closed_at, outcome, in_vain, due_at, due_day in values:
        yield Look(
            county=county,
            unit=unit,
            system=System(system),
            state=_state(outcome, is_open=closed_at is None, in_vain=in_vain),
            at=closed_at,
            due_at=due_at,
            is_working_day=due_day == day if due_at else None,
        )


def _state(outcome: str, *, is_open: bool, in_vain: bool) -> LookState:
    if is_open:
        return LookState.UNFETCHED if in_vain else LookState.OPEN
    return _ENDED.get(LookInOutcome(outcome), LookState.EXCUSED)


def _by_unit(looks: Iterable[Look]) -> list[UnitLooks]:
    order = list(System)
    return [
        UnitLooks(county, unit, tuple(sorted(rows, key=lambda one: order.index(one.system))))
        for (county, unit), rows in groupby(looks, key=attrgetter("county", "unit"))
    ]


def last_looks(units: Sequence[str]) -> Mapping[str, datetime]:
    """Return when each unit last opened a fresh list of any system; one query."""
    rows = LookIn.objects.filter(unit__in=units, is_fresh=True)
    return dict(rows.order_by().values_list("unit").annotate(Max("at")))


def missed_in_a_row(units: Sequence[str], *, before: date) -> Mapping[str, int]:
    """Return how many working days in a row, up to ``before``, each unit has missed; one query.

    A day counts as missed when the unit missed any of the systems; days off and days on which a
    system could not be had neither count nor end the row.
    """
    missed = Q(outcome=LookInOutcome.MISSED)
    rows = (
        Obligation.objects.filter(
            kind=ObligationKind.LOOK_IN,
            owner_unit__in=units,
            day__lt=before,
            day__gte=before - timedelta(days=DAYS_BACK),
            outcome__in=(LookInOutcome.MISSED, LookInOutcome.LOOKED_IN),
        )
        .annotate(due_day=TruncDate("due_at", tzinfo=CN))
        .filter(due_day=F("day"))
        .values_list("owner_unit", "day")
        .annotate(missed=Count("id", filter=missed))
        .order_by("owner_unit", "-day")
    )
    found: dict[str, int] = dict.fromkeys(units, 0)
    for unit, days in groupby(rows, key=lambda row: row[0]):
        for _, _, count in days:
            if not count:
                break
            found[unit] += 1
    return found
