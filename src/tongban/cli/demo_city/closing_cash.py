"""日清: whoever took cash closes it in the evening, nearly everybody (第七条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from random import Random
from uuid import UUID

from tongban.cases.operations import differences
from tongban.cases.operations.cash_close import close_day
from tongban.cases.queries import cash
from tongban.cases.queries.differences import differences as open_items
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import Town, ask
from tongban.procedure.actors import Actor
from tongban.procedure.differences import DifferenceOutcome
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

FORGETS = 0.06
WHY = ("银行系统停机，明早代缴。", "临下班收取，次日一早代缴。", "财政系统无应答，明天再缴。")
DONE = "已当面复点，次日上午代缴入财政，与对账单一致。"


def closes(counties: Sequence[str], days: Sequence[date], town: Town) -> Life:
    """The evenings of the counties' stations, and the mornings after what was left over."""
    stations = [unit.code for county in counties for unit in town.city.stations_of(county)]
    left: set[str] = set()
    for day in days:
        morning = at_clock(day, 10, 30)
        yield morning
        for county in sorted(left):
            _settle(county, town, at=morning)
        left.clear()
        evening = at_clock(day, 17, 40)
        yield evening
        for one in cash.unclosed(stations):
            chance = town.chance("close", str(one.officer), day.isoformat())
            officer = _officer(town, one.unit, one.officer)
            if one.moves and officer is not None and chance.random() >= FORGETS:
                _close(one, officer, at=evening, chance=chance)
                if one.balance_fen:
                    left.add(town.city.county_of(one.unit).code)


def _officer(town: Town, unit: str, officer: UUID) -> Actor | None:
    found = town.staff.at(unit, Role.ACCEPTANCE)
    return next((one for one in found if one.officer_id == officer), None)


def _close(one: cash.Unclosed, officer: Actor, *, at: datetime, chance: Random) -> None:
    close_day(
        ask(officer, at=at, chance=chance),
        counted_fen=one.balance_fen,
        words=chance.choice(WHY) if one.balance_fen else "",
        seen_fen=one.balance_fen,
    )


def _settle(county: str, town: Town, *, at: datetime) -> None:
    """Another officer sees to the cash that stayed the evening before."""
    chief = town.staff.one(county, Role.SUPERVISION, chance=town.chance("settle", county))
    for item in open_items(chief):
        if local_date(item.opened_at) == local_date(at) or not item.officer:
            continue
        chance = town.chance("settle", str(item.close_id))
        others = [
            one
            for one in town.staff.at(item.unit, Role.ACCEPTANCE)
            if one.officer_id != item.officer
        ]
        if others and chance.random() < 0.8:
            differences.settle(
                item.id,
                ask(others[0], at=at, chance=chance),
                outcome=DifferenceOutcome.PAID_ON,
                words=DONE,
            )
