"""Whom the applications are about: people of the register, each taken once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from random import Random

from tongban.policy.units import City
from tongban.policy.vocabulary import Reason
from tongban.simulators.people.people import CAST
from tongban.simulators.people.person import Person, Story
from tongban.standards.ages import full_years

_RENEWS = frozenset({Story.EXPIRED, Story.EXPIRING})
_ANY = frozenset({Story.ORDINARY, Story.LOST, Story.MOVED, Story.NO_FINGERPRINTS})
KEPT = len(CAST)
"""The first people stand for the stories; whoever tries the product finds them untouched."""
LEFT = 2


class Crowd:
    """People of this city's households, by county, renewing or not; and people from elsewhere."""

    def __init__(self, people: Iterable[Person], *, city: City, today: date) -> None:
        self._renewing: dict[str, list[Person]] = defaultdict(list)
        self._others: dict[str, list[Person]] = defaultdict(list)
        self._by_story: dict[Story, list[Person]] = defaultdict(list)
        self._grown: list[Person] = []
        self._elsewhere: dict[Story, list[Person]] = defaultdict(list)
        for person in people:
            home = person.record.home_unit
            if home is None and person.number > KEPT and person.record.card is not None:
                self._elsewhere[person.story].append(person)
            if home is None or person.record.candidates:
                continue
            county = city.county_of(home).code
            if person.number <= KEPT:
                self._by_story[person.story].append(person)
            elif person.story in _RENEWS:
                self._renewing[county].append(person)
            elif person.story in _ANY and person.record.card is not None:
                self._others[county].append(person)
                if 25 < full_years(person.record.birth_date, on=today) < 55:
                    self._grown.append(person)
            else:
                self._by_story[person.story].append(person)

    def somebody(self, county: str, reason: Reason, *, chance: Random) -> Person | None:
        """A person of a county's households with this reason; None when nobody is left."""
        wanted = self._renewing if reason is Reason.EXPIRED else self._others
        for pool in (wanted[county], self._renewing[county], self._others[county]):
            if pool:
                return pool.pop(chance.randrange(len(pool)))
        return None

    def from_elsewhere(self, *, in_province: bool, chance: Random) -> Person | None:
        """A person of another city or of another province; None when nobody is left."""
        pool = self._elsewhere[Story.OTHER_CITY if in_province else Story.OTHER_PROVINCE]
        return pool.pop(chance.randrange(len(pool))) if pool else None

    def of_story(self, story: Story) -> Person | None:
        """A person of a story, the latest first; two of each are left for whoever tries."""
        pool = self._by_story[story]
        if pool and (pool[-1].number > KEPT or len(pool) > LEFT):
            return pool.pop()
        return None

    def listed(self, count: int, *, chance: Random) -> list[Person]:
        """People for the bad credit list: those of the story, and some who are nobody's case."""
        others = [
            self._others[county].pop(chance.randrange(len(self._others[county])))
            for county in chance.choices(sorted(self._others), k=count)
            if self._others[county]
        ]
        return [*self._by_story[Story.BAD_CREDIT], *others]

    def guardian(self, *, chance: Random) -> Person:
        """A grown person who may stand for a child."""
        return chance.choice(self._grown)
