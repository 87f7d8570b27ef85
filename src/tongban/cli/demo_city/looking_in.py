"""每天登录: every unit opens its list once a day, nearly every unit (第九、十条)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tongban.accounts.models import Officer
from tongban.cases.operations import lookin
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import Town
from tongban.policy.vocabulary import System
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

DAYS = 6
"""Calendar days up to today whose look-ins are made one by one."""
FORGETS = 0.03


def open_days(now: datetime) -> None:
    """The duties of the last days."""
    today = local_date(now)
    for n in range(DAYS, -1, -1):
        day = today - timedelta(days=n)
        lookin.open_day(day, at=min(now, at_clock(day, 0, 5)))


def looks(county: str, town: Town) -> Life:
    """The units of a county, day by day in order of time; at weekends few."""
    today = local_date(town.timeline.until)
    for n in range(DAYS, -1, -1):
        for at, unit in _moments(county, today - timedelta(days=n), town):
            yield at
            role = Role.REVIEW if unit == county else Role.ACCEPTANCE
            officer = town.staff.at(unit, role)[0]
            fetched = at - timedelta(minutes=1)
            lookin.record_look_ins(officer, at=at, fetched=dict.fromkeys(System, fetched))
            # Whoever opened the list had signed in.
            Officer.objects.filter(id=str(officer.officer_id)).update(last_signed_in_at=at)


def _moments(county: str, day: date, town: Town) -> list[tuple[datetime, str]]:
    share = 1 - FORGETS if town.hours.is_working(day) else 0.35
    units = [county, *(s.code for s in town.city.stations_of(county))]
    found = []
    for unit in units:
        chance = town.chance("look", unit, day.isoformat())
        if chance.random() < share:
            at = at_clock(day, 8, 31) + timedelta(minutes=chance.expovariate(1 / 25))
            found.append((at, unit))
    return sorted(found)
