"""Building the demonstration: the people, the list, then ninety days up to now."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from django.db import connection

from tongban.accounts.bootstrap import sync_units
from tongban.accounts.demo import make_demo_officers
from tongban.cases.operations.office import office
from tongban.cases.operations.upstream_health import record_call, record_fetch
from tongban.cli.demo_city import closing_cash, drawers, looking_in, outbox
from tongban.cli.demo_city.application import Application
from tongban.cli.demo_city.credit_list import push_list
from tongban.cli.demo_city.crowd import Crowd
from tongban.cli.demo_city.drawing_up import DAYS, Draft, Shape
from tongban.cli.demo_city.hours import Hours
from tongban.cli.demo_city.incoming import Incoming
from tongban.cli.demo_city.ledgers import open_ledgers
from tongban.cli.demo_city.plan import IncomingPlan, Plan
from tongban.cli.demo_city.roads import Road
from tongban.cli.demo_city.staff import Staff
from tongban.cli.demo_city.timeline import Timeline
from tongban.cli.demo_city.town import Town
from tongban.cli.processes import end_with_parent
from tongban.inbound.fetch import FEEDS, read_up_to
from tongban.jobs.money import read_statements
from tongban.policy.units import UnitKind
from tongban.ports.registry import PORT_OF, Ports, set_ports
from tongban.simulators.people.people import generate_people
from tongban.standards.zones import local_date

LATE_BUREAU = 2
"""Which county bureau, in the list's order, lets cards lie."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: where, as of when, from which seed, how much, by how many processes."""

    data: Path
    now: datetime
    seed: int = 1
    people: int = 3600
    shape: Shape = field(default_factory=Shape)
    workers: int = 1


def build_city(order: Order) -> int:
    """Build everything in a database that has its tables and nothing else; the number of cases."""
    drawers.register()
    city = office().city
    sync_units(city)
    make_demo_officers(city, at=order.now - timedelta(days=DAYS + 30))
    looking_in.open_days(order.now)
    plans = _prepare(order)
    counties = [unit.code for unit in city.of_kind(UnitKind.COUNTY)]
    shares = _shares(counties, plans, count=order.workers)
    if order.workers == 1:
        _live(order, plans, counties)
    else:
        _live_side_by_side(order, plans, shares)
    _finish(order)
    return len(plans.ours) + len(plans.theirs)


@dataclass(frozen=True, slots=True)
class _Plans:
    """Who comes to our windows, and who of ours goes to others."""

    ours: list[Plan]
    theirs: list[IncomingPlan]


def _prepare(order: Order) -> _Plans:
    """Fill the other side's books and draw up who comes when."""
    city, today = office().city, local_date(order.now)
    people = list(generate_people(order.seed, count=order.people, today=today, city=city))
    draft = Draft(
        Crowd(people, city=city, today=today),
        city=city,
        hours=Hours(office().calendar),
        now=order.now,
        seed=order.seed,
    )
    chance = Random(f"credit:{order.seed}")  # noqa: S311 - an invented city
    with open_ledgers(order.data, seed=order.seed) as ledgers:
        ledgers.population.fill(people)
        ledgers.national_register.fill(people)
        push_list(ledgers.credit, draft.listed, days=DAYS + 1, now=order.now, chance=chance)
    return _Plans(draft.draw(order.shape), draft.incoming)


def _shares(counties: Sequence[str], plans: _Plans, *, count: int) -> list[list[str]]:
    """Counties in as many parts, of about the same work each."""
    county_of = office().city.county_of
    work = dict.fromkeys(counties, 0)
    for plan in plans.ours:
        work[county_of(plan.station).code] += 1
    shares: list[list[str]] = [[] for _ in range(count)]
    for county in sorted(counties, key=lambda c: (-work[c], c)):
        min(shares, key=lambda share: sum(work[c] for c in share)).append(county)
    return shares


def _live_side_by_side(order: Order, plans: _Plans, shares: list[list[str]]) -> None:
    """Each part in a process of its own: no number and no case is shared between counties."""
    connection.close()
    context = get_context("fork")
    parts = [context.Process(target=_live_apart, args=(order, plans, share)) for share in shares]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    if any(part.exitcode != 0 for part in parts):
        raise RuntimeError("a part of the demonstration could not be built")


def _live_apart(order: Order, plans: _Plans, counties: Sequence[str]) -> None:
    """A part in its own process, which does not outlive the one that builds."""
    end_with_parent()
    # What was made so far stays; looking through it again and again finds nothing to free.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    _live(order, plans, counties)


def _live(order: Order, plans: _Plans, counties: Sequence[str]) -> None:
    """Live through the days at the windows and bureaus of some counties."""
    rules = office()
    hours = Hours(rules.calendar)
    timeline = Timeline(until=order.now)
    with open_ledgers(order.data, seed=order.seed) as ledgers:
        town = Town(
            seed=order.seed,
            city=rules.city,
            hours=hours,
            staff=Staff(rules.city),
            ledgers=ledgers,
            ports=ledgers.ports(),
            timeline=timeline,
        )
        roads = _roads(town, counties)
        first = local_date(order.now) - timedelta(days=DAYS)
        days = hours.working_days(first=first, last=local_date(order.now))
        for county in counties:
            timeline.add(looking_in.looks(county, town))
        timeline.add(closing_cash.closes(counties, days, town))
        set_ports(town.ports)
        _begin(plans, town, roads)
        with connection.cursor() as cursor:
            # A power cut here costs the whole first start anyway.
            cursor.execute("SET synchronous_commit = off")
        timeline.run()


def _begin(plans: _Plans, town: Town, roads: Mapping[str, Road]) -> None:
    """Begin every life that belongs to these counties: by the window, or by the household."""
    county_of = town.city.county_of
    for plan in plans.ours:
        road = roads.get(county_of(plan.station).code)
        if road is not None:
            town.timeline.add(Application(plan, town, road=road).life())
    for one in plans.theirs:
        if county_of(one.person.record.home_unit or "").code in roads:
            town.timeline.add(Incoming(one, town).life())


def _roads(town: Town, counties: Sequence[str]) -> dict[str, Road]:
    today = local_date(town.timeline.until)
    days = town.hours.working_days(first=today - timedelta(days=DAYS), last=today)
    names = [unit.code for unit in town.city.of_kind(UnitKind.COUNTY)]
    roads = {}
    for index, county in enumerate(names):
        if county in counties:
            road = Road(county, town, index=index, is_late=index == LATE_BUREAU)
            town.timeline.add(road.life(days))
            roads[county] = road
    return roads


def _finish(order: Order) -> None:
    """Leave nothing to be sent again, and every system as well as it is."""
    with open_ledgers(order.data, seed=order.seed) as ledgers:
        ledgers.forget_notices()
        read_statements(ledgers.ports(), at=order.now)
        for system in FEEDS:
            last = ledgers.remote(system).number("SELECT max(seq) FROM changes")
            read_up_to(system, last, at=order.now)
    outbox.forget_jobs()
    for system in Ports.__dataclass_fields__:
        record_call(system, at=order.now, latency_ms=20, error_kind="")
    for port in PORT_OF.values():
        record_fetch(port, at=order.now)
