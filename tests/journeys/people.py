"""Who comes to the window: synthetic people of the register whom our books do not know yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.journeys.house import House


@dataclass(frozen=True)
class Visitor:
    """Somebody of the population simulator."""

    name: str
    id_number: str
    home_unit: str
    record: dict[str, Any]
    declared: dict[str, Any]

    @property
    def grouped(self) -> str:
        """The number as screens group it."""
        number = self.id_number
        return f"{number[:6]} {number[6:14]} {number[14:]}"


def visitors(house: House, story: str, *, home: str, but: str = "") -> Iterator[Visitor]:
    """People of a story with prints on record, at home in ``home`` but not in ``but``, new to us."""
    for one in _grown(house, "population", story):
        if one.home_unit.startswith(home) and one.home_unit != but:
            yield one


def _grown(house: House, register: str, story: str) -> Iterator[Visitor]:
    """Grown people of a story with prints on record, whom our books do not know."""
    known = _known(house)
    people = house.theirs(
        register, "SELECT person FROM people WHERE story = ? ORDER BY number DESC", story
    )
    for row in people:
        person = json.loads(row["person"])
        record = person["record"]
        is_grown = record["birth_date"] < "2008"
        has_prints = bool(record["card"] and record["card"]["fingerprint_registered"])
        if is_grown and has_prints and record["id_number"] not in known:
            yield Visitor(
                record["name"],
                record["id_number"],
                record["home_unit"] or "",
                record,
                person["declared"],
            )


def _known(house: House) -> set[str]:
    """The numbers of everybody in our books."""
    cases = house.ours("SELECT id_number FROM cases_case")
    intakes = house.ours("SELECT record->>'id_number' AS id_number FROM cases_intake")
    return {row["id_number"] for row in (*cases, *intakes)}


def visitor(house: House, story: str = "EXPIRED", *, home: str, but: str = "") -> Visitor:
    """The next such person, who now stands before the window.

    A small city has few whose card has just run out; others renew theirs early (nothing bars it).
    """
    stories = (story, "EXPIRING", "ORDINARY") if story == "EXPIRED" else (story,)
    near = (one for each in stories for one in visitors(house, each, home=home, but=but))
    found = next(near)
    house.act("devices", "stand", key=found.id_number)
    return found


def child(house: House, *, home: str, but: str = "") -> Visitor:
    """A child with a card, at home in ``home`` but not in ``but``, who now stands before the window."""
    known = _known(house)
    people = house.theirs(
        "population",
        "SELECT person FROM people WHERE birth_date > '2012' ORDER BY number DESC",
    )
    for row in people:
        person = json.loads(row["person"])
        record = person["record"]
        near = (record["home_unit"] or "").startswith(home) and record["home_unit"] != but
        if near and record["card"] and record["id_number"] not in known and person["past"]:
            found = Visitor(
                record["name"],
                record["id_number"],
                record["home_unit"],
                record,
                person["declared"],
            )
            house.act("devices", "stand", key=found.id_number)
            return found
    raise LookupError("no child with a card")


def outsider(house: House, story: str) -> Visitor:
    """Somebody of another city (OTHER_CITY) or province (OTHER_PROVINCE) before the window."""
    register = "national_register" if story == "OTHER_PROVINCE" else "population"
    found = next(_grown(house, register, story))
    house.act("devices", "stand", key=found.id_number)
    return found


def stranger(house: House, story: str) -> str:
    """The number of a grown person whose home is elsewhere in the nation, new to our books."""
    known = _known(house)
    people = house.theirs(
        "national_register",
        "SELECT id_number FROM people WHERE story = ? AND birth_date < '2008' ORDER BY number DESC",
        story,
    )
    return str(next(row["id_number"] for row in people if row["id_number"] not in known))
